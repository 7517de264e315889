"""Packets in bulk: what was asked for, asking for more, how far it is, and the file."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from agreements.forms import PickForm, ScopeForm
from agreements.models import Export
from agreements.operations import exports
from agreements.results.exports import councils, extent, found, held_back, sessions
from agreements.rules import exports as export_rules
from collaborative.http import Request, handed_out_in_parts

PAGE = 25
MOST_TICKED = 500
"""Agreements that are listed to be ticked; of more, all or a shorter period are exported."""
UNCHANGED = 204
STEPS = 20
"""How often a page that is looked at changes while an export is made."""


@require_safe
def index(request: Request) -> HttpResponse:
    """The exports that the reader may see, the newest first."""
    _refuse(export_rules.why_not_export_many(request.actor))
    seen = Export.objects.visible_to(request.actor).for_list()
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    return render(request, "agreements/exports.html", {"page": page})


def new(request: Request) -> HttpResponse:
    """Choose what to export, see how much it is, and ask for it."""
    _refuse(export_rules.why_not_export_many(request.actor))
    is_sent = request.method == "POST"
    form = ScopeForm(request.POST if is_sent else request.GET, councils=councils(request.actor))
    context: dict[str, Any] = {"form": form, "sessions": sessions(request.actor)}
    if form.is_valid():
        scope = form.scope()
        chosen = found(request.actor, scope)
        size = extent(chosen)
        listed = chosen if size.number <= MOST_TICKED else chosen.none()
        pick = PickForm(request.POST if is_sent else None, found=listed, number=size.number)
        if pick.is_valid():
            export, is_new = exports.ask(
                scope, ticked=pick.ticked(), by=request.actor, at=timezone.now()
            )
            messages.success(request, _asked(export, is_new=is_new))
            return redirect(export)
        context |= {
            "scope": scope,
            "size": size,
            "pick": pick,
            "is_listed": size.number <= MOST_TICKED,
            "why_not_ask": export_rules.why_not_ask(request.actor, size.number),
        }
    return render(request, "agreements/export_new.html", context)


def _asked(export: Export, *, is_new: bool) -> str:
    if is_new:
        return f"{export} is asked for. You may leave this page; a letter comes when it is ready."
    return f"{export}: you asked for the same a moment ago. It is under way."


@never_cache
@require_safe
def export(request: Request, key: uuid.UUID) -> HttpResponse:
    """One export: how far it is, and its file once it is ready."""
    context = _shown(request, _find(request, key))
    items = context["export"].items.select_related("agreement")
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    return render(request, "agreements/export.html", {**context, "page": page})


@login_not_required
@never_cache
@require_safe
def progress(request: Request, key: uuid.UUID) -> HttpResponseBase:
    """The part of the page that changes; nothing where the page has it already."""
    if not request.user.is_authenticated:
        return HttpResponseClientRefresh() if request.htmx else HttpResponse(status=401)
    context = _shown(request, _find(request, key))
    if request.GET.get("seen") == context["tag"]:
        return HttpResponse(status=UNCHANGED)
    return render(request, "_parts/export_live.html", context)


@require_safe
def file(request: Request, key: uuid.UUID) -> HttpResponseBase:
    """The file: whole, or the rest of it; asked anew each time whether it is still theirs."""
    export = _find(request, key)
    held = held_back(request.actor, export)
    _refuse(export_rules.why_not_take(request.actor, export, held_back=held))
    response = handed_out_in_parts(
        request,
        export.file,
        name=export.file_name,
        media_type="application/zip",
        sha256=export.sha256,
    )
    if request.method == "GET" and response.status_code == 200:  # noqa: PLR2004 - from its beginning
        exports.note_taken(export, by=request.actor, at=timezone.now())
    return response


@require_POST
def cancel(request: Request, key: uuid.UUID) -> HttpResponse:
    """Give an export up."""
    export = _find(request, key)
    exports.cancel(export, by=request.actor, at=timezone.now())
    messages.success(request, f"{export} is cancelled. Nothing of it is kept.")
    return redirect(export)


@require_POST
def again(request: Request, key: uuid.UUID) -> HttpResponse:
    """Ask for the same once more, as it stands now."""
    export, is_new = exports.ask_again(_find(request, key), by=request.actor, at=timezone.now())
    messages.success(request, _asked(export, is_new=is_new))
    return redirect(export)


def _find(request: Request, key: uuid.UUID) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.actor).for_list(), pk=key)


def _shown(request: Request, export: Export) -> dict[str, Any]:
    """What the page says of it; the tag names that, so that a script asks only for what is new."""
    held = held_back(request.actor, export)
    return {
        "export": export,
        "tag": f"{export.state}-{export.done * STEPS // export.total}",
        "why_not_take": export_rules.why_not_take(request.actor, export, held_back=held),
        "why_not_cancel": export_rules.why_not_cancel(request.actor, export),
        "why_not_ask_again": export_rules.why_not_ask_again(request.actor, export),
        "goes_on": export.is_under_way,
        "is_still": request.GET.get("refresh") == "no",
    }


def _refuse(reason: str | None) -> None:
    if reason:
        raise PermissionDenied(reason)
