"""The library of criteria sets, and the way from it into a round and back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from initiatives.forms.library import KeepForm, QuestionFormSet, SetForm, TakeForm, asked
from initiatives.models import CriteriaSet, Round
from initiatives.operations import criteria as criteria_operations
from initiatives.operations import library as operations
from initiatives.operations.library import NewerVersion
from initiatives.results.library import compared
from initiatives.results.weights import questions_of
from initiatives.rules import library as rules
from initiatives.rules import rounds as round_rules
from initiatives.views.rounds import find_to_run

CONFLICT = 409


@require_safe
def index(request: Request) -> HttpResponse:
    """Every set in its newest version, the starting points first."""
    return render(request, "initiatives/criteria_sets.html", {"sets": CriteriaSet.objects.newest()})


@require_safe
def page(request: Request, slug: str, version: int) -> HttpResponse:
    """One version: what it asks, where it comes from, and the other versions."""
    shown = get_object_or_404(CriteriaSet, slug=slug, version=version)
    why_not_run = round_rules.why_not_run(request.actor)
    versions = list(CriteriaSet.objects.filter(slug=slug).select_related("by"))
    preparing = Round.objects.filter(state=Round.State.PREPARING).order_by("opens_at", "pk")
    return render(
        request,
        "initiatives/criteria_set.html",
        {
            "shown": shown,
            "versions": versions,
            "is_newest": versions[0] == shown,
            "is_facilitator": why_not_run is None,
            "preparing": preparing if why_not_run is None else [],
        },
    )


@require_safe
def compare(request: Request, slug: str, version: int, earlier: int) -> HttpResponse:
    """What one version asks and another not."""
    after, before = (
        get_object_or_404(CriteriaSet, slug=slug, version=number) for number in (version, earlier)
    )
    return render(
        request,
        "initiatives/criteria_sets_compared.html",
        {"before": before, "after": after, "compared": compared(before, after)},
    )


def revise(request: Request, slug: str, version: int) -> HttpResponse:
    """Write the next version of a set, beginning with the one that was read."""
    if reason := round_rules.why_not_run(request.actor):
        raise PermissionDenied(reason)
    earlier = get_object_or_404(CriteriaSet, slug=slug, version=version)
    typed = sent(request)
    form = SetForm(typed, earlier=earlier)
    rows = QuestionFormSet(typed, prefix="asked", initial=asked(earlier.asked))
    newer = None
    if typed is not None and all([form.is_valid(), rows.is_valid()]):
        try:
            added = operations.add_version(
                earlier,
                wording=form.wording(),
                questions=rows.questions(),
                by=request.actor,
                at=timezone.now(),
            )
        except NewerVersion as refused:
            newer = refused.newest
        else:
            messages.success(request, f"“{added}” is in the library.")
            return redirect(added)
    return render(
        request,
        "initiatives/criteria_set_edit.html",
        {"earlier": earlier, "form": form, "rows": rows, "newer": newer},
        status=200 if newer is None else CONFLICT,
    )


def take(request: Request, slug: str) -> HttpResponse:
    """Choose a set for a round in preparation; what it asked so far makes room."""
    round_ = find_to_run(request, slug)
    if reason := round_rules.why_not_change(request.actor, round_):
        raise PermissionDenied(reason)
    is_sent = request.method == "POST"
    form = TakeForm(request.POST if is_sent else None, chosen=_chosen(request))
    if is_sent and form.is_valid():
        taken = form.cleaned_data["taken"]
        criteria_operations.take_set(round_, taken=taken, by=request.actor, at=timezone.now())
        messages.success(request, f"The round asks what “{taken}” asks. Change it as you agree.")
        return redirect("initiatives:round_criteria", slug)
    return render(
        request,
        "initiatives/round_criteria_take.html",
        {"round": round_, "form": form, "number": round_.criteria.count()},
    )


def _chosen(request: Request) -> int | None:
    """Return the set that the address names, if there is such a one."""
    named = request.GET.get("set", "")
    return int(named) if named.isdecimal() and CriteriaSet.objects.filter(pk=named) else None


def keep(request: Request, slug: str) -> HttpResponse:
    """Keep what a round asks as a set of the library."""
    round_ = find_to_run(request, slug)
    if reason := rules.why_not_add(request.actor, questions_of(round_)):
        raise PermissionDenied(reason)
    is_sent = request.method == "POST"
    form = KeepForm(request.POST if is_sent else None, sets=CriteriaSet.objects.newest())
    if is_sent and form.is_valid():
        try:
            kept = operations.keep(
                round_,
                title=form.cleaned_data["title"],
                note=form.cleaned_data["note"],
                earlier=form.earlier(),
                by=request.actor,
                at=timezone.now(),
            )
        except NewerVersion as refused:
            form.add_error("into", f"“{refused.newest}” was added meanwhile. Choose once more.")
        else:
            messages.success(request, f"“{kept}” is in the library.")
            return redirect(kept)
    return render(request, "initiatives/round_criteria_keep.html", {"round": round_, "form": form})
