"""What an assessment came to: the heat grid, one topic's account, exact figures for the few."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from collaborative.http import Request
from training import gaps as arithmetic
from training import rules
from training.forms.gaps import CompareForm, GapsForm, WhereForm
from training.models import Assessment, Topic
from training.operations.gaps import look_exactly
from training.results import gaps as results
from training.results.hurts import hurts

PAGE = 20


def find(request: Request, slug: str) -> Assessment:
    """Return an assessment that this person may read about; any other is not there."""
    if reason := rules.why_not_read_gaps(request.actor):
        raise PermissionDenied(reason)
    return get_object_or_404(Assessment.objects.visible_to(request.actor), slug=slug)


def find_closed(request: Request, slug: str) -> Assessment:
    """Return one whose figures may be shown; of any other, say why not."""
    assessment = find(request, slug)
    if reason := rules.why_not_show_gaps(assessment):
        raise PermissionDenied(reason)
    return assessment


@require_safe
def index(request: Request) -> HttpResponse:
    """The assessments that came to something, the latest first."""
    if reason := rules.why_not_read_gaps(request.actor):
        raise PermissionDenied(reason)
    begun = [Assessment.State.OPEN, Assessment.State.CLOSED]
    return render(
        request,
        "training/gaps_index.html",
        {
            "assessments": Assessment.objects.visible_to(request.actor).filter(state__in=begun),
            "why_not_exactly": rules.why_not_read_exactly(request.actor),
        },
    )


@require_safe
def gaps(request: Request, slug: str) -> HttpResponse:
    """The heat grid of groups of five and more."""
    return _grid(request, find_closed(request, slug), is_exact=False)


@require_safe
def exact(request: Request, slug: str) -> HttpResponse:
    """The same without the rule of five; each look is on record."""
    if reason := rules.why_not_read_exactly(request.actor):
        raise PermissionDenied(reason)
    assessment = find(request, slug)
    look_exactly(assessment, by=request.actor, at=now())
    return _grid(request, assessment, is_exact=True)


def _grid(request: Request, assessment: Assessment, *, is_exact: bool) -> HttpResponse:
    scope = results.scope_of(request.actor)
    form = GapsForm(request.GET, scope=scope)
    look = form.look
    gathered = results.gather(assessment, is_exact=is_exact)
    grid = results.grid(gathered, look, scope)
    page = Paginator(grid.mended, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "training/gaps.html",
        {
            "assessment": assessment,
            "form": form,
            "look": look,
            "grid": grid,
            "page": page,
            "lines": grid.lines(list(page.object_list)),
            "apart": grid.lines(grid.apart),
            "levels": arithmetic.LEVELS,
            "hurts": hurts(request.actor, on=localdate(), city=look.city),
            "wishes": results.wished(gathered.answering).sentences(look.where),
            "is_exact": is_exact,
            "why_not_exactly": rules.why_not_read_exactly(request.actor),
            "why_not_show": rules.why_not_show_gaps(assessment),
            "why_not_study": rules.why_not_study(request.actor),
        },
    )


@require_safe
def wishes(request: Request, slug: str) -> HttpResponse:
    """How people would come, and what stands in the way beside skill, group by group."""
    assessment = find_closed(request, slug)
    scope = results.scope_of(request.actor)
    form = GapsForm(request.GET, scope=scope)
    look = form.look
    gathered = results.gather(assessment)
    beside = results.columns_of(assessment, look, scope)
    columns = [(look.words, look.where), *((one.label, one.where) for one in beside)]
    hindered = results.hindered(gathered, look.where)
    return render(
        request,
        "training/gaps_wishes.html",
        {
            "assessment": assessment,
            "form": form,
            "look": look,
            "asked": results.wished(gathered.answering).side_by_side(columns),
            "columns": [label for label, _ in columns],
            "causes": list(arithmetic.CAUSES.values()),
            "page": Paginator(hindered, PAGE).get_page(request.GET.get("page")),
        },
    )


@require_safe
def gap(request: Request, slug: str, topic: str) -> HttpResponse:
    """How the figures of one topic came about, for the people asked for."""
    assessment = find_closed(request, slug)
    asked = get_object_or_404(
        Topic.objects.filter(asked__questionnaire__assessment=assessment).distinct(), slug=topic
    )
    scope = results.scope_of(request.actor)
    departments = results.departments_asked(assessment, scope.cities)
    form = WhereForm(request.GET, scope=scope, departments=departments)
    gathered = results.gather(assessment, topic=asked)
    safety = hurts(request.actor, on=localdate(), city=form.look.city)
    asked_of = form.look.where._replace(audience=results.audience_asked(assessment, asked))
    return render(
        request,
        "training/gap.html",
        {
            "assessment": assessment,
            "topic": asked,
            "form": form,
            "look": form.look,
            "beside": results.beside(gathered, asked, form.look, scope),
            "decisions": arithmetic.DECISIONS,
            "high": arithmetic.score(arithmetic.HIGH),
            "wishes": results.wished(gathered.answering).sentences(asked_of),
            "hurts": safety,
            "safety": safety.of(asked),
            **_told(gathered, asked, form.look),
        },
    )


def _told(gathered: results.Gathered, topic: Topic, look: results.Look) -> dict[str, object]:
    """The figure of one topic and its account; no figure where none may be shown."""
    figure = gathered.figure(topic, look.where)
    if figure is None:
        return {"figure": None}
    return {
        "figure": figure,
        "need": arithmetic.score(figure.need),
        "account": arithmetic.account(figure),
        "decision": arithmetic.decision_in_words(figure),
        "causes": arithmetic.cause_in_words(figure),
        "seats": arithmetic.seats_in_words(figure),
        "more": arithmetic.more_in_words(gathered.shown[topic.pk], look.where),
    }


@require_safe
def compared(request: Request, slug: str) -> HttpResponse:
    """One assessment beside an earlier one, topic by topic."""
    assessment = find_closed(request, slug)
    others = Assessment.objects.visible_to(request.actor).closed_before(assessment)
    scope = results.scope_of(request.actor)
    form = CompareForm(request.GET, scope=scope, others=list(others))
    before = form.assessment
    lines = (
        results.compared(results.gather(before), results.gather(assessment), form.look.where)
        if before
        else []
    )
    return render(
        request,
        "training/gaps_compared.html",
        {
            "assessment": assessment,
            "before": before,
            "form": form,
            "look": form.look,
            "lines": lines,
        },
    )
