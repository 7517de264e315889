"""Files beside an agreement or an act, and the clerk's packet."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from agreements import packets, results, rules
from agreements.forms import DocumentForm
from agreements.models import Act, Agreement, Document
from agreements.operations import documents
from agreements.views.finding import find, find_act, open_page
from collaborative.http import Request, handed_out, streamed
from collaborative.roles import Permission
from collaborative.typesetting import Unprintable


@open_page
def document(request: Request, slug: str, key: uuid.UUID) -> HttpResponseBase:
    """Hand a file over as it was added: to keep, never to run in the browser."""
    agreement = find(request, slug)
    own = Q(agreement=agreement) | Q(act__party__agreement=agreement)
    found = get_object_or_404(Document.objects.filter(own), pk=key)
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


def packet(request: Request, slug: str) -> HttpResponseBase:
    """Say what the packet holds and what it cannot; on asking, hand it over."""
    agreement = find(request, slug)
    if reason := rules.why_not_export(request.actor, agreement):
        raise PermissionDenied(reason)
    if request.method == "POST":
        return _packet_file(request, agreement)
    holdings = packets.hold(agreement, city=_city(request, agreement))
    return render(
        request,
        "agreements/packet.html",
        {"agreement": agreement, "holdings": holdings, "standing": results.standing(agreement)},
    )


def _city(request: Request, agreement: Agreement) -> str:
    """The address of the city whose clerk's packet it is; a facilitator's is everybody's."""
    own = request.actor.organisations(Permission.RECORD_ACT)
    parties = (party for party in agreement.parties.all() if party.organisation_id in own)
    return next((party.organisation.slug for party in parties), "")


def _packet_file(request: Request, agreement: Agreement) -> HttpResponseBase:
    city = _city(request, agreement)
    holdings = packets.hold(agreement, city=city)
    try:
        sealed = packets.pack(holdings)
    except Unprintable as error:
        messages.error(request, f"{error} Nothing was exported.")
        return redirect("agreements:packet", agreement.slug)
    documents.note_export(
        agreement, city=city, sha256=sealed.manifest.sha256, by=request.actor, at=timezone.now()
    )
    return streamed(
        sealed.pieces(),
        name=packets.file_name(holdings),
        size=sealed.size,
        media_type="application/zip",
    )
