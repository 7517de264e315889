"""A proposal's files: adding, handing out, removing."""

import logging
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.forms import problems
from collaborative.http import Request, handed_out
from initiatives.forms.attachments import AttachmentForm
from initiatives.models import Attachment, Proposal
from initiatives.operations import attachments as operations
from initiatives.rules.attachments import why_not_attach
from initiatives.views.arriving import find, not_found

logger = logging.getLogger(__name__)


def add(request: Request, reference: str) -> HttpResponse:
    """Take one file. It has a form of its own, so that a refused file loses no text.

    The page's script sends one file after the other and gets the sentence alone, as JSON.
    """
    proposal = find(request, reference)
    if request.method == "POST" and _is_script(request):
        return _add_for_script(request, proposal)
    form, attachment = _take(request, proposal)
    if attachment:
        messages.success(request, _taken(attachment, proposal))
        return redirect(proposal)
    return render(
        request, "initiatives/proposal_attachment_add.html", {"form": form, "proposal": proposal}
    )


def _add_for_script(request: Request, proposal: Proposal) -> JsonResponse:
    try:
        form, attachment = _take(request, proposal)
    except PermissionDenied as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=403)
    if attachment is None:
        said = " ".join(problem.sentence for problem in problems(form))
        return JsonResponse({"sentence": said}, status=422)
    messages.success(request, _taken(attachment, proposal))
    return JsonResponse({"sentence": _taken(attachment, proposal)}, status=201)


def _take(request: Request, proposal: Proposal) -> tuple[AttachmentForm, Attachment | None]:
    """Read the form, and keep the file if there is a good one. Raises PermissionDenied."""
    if reason := why_not_attach(request.actor, proposal):
        raise PermissionDenied(reason)
    is_sent = request.method == "POST"
    form = AttachmentForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, proposal=proposal
    )
    if not (is_sent and form.is_valid()):
        return form, None
    upload = form.cleaned_data["file"]
    return form, operations.attach(proposal, upload=upload, by=request.actor, at=timezone.now())


def _is_script(request: Request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _taken(attachment: Attachment, proposal: Proposal) -> str:
    return f"“{attachment.name}” is with {proposal.reference}."


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
