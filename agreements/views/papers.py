"""Files beside an agreement or an act."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from agreements import rules
from agreements.forms import DocumentForm
from agreements.models import Act, Agreement, Document
from agreements.operations import documents
from agreements.views.finding import find, find_act, open_page
from collaborative.http import Request, handed_out


@open_page
def document(request: Request, slug: str, key: uuid.UUID) -> HttpResponseBase:
    """Hand a file over as it was added: to keep, never to run in the browser."""
    agreement = find(request, slug)
    own = Q(agreement=agreement) | Q(act__party__agreement=agreement)
    found = get_object_or_404(Document.objects.filter(own).visible_to(request.actor), pk=key)
    content = found.file.storage.open(str(found.file), "rb")
    return handed_out(content, name=found.name, media_type=found.media_type)


def add_document(request: Request, slug: str) -> HttpResponse:
    """Add a file to an agreement."""
    agreement = find(request, slug)
    if reason := rules.why_not_add_document(request.actor, agreement):
        raise PermissionDenied(reason)
    return _add(request, agreement, agreement)


def add_act_document(request: Request, slug: str, key: int) -> HttpResponse:
    """Add a file to the own council's act."""
    agreement = find(request, slug)
    act = find_act(agreement, key)
    if reason := rules.why_not_add_act_document(request.actor, act):
        raise PermissionDenied(reason)
    return _add(request, agreement, act)


def _add(request: Request, agreement: Agreement, thing: Agreement | Act) -> HttpResponse:
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST, request.FILES) if is_sent else DocumentForm()
    if form.is_valid():
        added = documents.add_document(
            thing, upload=form.cleaned_data["file"], by=request.actor, at=timezone.now()
        )
        messages.success(request, f"“{added}” is on file.")
        return redirect(agreement)
    context = {"form": form, "agreement": agreement, "thing": thing}
    return render(request, "agreements/add_document.html", context)
