"""The one act by which a shared course becomes an agreement."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements import rules
from agreements.operations.programmes import draft_from
from collaborative.http import Request
from training.models import Programme


@require_POST
def draft_programme(request: Request, slug: str) -> HttpResponse:
    """Begin a draft from a programme that was found feasible."""
    if reason := rules.why_not_draft(request.actor):
        raise PermissionDenied(reason)
    programme = get_object_or_404(Programme.objects.visible_to(request.actor), slug=slug)
    agreement = draft_from(programme, by=request.actor, at=timezone.now())
    messages.success(
        request,
        f"“{programme}” is now the draft agreement “{agreement}”. What is still to be agreed "
        "stays blank in its text. Nobody else is told yet.",
    )
    return redirect(agreement)
