"""One person's answers, read by the analyst alone: each look is on record."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from collaborative.http import Request
from training.forms.answering import in_words, wishes_in_words
from training.models import Assessment, Respondent
from training.operations import papers as operations
from training.results.needs import questions_for
from training.rules import assessments as rules

PAGE = 50


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """Whose answers are in; reading one of them is a step of its own."""
    if reason := rules.why_not_read_answers(request.actor):
        raise PermissionDenied(reason)
    assessment = get_object_or_404(Assessment, slug=slug)
    sent = (
        Respondent.objects.counted()
        .filter(assessment=assessment)
        .select_related("city", "department")
        .order_by("city__name", "department__name", "role", "pk")
    )
    return render(
        request,
        "training/answers.html",
        {
            "assessment": assessment,
            "page": Paginator(sent, PAGE).get_page(request.GET.get("page")),
        },
    )


@never_cache
@require_GET
def page(request: Request, slug: str, pk: int) -> HttpResponse:
    """What one person answered. The look is written down, with who looked and when."""
    if reason := rules.why_not_read_answers(request.actor):
        raise PermissionDenied(reason)
    respondent = get_object_or_404(
        Respondent.objects.counted().select_related("assessment", "city", "department"),
        assessment__slug=slug,
        pk=pk,
    )
    questions = questions_for(respondent.assessment, respondent.audience)
    aspects = questions.aspects if questions else ()
    found = operations.look(respondent, by=request.actor, at=timezone.now())
    return render(
        request,
        "training/answers_of.html",
        {
            "assessment": respondent.assessment,
            "respondent": respondent,
            "answers": [(answer.topic, in_words(answer, aspects)) for answer in found],
            "wishes": wishes_in_words(respondent, questions.questionnaire if questions else None),
        },
    )
