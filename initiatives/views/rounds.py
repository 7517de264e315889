"""Rounds: the list, one round, and its way from preparation to release."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request, sent
from collaborative.models import Actor
from collaborative.wording import moment
from initiatives import results
from initiatives.forms.rounds import ExtensionForm, RoundForm
from initiatives.models import Criterion, Entry, Meeting, Proposal, Round, Weight
from initiatives.operations import rounds as operations
from initiatives.phases import BEFORE_SCORING
from initiatives.results.weights import plain, weights_sum
from initiatives.rubrics import wordless
from initiatives.rules import rounds as rules
from initiatives.rules.declaring import why_not_declare_titles
from initiatives.views.arriving import not_found

PAGE = 50


def find(request: Request, slug: str) -> Round:
    """Return a round that this person may see; any other is not there."""
    return get_object_or_404(Round.objects.visible_to(request.actor), slug=slug)


def find_to_run(request: Request, slug: str) -> Round:
    """Return a round to whoever runs rounds."""
    round_ = find(request, slug)
    if reason := rules.why_not_run(request.actor):
        raise PermissionDenied(reason)
    return round_


@login_not_required
@require_safe
def index(request: Request) -> HttpResponse:
    """Every round this person may see, the newest first."""
    rounds = Round.objects.visible_to(request.actor)
    return render(
        request,
        "initiatives/rounds.html",
        {
            "page": Paginator(rounds, PAGE).get_page(request.GET.get("page")),
            "why_not_prepare": rules.why_not_run(request.actor),
        },
    )


@login_not_required
@require_safe
def page(request: Request, slug: str) -> HttpResponseBase:
    """One round: what it asks and when, its entries, and, for a facilitator, what comes next."""
    round_ = Round.objects.visible_to(request.actor).filter(slug=slug).first()
    if round_ is None:
        return not_found(request)
    is_run_by = rules.why_not_run(request.actor) is None
    entries = Entry.objects.filter(
        round=round_, proposal__in=Proposal.objects.listed_for(request.actor)
    ).select_related("proposal__city")
    readable = Proposal.objects.visible_to(request.actor)
    criteria = list(round_.criteria.prefetch_related("anchors"))
    page_ = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "initiatives/round.html",
        {
            "round": round_,
            "criteria": criteria,
            "page": page_,
            "readable": set(readable.filter(entries__in=list(page_)).values_list("pk", flat=True)),
            "is_run_by": is_run_by,
            "is_reweighed": round_.has_result
            and Weight.objects.filter(criterion__round=round_).exists(),
            "declares": not why_not_declare_titles(request.actor, round_, at=timezone.now()),
            "meetings": Meeting.objects.visible_to(request.actor).filter(round=round_),
            "has_ranking": (is_run_by and round_.has_result) or round_.state == "released",
            **(_running(request.actor, round_, criteria) if is_run_by else {}),
        },
    )


def _running(actor: Actor, round_: Round, criteria: Sequence[Criterion]) -> dict[str, object]:
    """What only a facilitator is shown: what is missing, how far it is, what happened."""
    shown: dict[str, object] = {"happened": results.round_history(round_)}
    at = timezone.now()
    if round_.state in BEFORE_SCORING:
        shown["missing"] = list(rules.missing_for_opening(round_, at=at))
    if round_.state == Round.State.PREPARING:
        shown["weights"] = plain(weights_sum(round_))
        shown["wordless"] = list(wordless([one.question for one in criteria]))
        shown["why_not_announce"] = rules.why_not_announce(actor, round_, at=at)
        shown["may_declare"] = not any(rules.missing_for_declarations(round_, at=at))
    elif round_.state in {Round.State.DECLARATIONS, Round.State.SCORING}:
        shown["progress"] = results.progress_by_city(round_)
    elif round_.state == Round.State.DECIDED:
        shown["undecided"] = round_.entries.standing().filter(decisions=None).count()
    return shown


def prepare(request: Request) -> HttpResponse:
    """Begin a round."""
    if reason := rules.why_not_run(request.actor):
        raise PermissionDenied(reason)
    form = RoundForm(sent(request))
    if request.method == "POST" and form.is_valid():
        round_ = operations.prepare(form.plan(), by=request.actor, at=timezone.now())
        messages.success(request, f"“{round_}” is in preparation. Next: its criteria.")
        return redirect("initiatives:round_criteria", round_.slug)
    return render(request, "initiatives/round_form.html", {"form": form})


def change(request: Request, slug: str) -> HttpResponse:
    """Change what is said of a round in preparation."""
    round_ = find_to_run(request, slug)
    if reason := rules.why_not_change(request.actor, round_):
        raise PermissionDenied(reason)
    form = RoundForm(sent(request), instance=round_)
    if request.method == "POST" and form.is_valid():
        stored = Round.objects.get(pk=round_.pk)  # the form has already written on round_
        operations.change(stored, plan=form.plan(), by=request.actor, at=timezone.now())
        messages.success(request, f"“{stored}” is changed.")
        return redirect(stored)
    return render(request, "initiatives/round_form.html", {"form": form, "round": round_})


def extend(request: Request, slug: str) -> HttpResponse:
    """Move the closing time of an open round to a later one."""
    round_ = find_to_run(request, slug)
    at = timezone.now()
    if reason := rules.why_not_extend(request.actor, round_, at=at):
        raise PermissionDenied(reason)
    form = ExtensionForm(
        sent(request),
        initial={"closes_at": round_.closes_at},
    )
    if request.method == "POST" and form.is_valid():
        closes_at = form.cleaned_data["closes_at"]
        reason = rules.why_not_extend(request.actor, round_, closes_at=closes_at, at=at)
        if reason is None:
            operations.extend(round_, closes_at=closes_at, by=request.actor, at=at)
            messages.success(request, f"“{round_}” now closes on {moment(closes_at)}.")
            return redirect(round_)
        form.add_error("closes_at", reason)
    return render(request, "initiatives/round_extend.html", {"form": form, "round": round_})


@require_POST
def announce(request: Request, slug: str) -> HttpResponse:
    """Tell writers of the round, its criteria and until when to send in."""
    round_ = find_to_run(request, slug)
    operations.announce(round_, by=request.actor, at=timezone.now())
    messages.success(request, f"“{round_}” is announced. The cities’ liaisons are written to.")
    return redirect(round_)


@require_POST
def begin_declarations(request: Request, slug: str) -> HttpResponse:
    """Show the evaluators the titles, so that they declare conflicts."""
    round_ = find_to_run(request, slug)
    operations.begin_declarations(round_, by=request.actor, at=timezone.now())
    messages.success(request, f"“{round_}” has begun. The evaluators declare conflicts first.")
    return redirect(round_)


@require_POST
def open_round(request: Request, slug: str) -> HttpResponse:
    """Open the reviews to the evaluators."""
    round_ = find_to_run(request, slug)
    operations.open_round(round_, by=request.actor, at=timezone.now())
    messages.success(request, f"“{round_}” is open for scoring until {moment(round_.closes_at)}.")
    return redirect(round_)


def close(request: Request, slug: str) -> HttpResponse:
    """Say what closing does, then close scoring before its time."""
    round_ = find_to_run(request, slug)
    why_not = rules.why_not_close(request.actor, round_, at=timezone.now())
    if request.method == "POST":
        operations.close(round_, by=request.actor, at=timezone.now())
        messages.success(request, f"Scoring of “{round_}” is closed. This is its ranking.")
        return redirect("initiatives:ranking", round_.slug)
    return render(
        request,
        "initiatives/round_close.html",
        {"round": round_, "why_not": why_not, "progress": results.progress_by_city(round_)},
    )


def freeze(request: Request, slug: str) -> HttpResponse:
    """Say what the end of the discussion means, then freeze the results."""
    round_ = find_to_run(request, slug)
    if request.method == "POST":
        operations.freeze(round_, by=request.actor, at=timezone.now())
        messages.success(request, f"The results of “{round_}” are frozen. Decisions come next.")
        return redirect("initiatives:ranking", round_.slug)
    changed = results.changed_after_close(round_) if round_.closed_at else 0
    return render(request, "initiatives/round_freeze.html", {"round": round_, "changed": changed})


def release(request: Request, slug: str) -> HttpResponse:
    """Say what becomes public, then release a closed round."""
    round_ = find_to_run(request, slug)
    if request.method == "POST":
        operations.release(round_, by=request.actor, at=timezone.now())
        messages.success(request, f"“{round_}” is released. Everybody can read its ranking now.")
        return redirect("initiatives:ranking", round_.slug)
    undecided = (
        Entry.objects.standing()
        .filter(round=round_, decisions=None)
        .select_related("proposal__city")
    )
    return render(
        request,
        "initiatives/round_release.html",
        {
            "round": round_,
            "undecided": undecided[:PAGE],
            "why_not": rules.why_not_release(request.actor, round_),
        },
    )
