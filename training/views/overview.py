"""The first page of training: its rooms, and what goes on in each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.http import Request
from training import rules
from training.views.places import open_to


@require_safe
def overview(request: Request) -> HttpResponse:
    """Show the rooms that stand open to the reader."""
    if reason := rules.why_not_read_courses(request.actor):
        raise PermissionDenied(reason)
    return render(request, "training/overview.html", {"places": open_to(request.actor)})
