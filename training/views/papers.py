"""Paper: blank sheets to be printed, and what comes back, typed in or from a table."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cities.models import Department
from collaborative.http import Request, handed_out, sent
from initiatives.results.tables import Table, write_workbook
from training.forms.answering import AnswerForm, WishesForm
from training.forms.papers import (
    PaperForms,
    PapersSheetForm,
    as_row,
    columns_for,
    from_row,
    read_papers,
    roles_of,
)
from training.models import Assessment, Audience
from training.operations import papers as operations
from training.results.needs import Questions, questions_for
from training.rules import assessments as rules
from training.views.assessments import find_to_run

PAGE = 50
GOOD_FOR = timedelta(hours=1)
"""How long what was shown may wait for the press that writes it."""
UNPROCESSABLE = 422
_SHOWN = "training.papers.shown"
NOTES = (
    "A line for each sheet of paper; an empty cell is no answer.",
    "Scales are 1 to 5, with 5 the most.",
    "Whether a rule asks for it (mandated) is yes or no.",
    "What stands in the way (barriers): equipment; staffing; time; incentive; procedure.",
    "Formats: classroom; on_site; online; self_paced.",
    "Times: morning; afternoon; evening; night; weekend.",
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """What is typed in so far, and the ways to print and to type in more."""
    assessment = find_to_run(request, slug)
    entered = (
        assessment.respondents.exclude(number=None)
        .select_related("city", "department", "entered_by")
        .order_by("number")
    )
    return render(
        request,
        "training/papers.html",
        {
            "assessment": assessment,
            "page": Paginator(entered, PAGE).get_page(request.GET.get("page")),
            "audiences": [audience for audience in Audience if questions_for(assessment, audience)],
            "why_not_enter": rules.why_not_enter(request.actor, assessment),
        },
    )


@require_safe
def blank(request: Request, slug: str, audience: str) -> HttpResponse:
    """An empty sheet to be printed and copied."""
    assessment, questions = _asked(request, slug, audience)
    return render(
        request,
        "training/paper_blank.html",
        {
            "assessment": assessment,
            "audience": Audience(audience),
            "questions": questions,
            "roles": roles_of(audience),
            "asked": AnswerForm(aspects=questions.aspects),
            "wishes": WishesForm(questionnaire=questions.questionnaire),
        },
    )


def enter(request: Request, slug: str, audience: str) -> HttpResponse:
    """Type in one sheet."""
    assessment, questions = _asked(request, slug, audience)
    if reason := rules.why_not_enter(request.actor, assessment):
        raise PermissionDenied(reason)
    highest = assessment.respondents.aggregate(highest=Max("number"))["highest"] or 0
    sheet = PaperForms(
        sent(request),
        questions=questions,
        number=highest + 1,
    )
    if request.method == "POST" and sheet.is_valid():
        paper = sheet.paper()
        if assessment.respondents.filter(number=paper.number).exists():
            sheet.head.add_error("number", f"Sheet {paper.number} is typed in already.")
        else:
            operations.enter(assessment, papers=[paper], by=request.actor, at=timezone.now())
            messages.success(request, f"Sheet {paper.number} is typed in. Here is the next.")
            return redirect("training:enter_paper", slug, audience)
    return _page(request, assessment, sheet)


@never_cache
def correct(request: Request, slug: str, number: int) -> HttpResponse:
    """Put right what was typed in from a sheet; that it was looked at is on record."""
    assessment = find_to_run(request, slug)
    respondent = get_object_or_404(assessment.respondents.all(), number=number)
    if reason := rules.why_not_enter(request.actor, assessment):
        raise PermissionDenied(reason)
    questions = questions_for(assessment, respondent.audience)
    if questions is None:
        raise Http404
    if request.method != "POST":
        operations.look(respondent, by=request.actor, at=timezone.now())
    sheet = PaperForms(
        sent(request),
        questions=questions,
        respondent=respondent,
    )
    if request.method == "POST" and sheet.is_valid():
        operations.correct(respondent, paper=sheet.paper(), by=request.actor, at=timezone.now())
        messages.success(request, f"Sheet {number} is corrected.")
        return redirect("training:papers", slug)
    return _page(request, assessment, sheet)


def _page(request: Request, assessment: Assessment, sheet: PaperForms) -> HttpResponse:
    return render(
        request,
        "training/paper_enter.html",
        {"assessment": assessment, "sheet": sheet, "forms": sheet.all},
    )


@require_safe
def template(request: Request, slug: str, audience: str) -> HttpResponseBase:
    """An Excel file with the headings of a table of sheets."""
    assessment, questions = _asked(request, slug, audience)
    content = BytesIO()
    headings = [one.name for one in columns_for(questions)]
    write_workbook(
        content,
        [Table(title="Sheets", headings=headings, rows=[])],
        title=f"{assessment}: {Audience(audience).label.lower()}",
        notes=NOTES,
        at=timezone.now(),
    )
    content.seek(0)
    return handed_out(content, name=f"{assessment.slug}-{audience}.xlsx", media_type=XLSX)


def table(request: Request, slug: str, audience: str) -> HttpResponse:
    """Take a table of sheets, show what it adds, and add that once the analyst says so."""
    assessment, questions = _asked(request, slug, audience)
    if reason := rules.why_not_enter(request.actor, assessment):
        raise PermissionDenied(reason)
    if "shown" in request.POST:
        return _enter_shown(request, assessment, audience)
    is_sent = request.method == "POST"
    form = PapersSheetForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        columns=columns_for(questions),
    )
    context: dict[str, Any] = {
        "assessment": assessment,
        "audience": Audience(audience),
        "form": form,
    }
    if is_sent and form.is_valid():
        numbers = assessment.respondents.exclude(number=None).values_list("number", flat=True)
        papers, already, faults = read_papers(
            form.cleaned_data["file"], questions, audience=audience, known=set(numbers)
        )
        for fault in faults:
            form.add_error("file", str(fault))
        if not faults:
            rows = [as_row(paper) for paper in papers]
            shown = signing.dumps(
                [request.user.pk, assessment.pk, rows], salt=_SHOWN, compress=True
            )
            context |= {"papers": papers, "already": already, "shown": shown}
            return render(request, "training/papers_table_shown.html", context)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "training/papers_table.html", context, status=status)


def _enter_shown(request: Request, assessment: Assessment, audience: str) -> HttpResponse:
    try:
        by, key, rows = signing.loads(request.POST["shown"], salt=_SHOWN, max_age=GOOD_FOR)
    except signing.BadSignature:
        by, key, rows = None, None, []
    if (by, key) != (request.user.pk, assessment.pk):
        messages.error(request, "What was shown is no longer good. Send the table once more.")
        return redirect("training:papers_table", assessment.slug, audience)
    found = Department.objects.in_bulk([row[1] for row in rows])
    papers = [from_row(row, found) for row in rows]
    entered = operations.enter(assessment, papers=papers, by=request.actor, at=timezone.now())
    messages.success(request, f"Sheets typed in: {entered:,}. They count.")
    return redirect("training:papers", assessment.slug)


def _asked(request: Request, slug: str, audience: str) -> tuple[Assessment, Questions]:
    assessment = find_to_run(request, slug)
    questions = questions_for(assessment, audience) if audience in Audience.values else None
    if questions is None:
        raise Http404
    return assessment, questions
