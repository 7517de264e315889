"""What goes on behind the pages: is everything at work, does mail go out, and letting it go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.http import Request, sent
from notifications import results, rules
from notifications.forms import ReleaseForm
from notifications.operations import holding, ledger


@require_safe
def index(request: Request) -> HttpResponse:
    """Each part with its last sign of life, the ledger in figures, and what is held."""
    if reason := rules.why_not_keep_clockwork(request.actor):
        raise PermissionDenied(reason)
    at = timezone.now()
    return render(
        request,
        "notifications/clockwork.html",
        {
            "parts": results.parts(at=at),
            "workers": results.workers(at=at),
            "held": results.held(),
            "totals": results.totals(),
            "oldest_due": results.oldest_due(),
            "failures": results.failures(),
            "omissions": results.omissions(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: Request) -> HttpResponse:
    """Say what is held and since when nothing is known, then let it go."""
    if reason := rules.why_not_release(request.actor):
        raise PermissionDenied(reason)
    held = results.held()
    form = ReleaseForm(sent(request), held=held)
    if request.method == "POST" and form.is_valid():
        released, aside = holding.release(
            only_later=form.cleaned_data["which"] == ReleaseForm.LATER,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(
            request,
            f"Mail goes out again: {released:,} of the held messages; {aside:,} are set aside.",
        )
        return redirect("notifications:clockwork")
    return render(request, "notifications/release.html", {"held": held, "form": form})


@require_POST
def send_all_again(request: Request) -> HttpResponse:
    """Let every message that failed with one answer be sent again."""
    if reason := rules.why_not_send_all_again(request.actor):
        raise PermissionDenied(reason)
    error = request.POST.get("error", "")
    count = ledger.send_all_again(error, by=request.actor, at=timezone.now())
    messages.success(request, f"{count:,} waiting to be sent again.")
    return redirect("notifications:ledger")
