"""What is one's own: courses, certificates, and saying what a course was like."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from training import rules
from training.forms.enrolling import EvaluationForm
from training.models import Certificate, Cohort, Enrolment
from training.operations import holding
from training.results.cohorts import QUESTIONS, answered, learned
from training.results.evaluating import asked_now
from training.views.cohorts import find, refuse


@require_safe
def mine(request: Request) -> HttpResponse:
    """The own courses, what is asked about them, and certificates."""
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
    context = {
        "rows": rows,
        "certificates": Certificate.objects.filter(enrolment__person=request.user),
    }
    return render(request, "training/mine.html", context)


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
    form = EvaluationForm(sent(request), questions=QUESTIONS[kind])
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
