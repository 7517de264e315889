"""A round's criteria, one at a time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request
from initiatives.forms.criteria import AnchorFormSet, CriterionForm, rows
from initiatives.models import Criterion, Round
from initiatives.operations import criteria as operations
from initiatives.results.weights import WHOLE, plain, questions_of, weights_sum
from initiatives.rubrics import wordless
from initiatives.rules import rounds as rules
from initiatives.views.rounds import find_to_run


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """What a round asks, with the sum of the weights."""
    round_ = find_to_run(request, slug)
    total = weights_sum(round_)
    return render(
        request,
        "initiatives/round_criteria.html",
        {
            "round": round_,
            "criteria": round_.criteria.prefetch_related("anchors"),
            "weights": plain(total),
            "is_whole": total == WHOLE,
            "wordless": list(wordless(questions_of(round_))),
            "why_not_change": rules.why_not_change(request.actor, round_),
        },
    )


def add(request: Request, slug: str) -> HttpResponse:
    """Add a criterion with its anchors."""
    round_ = _find_to_change(request, slug)
    is_sent = request.method == "POST"
    form = CriterionForm(request.POST if is_sent else None)
    anchors = AnchorFormSet(
        request.POST if is_sent else None, prefix="anchor", criterion=form, initial=rows()
    )
    if is_sent and all([form.is_valid(), anchors.is_valid()]):
        criterion = operations.add_criterion(
            round_, question=form.question(anchors), by=request.actor, at=timezone.now()
        )
        messages.success(request, f"“{criterion}” is added.")
        return redirect("initiatives:round_criteria", slug)
    return render(
        request,
        "initiatives/round_criterion.html",
        {"round": round_, "form": form, "anchors": anchors},
    )


def change(request: Request, slug: str, key: str) -> HttpResponse:
    """Change a criterion and its anchors."""
    round_ = _find_to_change(request, slug)
    criterion = get_object_or_404(Criterion, round=round_, key=key)
    is_sent = request.method == "POST"
    form = CriterionForm(request.POST if is_sent else None, instance=criterion)
    anchors = AnchorFormSet(
        request.POST if is_sent else None,
        prefix="anchor",
        criterion=form,
        initial=rows(criterion),
    )
    if is_sent and all([form.is_valid(), anchors.is_valid()]):
        operations.change_criterion(
            criterion, question=form.question(anchors), by=request.actor, at=timezone.now()
        )
        messages.success(request, f"“{criterion}” is changed.")
        return redirect("initiatives:round_criteria", slug)
    return render(
        request,
        "initiatives/round_criterion.html",
        {"round": round_, "form": form, "anchors": anchors, "criterion": criterion},
    )


@require_POST
def remove(request: Request, slug: str, key: str) -> HttpResponse:
    """Take a criterion out."""
    round_ = find_to_run(request, slug)
    criterion = get_object_or_404(Criterion, round=round_, key=key)
    operations.remove_criterion(criterion, by=request.actor, at=timezone.now())
    messages.success(request, f"“{criterion}” is removed.")
    return redirect("initiatives:round_criteria", slug)


def _find_to_change(request: Request, slug: str) -> Round:
    round_ = find_to_run(request, slug)
    if reason := rules.why_not_change(request.actor, round_):
        raise PermissionDenied(reason)
    return round_
