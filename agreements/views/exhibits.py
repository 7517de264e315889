"""The exhibits of a version: read, added, put in order, taken out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.forms import ExhibitChangeForm, ExhibitForm
from agreements.models import Exhibit, Version
from agreements.operations import exhibits as operations
from agreements.rules import versions as rules
from agreements.views.finding import find, find_version, open_page
from collaborative.http import Request, handed_out


@open_page
def exhibit(request: Request, slug: str, key: uuid.UUID) -> HttpResponseBase:
    """Hand an exhibit over as it was added: to keep, never to run in the browser."""
    seen = list(find(request, slug).versions.all())
    found = get_object_or_404(Exhibit.objects.filter(version__in=seen), pk=key)
    content = found.file.storage.open(str(found.file), "rb")
    return handed_out(content, name=found.name, media_type=found.media_type)


def index(request: Request, slug: str, number: int) -> HttpResponse:
    """Show a draft's exhibits to put in order, and take another."""
    version = _writable(request, slug, number)
    is_sent = request.method == "POST"
    form = ExhibitForm(request.POST, request.FILES) if is_sent else ExhibitForm()
    if form.is_valid():
        added = operations.add(
            version,
            title=form.cleaned_data["title"],
            upload=form.cleaned_data["file"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"{added} is in the draft.")
        return redirect("agreements:exhibits", slug, number)
    return _page(request, version, form=form)


def _writable(request: Request, slug: str, number: int) -> Version:
    version = find_version(find(request, slug), number)
    if reason := rules.why_not_write(request.actor, version):
        raise PermissionDenied(reason)
    return version


def _page(
    request: Request,
    version: Version,
    *,
    form: ExhibitForm,
    faulty: ExhibitChangeForm | None = None,
) -> HttpResponse:
    """Draw the page; `faulty` is the form of one exhibit that was sent in and refused."""
    rows = [
        (each, faulty if faulty and faulty.prefix == each.pk.hex else _change_form(each))
        for each in version.exhibits.all()
    ]
    return render(
        request,
        "agreements/exhibits.html",
        {
            "agreement": version.agreement,
            "version": version,
            "rows": rows,
            "row_forms": [row for _, row in rows],
            "form": form,
            "why_not_add": rules.why_not_add_exhibit(request.actor, version),
        },
    )


def _change_form(exhibit: Exhibit) -> ExhibitChangeForm:
    initial = {"title": exhibit.title, "number": exhibit.number}
    return ExhibitChangeForm(prefix=exhibit.pk.hex, initial=initial)


@require_POST
def change(request: Request, slug: str, number: int, key: uuid.UUID) -> HttpResponse:
    """Give an exhibit another title or place."""
    version = _writable(request, slug, number)
    found = get_object_or_404(version.exhibits, pk=key)
    form = ExhibitChangeForm(request.POST, prefix=found.pk.hex)
    if not form.is_valid():
        return _page(request, version, form=ExhibitForm(), faulty=form)
    operations.change(found, **form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, f"The exhibits are in order: “{found.title}” is saved.")
    return redirect("agreements:exhibits", slug, number)


@require_POST
def remove(request: Request, slug: str, number: int, key: uuid.UUID) -> HttpResponse:
    """Take an exhibit out of a draft."""
    version = _writable(request, slug, number)
    found = get_object_or_404(version.exhibits, pk=key)
    operations.remove(found, by=request.actor, at=timezone.now())
    messages.success(request, f"“{found.title}” is taken out; the others are numbered anew.")
    return redirect("agreements:exhibits", slug, number)
