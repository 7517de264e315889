"""Needs assessments: the list, one of them, and its way from preparation to the close."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request, sent
from collaborative.roles import Permission
from collaborative.wording import moment
from training.forms.assessments import (
    AssessmentForm,
    ClosingForm,
    QuestionsForm,
    WithdrawalForm,
)
from training.models import Assessment, Audience, Respondent, Topic
from training.operations import assessments as operations
from training.results.needs import progress, questions_for
from training.rules import assessments as rules
from training.rules import why_not_read_courses

PAGE = 50
_USUAL = ["importance", "performance", "frequency", "difficulty", "barriers"]
"""The aspects that a first set of questions asks of everybody, unless somebody unticks them."""


def find_to_run(request: Request, slug: str) -> Assessment:
    """Return an assessment to whoever runs them; anybody else learns who does."""
    if reason := rules.why_not_run(request.actor):
        raise PermissionDenied(reason)
    return get_object_or_404(Assessment, slug=slug)


@require_safe
def index(request: Request) -> HttpResponse:
    """Every assessment that this person may read about, the newest first."""
    if reason := why_not_read_courses(request.actor):
        raise PermissionDenied(reason)
    shown = Assessment.objects.visible_to(request.actor).distinct()
    asked = Respondent.objects.asked(request.user).values_list("assessment_id", "sent_at")
    return render(
        request,
        "training/assessments.html",
        {
            "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
            "asked": dict(asked),
            "why_not_prepare": rules.why_not_run(request.actor),
        },
    )


@require_safe
def page(request: Request, slug: str) -> HttpResponse:
    """One assessment: what it asks of whom, how far it is, and what comes next."""
    if reason := why_not_read_courses(request.actor):
        raise PermissionDenied(reason)
    assessment = _read(request, slug)
    reads_results = request.actor.may(Permission.READ_TRAINING_RESULTS)
    return render(
        request,
        "training/assessment.html",
        {
            "assessment": assessment,
            "sets": [(audience, questions_for(assessment, audience)) for audience in Audience],
            "is_run_by": rules.why_not_run(request.actor) is None,
            "is_asked": Respondent.objects.asked(request.user)
            .filter(assessment=assessment)
            .exists(),
            "missing": list(rules.missing(assessment, at=timezone.now()))
            if assessment.state == Assessment.State.DRAFT
            else [],
            "asked": assessment.respondents.count(),
            "progress": progress(assessment, actor=request.actor) if reads_results else None,
        },
    )


def _read(request: Request, slug: str) -> Assessment:
    """An assessment that the person may read about, or is asked in, whatever became of it."""
    asked = Q(respondents__in=Respondent.objects.asked(request.user)) & ~Q(state="draft")
    shown = Assessment.objects.visible_to(request.actor)
    return get_object_or_404(
        Assessment.objects.filter(Q(pk__in=shown.values("pk")) | asked).distinct(), slug=slug
    )


def new(request: Request) -> HttpResponse:
    """Begin an assessment."""
    if reason := rules.why_not_run(request.actor):
        raise PermissionDenied(reason)
    form = AssessmentForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = operations.prepare(form.plan(), by=request.actor, at=timezone.now())
        messages.success(request, f"“{made}” is in preparation. Next: what it asks, and of whom.")
        return redirect(made)
    return render(request, "training/assessment_form.html", {"form": form})


def edit(request: Request, slug: str) -> HttpResponse:
    """Change what is said of an assessment in preparation."""
    assessment = find_to_run(request, slug)
    if reason := rules.why_not_change(request.actor, assessment):
        raise PermissionDenied(reason)
    form = AssessmentForm(
        sent(request),
        instance=assessment,
        initial={"revision": assessment.revision},
    )
    if request.method == "POST" and form.is_valid():
        stored = Assessment.objects.get(pk=assessment.pk)  # the form has already written on it
        operations.change(
            stored,
            plan=form.plan(),
            revision=form.cleaned_data["revision"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"“{stored}” is changed.")
        return redirect(stored)
    return render(
        request, "training/assessment_form.html", {"form": form, "assessment": assessment}
    )


def questions(request: Request, slug: str, audience: str) -> HttpResponse:
    """Choose what one audience is asked."""
    assessment = find_to_run(request, slug)
    if audience not in Audience.values:
        raise Http404
    if reason := rules.why_not_change(request.actor, assessment):
        raise PermissionDenied(reason)
    form = _questions_form(request, assessment, audience)
    if request.method == "POST" and form.is_valid():
        operations.ask(
            assessment,
            questions=form.questions(audience),
            revision=form.cleaned_data["revision"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"The questions for {Audience(audience).label.lower()} are kept.")
        return redirect(assessment)
    return render(
        request,
        "training/assessment_questions.html",
        {"form": form, "assessment": assessment, "audience": Audience(audience)},
    )


def _questions_form(request: Request, assessment: Assessment, audience: str) -> QuestionsForm:
    """The form with what is asked already; a first one proposes what every gap is read from.

    How many people a topic concerns is asked of heads alone, who know.
    """
    found = questions_for(assessment, audience)
    initial: dict[str, object] = {"revision": assessment.revision}
    if found:
        initial |= {
            "aspects": found.aspects,
            "asks_format": found.questionnaire.asks_format,
            "asks_time": found.questionnaire.asks_time,
            "asks_travel": found.questionnaire.asks_travel,
        }
        initial |= {f"topic_{one.pk}": place for place, one in enumerate(found.topics, 1)}
    else:
        initial |= {
            "aspects": _USUAL + ["people"] * (audience == Audience.HEADS),
            "asks_format": True,
            "asks_time": True,
            "asks_travel": True,
        }
    offered = Topic.objects.filter(
        Q(is_retired=False) | Q(pk__in=[one.pk for one in found.topics] if found else [])
    )
    return QuestionsForm(sent(request), initial=initial, topics=offered)


@require_POST
def open_now(request: Request, slug: str) -> HttpResponse:
    """Let people answer."""
    assessment = find_to_run(request, slug)
    operations.open_now(assessment, by=request.actor, at=timezone.now())
    until = moment(assessment.closes_at) if assessment.closes_at else ""
    messages.success(
        request, f"“{assessment}” is open until {until}. People with an account are written to."
    )
    return redirect(assessment)


def extend(request: Request, slug: str) -> HttpResponse:
    """Move the closing time of an open assessment to a later one."""
    assessment = find_to_run(request, slug)
    at = timezone.now()
    if reason := rules.why_not_extend(request.actor, assessment, at=at):
        raise PermissionDenied(reason)
    form = ClosingForm(
        sent(request),
        initial={"closes_at": assessment.closes_at},
    )
    if request.method == "POST" and form.is_valid():
        closes_at: datetime = form.cleaned_data["closes_at"]
        reason = rules.why_not_extend(request.actor, assessment, closes_at=closes_at, at=at)
        if reason is None:
            operations.extend(assessment, closes_at=closes_at, by=request.actor, at=at)
            messages.success(request, f"“{assessment}” now closes on {moment(closes_at)}.")
            return redirect(assessment)
        form.add_error("closes_at", reason)
    return render(
        request, "training/assessment_extend.html", {"form": form, "assessment": assessment}
    )


def close(request: Request, slug: str) -> HttpResponse:
    """Say what closing does, then close an assessment before its time."""
    assessment = find_to_run(request, slug)
    if request.method == "POST":
        operations.close(assessment, by=request.actor, at=timezone.now())
        messages.success(request, f"“{assessment}” is closed. Its answers stand as they are.")
        return redirect(assessment)
    return render(
        request,
        "training/assessment_close.html",
        {"assessment": assessment, "progress": progress(assessment, actor=request.actor)},
    )


def withdraw(request: Request, slug: str) -> HttpResponse:
    """Ask why, then take an assessment back."""
    assessment = find_to_run(request, slug)
    form = WithdrawalForm(sent(request))
    if request.method == "POST" and form.is_valid():
        operations.withdraw(
            assessment, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
        )
        messages.success(request, f"“{assessment}” is withdrawn.")
        return redirect("training:assessments")
    return render(
        request, "training/assessment_withdraw.html", {"form": form, "assessment": assessment}
    )
