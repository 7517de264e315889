"""A proposal's files: adding, handing out, removing."""

import logging
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, handed_out
from initiatives.forms.attachments import AttachmentForm
from initiatives.models import Attachment
from initiatives.operations import attachments as operations
from initiatives.rules.attachments import why_not_attach
from initiatives.views.arriving import find, not_found

logger = logging.getLogger(__name__)


def add(request: Request, reference: str) -> HttpResponse:
    """Take one file. It has a form of its own, so that a refused file loses no text."""
    proposal = find(request, reference)
    if reason := why_not_attach(request.actor, proposal):
        raise PermissionDenied(reason)
    is_sent = request.method == "POST"
    form = AttachmentForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, proposal=proposal
    )
    if is_sent and form.is_valid():
        attachment = operations.attach(
            proposal, upload=form.cleaned_data["file"], by=request.actor, at=timezone.now()
        )
        messages.success(request, f"“{attachment.name}” is with {proposal.reference}.")
        return redirect(proposal)
    return render(
        request, "initiatives/proposal_attachment_add.html", {"form": form, "proposal": proposal}
    )


@login_not_required
@require_safe
def download(request: Request, reference: str, key: uuid.UUID) -> HttpResponseBase:
    """Hand out a file to whoever may read its proposal, to be saved, never opened in the page."""
    readable = Attachment.objects.visible_to(request.actor)
    attachment = readable.filter(proposal__reference=reference, pk=key).first()
    if attachment is None:
        return not_found(request)
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as missing:
        logger.exception("The file of attachment %s is not in MEDIA_ROOT.", attachment.pk)
        raise Http404 from missing
    return handed_out(content, name=attachment.name, media_type=attachment.media_type)


def remove(request: Request, reference: str, key: uuid.UUID) -> HttpResponse:
    """Ask, then remove a file."""
    proposal = find(request, reference)
    if reason := why_not_attach(request.actor, proposal):
        raise PermissionDenied(reason)
    attachment = get_object_or_404(proposal.attachments, pk=key)
    if request.method == "POST":
        operations.detach(attachment, by=request.actor, at=timezone.now())
        messages.success(request, f"“{attachment.name}” is removed from {proposal.reference}.")
        return redirect(proposal)
    return render(
        request,
        "initiatives/proposal_attachment_remove.html",
        {"attachment": attachment, "proposal": proposal},
    )
