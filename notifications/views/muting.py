"""Muting one thing: what it means, and what still comes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.http import Request
from notifications.catalogue.groups import duties
from notifications.catalogue.wholes import find
from notifications.models import Mute
from notifications.operations import muting


@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: Request, sort: str, key: str) -> HttpResponse:
    """Say whether mail about a thing comes; send no more of it than duty demands."""
    thing = find(sort, key, request.actor)
    if thing is None:
        raise Http404
    if request.method == "POST":
        muting.mute(thing, by=request.actor, at=timezone.now())
        messages.success(request, "No more mail comes about it, but what duty demands.")
        return redirect("notifications:mute", sort, key)
    context = {
        "thing": thing,
        "sort": sort,
        "key": key,
        "row": muting.mute_of(thing, request.user),
        "duties": duties(),
    }
    return render(request, "notifications/mute.html", context)


@require_POST
def unmute(request: Request, pk: int) -> HttpResponse:
    """Let mail about a thing come again."""
    row = get_object_or_404(Mute.objects.of(request.user), pk=pk)
    muting.unmute(row, by=request.actor, at=timezone.now())
    messages.success(request, "Mail about it comes again, as you chose for its kind.")
    return redirect("notifications:preferences")
