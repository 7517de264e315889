"""Addresses that mail came back from, and letting one be tried again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request
from notifications import results, rules
from notifications.models import Refusal
from notifications.operations import refusals
from notifications.views.ledger import PAGE


@require_safe
def index(request: Request) -> HttpResponse:
    """Every address that nothing is sent to, whose it is, and what was said."""
    if reason := rules.why_not_read_refusals(request.actor):
        raise PermissionDenied(reason)
    rows = Refusal.objects.standing().visible_to(request.actor)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = results.holders(page.object_list, on=timezone.localdate())
    return render(request, "notifications/addresses.html", {"page": page, "lines": lines})


@require_POST
def try_again(request: Request, pk: int) -> HttpResponse:
    """Let an address be written to again."""
    refusal = get_object_or_404(Refusal.objects.visible_to(request.actor), pk=pk)
    waiting = refusals.try_again(refusal, by=request.actor, at=timezone.now())
    said = f"Mail goes to {refusal.address} again."
    if waiting:
        said += f" What was not sent in the last seven days now waits to be sent: {waiting}."
    messages.success(request, said)
    if rules.why_not_read_refusals(request.actor) is None:
        return redirect("notifications:addresses")
    return redirect("notifications:mine")
