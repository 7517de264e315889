"""The weights of a round that was scored: changed with a reason, and every change for good."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from initiatives import results
from initiatives.forms.reweighing import ReweighingForm
from initiatives.models import Round
from initiatives.operations import reweighing as operations
from initiatives.operations.reweighing import StaleComparison
from initiatives.results.reweighing import changes, compared
from initiatives.rules import reweighing as rules
from initiatives.views.arriving import not_found
from initiatives.views.results import find
from initiatives.views.rounds import find_to_run

CONFLICT = 409


@login_not_required
@require_safe
def index(request: Request, slug: str) -> HttpResponseBase:
    """Every change of the weights, with the ranking before and after it and the reason."""
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    return render(
        request,
        "initiatives/round_criteria_weights.html",
        {
            "round": round_,
            "changes": changes(round_),
            "why_not_change": rules.why_not_weigh_again(request.actor, round_),
        },
    )


def change(request: Request, slug: str) -> HttpResponse:
    """Compare the ranking before and after, then put other weights in force."""
    round_ = find_to_run(request, slug)
    if reason := rules.why_not_weigh_again(request.actor, round_):
        raise PermissionDenied(reason)
    scored = [one for one in round_.criteria.all() if not one.is_gate]
    form = ReweighingForm(sent(request), scored=scored)
    if request.method != "POST" or not form.is_valid():
        return _page(request, round_, form)
    if request.POST.get("act") != "record":
        return _page(request, round_, form, seen=results.digest(round_))
    try:
        operations.weigh_again(round_, change=form.change(), by=request.actor, at=timezone.now())
    except StaleComparison:
        return _page(request, round_, form, seen=results.digest(round_), is_stale=True)
    messages.success(request, "The weights are changed, and the round is ranked by them.")
    return redirect("initiatives:weights", slug)


def _page(
    request: Request, round_: Round, form: ReweighingForm, *, seen: str = "", is_stale: bool = False
) -> HttpResponse:
    """Show the form; with `seen`, the digest of what is compared, both rankings beside it."""
    return render(
        request,
        "initiatives/round_criteria_weigh.html",
        {
            "round": round_,
            "form": form,
            "seen": seen,
            "is_stale": is_stale,
            "comparison": compared(round_, form.change().weights) if seen else None,
        },
        status=CONFLICT if is_stale else 200,
    )
