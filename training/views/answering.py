"""Answering: by the own account or by the address on a slip, a topic a page.

Every page is saved when it is sent, and whoever comes back goes on where they were. The address on
a slip is its holder's only key: these pages are neither kept by a browser nor found by a search.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.http import Request
from collaborative.wording import moment
from training.forms.answering import (
    AnswerForm,
    WishesForm,
    as_initial,
    as_wished,
    in_words,
    wishes_in_words,
)
from training.models import Answer, Respondent
from training.models.respondents import RespondentQuerySet
from training.operations import answering as operations
from training.results.needs import Questions, questions_for
from training.rules import answering as rules

WISHES, REVIEW, REOPEN = "wishes", "look-over", "open-again"


@dataclass(frozen=True, slots=True)
class Set:
    """One person's set of questions, with what is answered, and where its pages are."""

    respondent: Respondent
    questions: Questions
    answers: dict[int, Answer]
    url: str

    def at(self, step: object) -> str:
        """The address of one page."""
        return f"{self.url}{step}/"

    @property
    def next(self) -> str:
        """Where whoever comes back goes on: the first topic not seen yet, or the review."""
        for place, topic in enumerate(self.questions.topics, 1):
            if topic.pk not in self.answers:
                return self.at(place)
        return self.at(REVIEW)

    @property
    def seen(self) -> int:
        """How many topics were seen."""
        return sum(topic.pk in self.answers for topic in self.questions.topics)


@never_cache
@require_safe
def start(request: Request, slug: str) -> HttpResponse:
    """Say what is asked and why, and where to begin or go on."""
    return _start(request, _own(request, slug))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, slug: str, step: str) -> HttpResponse:
    """One page of the questions: a topic, the wishes, or the review."""
    return _step(request, _own(request, slug), step)


@never_cache
@login_not_required
@require_safe
def slip_start(request: Request, token: str) -> HttpResponse:
    """Say what is asked and why, to whoever holds the slip."""
    return _start(request, _by_slip(token))


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def slip_step(request: Request, token: str, step: str) -> HttpResponse:
    """One page of the questions, for whoever holds the slip."""
    return _step(request, _by_slip(token), step)


def _own(request: Request, slug: str) -> Set:
    respondent = get_object_or_404(
        _respondents().asked(request.user).exclude(assessment__state="draft"),
        assessment__slug=slug,
    )
    return _set(respondent, reverse("training:answer", args=[slug]))


def _by_slip(token: str) -> Set:
    respondent = get_object_or_404(_respondents().by_token(token))
    return _set(respondent, reverse("training:answer_slip", args=[token]))


def _respondents() -> RespondentQuerySet:
    return Respondent.objects.select_related("assessment", "city", "department", "person")


def _set(respondent: Respondent, url: str) -> Set:
    questions = questions_for(respondent.assessment, respondent.audience)
    if questions is None:
        raise Http404
    answers = {answer.topic_id: answer for answer in respondent.answers.all()}
    return Set(respondent, questions, answers, url)


def _start(request: Request, one: Set) -> HttpResponse:
    assessment = one.respondent.assessment
    at = timezone.now()
    return render(
        request,
        "training/answer_start.html",
        {
            "set": one,
            "assessment": assessment,
            "respondent": one.respondent,
            "closed": rules.why_closed(assessment, at=at),
            "review_url": one.at(REVIEW),
            "reopen_url": one.at(REOPEN),
        },
    )


def _step(request: Request, one: Set, step: str) -> HttpResponse:
    pages: dict[str, Callable[[Request, Set], HttpResponse]] = {
        WISHES: _wishes,
        REVIEW: _review,
        REOPEN: _reopen,
    }
    if step in pages:
        return pages[step](request, one)
    if not step.isascii() or not step.isdigit() or not 1 <= int(step) <= len(one.questions.topics):
        raise Http404
    return _topic(request, one, int(step))


def _refuse_late(request: Request, one: Set) -> None:
    reason = rules.why_not_answer(request.actor, one.respondent, at=timezone.now())
    if reason:
        raise PermissionDenied(reason)


def _topic(request: Request, one: Set, place: int) -> HttpResponse:
    _refuse_late(request, one)
    topic, aspects = one.questions.topics[place - 1], one.questions.aspects
    is_sent = request.method == "POST"
    form = AnswerForm(
        request.POST if is_sent else None,
        aspects=aspects,
        initial=as_initial(one.answers.get(topic.pk), aspects),
    )
    last = len(one.questions.topics)
    if is_sent and form.is_valid():
        operations.answer(
            one.respondent, topic=topic, said=form.said(), by=request.actor, at=timezone.now()
        )
        if "back" in request.GET:
            return redirect(one.at(REVIEW))
        return redirect(one.at(place + 1 if place < last else WISHES))
    return render(
        request,
        "training/answer_topic.html",
        {
            "form": form,
            "topic": topic,
            "assessment": one.respondent.assessment,
            "place": place,
            "last": last,
            "set": one,
            "before": one.at(place - 1) if place > 1 else one.url,
        },
    )


def _wishes(request: Request, one: Set) -> HttpResponse:
    _refuse_late(request, one)
    is_sent = request.method == "POST"
    form = WishesForm(
        request.POST if is_sent else None,
        questionnaire=one.questions.questionnaire,
        initial=as_wished(one.respondent),
    )
    if is_sent and form.is_valid():
        operations.wish(one.respondent, wishes=form.wishes(), by=request.actor, at=timezone.now())
        return redirect(one.at(REVIEW))
    return render(
        request,
        "training/answer_topic.html",
        {
            "form": form,
            "assessment": one.respondent.assessment,
            "set": one,
            "before": one.at(len(one.questions.topics)),
        },
    )


def _review(request: Request, one: Set) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        operations.send(one.respondent, by=request.actor, at=at)
        messages.success(
            request, "Thank you. Your answers are sent in and count in the results of your city."
        )
        return redirect(one.url)
    topics = [
        {
            "topic": topic,
            "words": in_words(one.answers.get(topic.pk), one.questions.aspects),
            "url": f"{one.at(place)}?back",
        }
        for place, topic in enumerate(one.questions.topics, 1)
    ]
    respondent = Respondent.objects.prefetch_related("answers").get(pk=one.respondent.pk)
    return render(
        request,
        "training/answer_review.html",
        {
            "set": one,
            "assessment": one.respondent.assessment,
            "respondent": one.respondent,
            "topics": topics,
            "wishes": wishes_in_words(one.respondent, one.questions.questionnaire),
            "wishes_url": one.at(WISHES),
            "send_url": one.at(REVIEW),
            "why_not_change": rules.why_not_answer(request.actor, one.respondent, at=at),
            "why_not_send": rules.why_not_send(respondent),
        },
    )


def _reopen(request: Request, one: Set) -> HttpResponse:
    if request.method != "POST":
        return redirect(one.url)
    operations.reopen(one.respondent, by=request.actor, at=timezone.now())
    closes_at = one.respondent.assessment.closes_at
    until = f" by {moment(closes_at)}" if closes_at else ""
    messages.success(
        request,
        f"Your answers are open again. They count once you have sent them in again{until}.",
    )
    return redirect(one.at(REVIEW))
