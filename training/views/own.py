"""What is one's own: courses, certificates, a calendar, and saying what a course was like."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.models import Office
from collaborative.feeds import MEDIA_TYPE, write_feed
from collaborative.http import Request
from training import rules
from training.forms.enrolling import EvaluationForm
from training.models import CalendarFeed, Certificate, Cohort, Enrolment
from training.operations import calendars, holding
from training.results.calendars import entries
from training.results.cohorts import QUESTIONS, answered, learned
from training.results.evaluating import asked_now
from training.views.cohorts import find, refuse

READ_AGAIN = timedelta(hours=6)


@require_safe
def mine(request: Request) -> HttpResponse:
    """The own courses, what is asked about them, certificates, and the calendar's address."""
    refuse(rules.why_not_read_courses(request.actor))
    now = timezone.now()
    own = Enrolment.objects.filter(person=request.user).select_related(
        "cohort__venue", "person", "city"
    )
    rows = [
        (
            one,
            one.token if rules.why_not_evaluate(one, at=now) is None else "",
            rules.why_not_give_up(request.actor, one),
        )
        for one in own.order_by("-cohort__begins_at", "pk")
    ]
    feed = CalendarFeed.objects.filter(person=request.user).first()
    address = reverse("training:calendar", args=[feed.token]) if feed else ""
    context = {
        "rows": rows,
        "certificates": Certificate.objects.filter(enrolment__person=request.user),
        "feed": feed,
        "address": f"{settings.SITE_URL}{address}" if feed else "",
    }
    return render(request, "training/mine.html", context)


@require_POST
def make_calendar(request: Request) -> HttpResponse:
    """Make a new address; an old one stops."""
    calendars.make(by=request.actor, at=timezone.now())
    messages.success(request, "Your calendar has a new address. An older one no longer works.")
    return redirect("training:mine")


@require_POST
def revoke_calendar(request: Request) -> HttpResponse:
    """Give the address up."""
    feed = get_object_or_404(CalendarFeed, person=request.user)
    calendars.revoke(feed, by=request.actor, at=timezone.now())
    messages.success(request, "The address of your calendar no longer works.")
    return redirect("training:mine")


@login_not_required
@never_cache
@require_safe
def calendar(request: Request, token: str) -> HttpResponse:
    """The calendar, for whoever knows the address; by the offices that its owner holds today."""
    del request
    feed = CalendarFeed.objects.by_token(token).select_related("person").first()
    if feed is None:
        raise Http404
    actor = Office.objects.actor(feed.person, on=timezone.localdate())
    if rules.why_not_read_courses(actor):
        raise Http404
    content = write_feed("Training courses", entries(actor), every=READ_AGAIN)
    response = HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="training.ics"'
    return response


@login_not_required
@never_cache
def evaluate(request: Request, token: str) -> HttpResponse:
    """Say what a course was like, or what became of it: by an address, without signing in."""
    found = Enrolment.objects.by_token(token).select_related("cohort").first()
    if found is None:
        raise Http404
    now = timezone.now()
    why_not = rules.why_not_evaluate(found, at=now)
    kind = asked_now(found.cohort, at=now)
    if why_not or kind is None:
        return _closed(request, found.cohort, why_not or "")
    form = EvaluationForm(
        request.POST if request.method == "POST" else None, questions=QUESTIONS[kind]
    )
    if request.method == "POST" and form.is_valid():
        remark = form.cleaned_data["remark"]
        holding.evaluate(found, marks=form.marks(), remark=remark, at=now)
        return _closed(request, found.cohort, "Thank you. Your answers are in, without your name.")
    context = {"form": form, "cohort": found.cohort, "kind": kind}
    return render(request, "training/evaluate.html", context)


def _closed(request: Request, cohort: Cohort, sentence: str) -> HttpResponse:
    """Say why nothing is asked, or thank for the answers."""
    context = {"cohort": cohort, "sentence": sentence}
    return render(request, "training/evaluate_closed.html", context)


@require_safe
def evaluation(request: Request, slug: str) -> HttpResponse:
    """What people said of a cohort and what was learned; never of fewer than five people."""
    cohort, now = find(request, slug), timezone.now()
    refuse(rules.why_not_read_evaluation(request.actor, cohort))
    context = {
        "cohort": cohort,
        "said": [(kind.label, answered(cohort, kind, at=now)) for kind in QUESTIONS],
        "learned": learned(cohort),
        "may_read_remarks": rules.why_not_run_cohorts(request.actor) is None,
    }
    return render(request, "training/evaluation.html", context)


@never_cache
@require_safe
def slips(request: Request, slug: str) -> HttpResponse:
    """Addresses to hand out on paper to those who have no account and are asked now."""
    cohort, now = find(request, slug), timezone.now()
    refuse(rules.why_not_run_cohorts(request.actor))
    people = cohort.enrolments.filter(person=None).select_related("cohort", "city", "person")
    asked = [one for one in people if rules.why_not_evaluate(one, at=now) is None]
    addresses = [
        (one, f"{settings.SITE_URL}{reverse('training:evaluate', args=[one.token])}")
        for one in asked
    ]
    return render(request, "training/cohort_slips.html", {"cohort": cohort, "addresses": addresses})
