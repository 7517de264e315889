"""The courses: found, read, written and taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request, handed_out, sent
from collaborative.uploads import MEDIA_TYPES, Kind
from initiatives.results.tables import Cell, Table, csv_lines, write_workbook
from training import rules
from training.catalogues import HEADINGS, as_cells
from training.forms.catalogue import CourseFindForm, CourseForm
from training.models import Cohort, Course
from training.operations import catalogue as operations
from training.operations.keeping import StaleRow
from training.results.catalogue import WORDS, facts_of, found
from training.views.kept import keep, may_keep, may_read

ON_A_PAGE = 50
WIDTHS = (14, 40, 24, 24, 14, 8, 24, 8, 8, 14, 14, 14, 14, 32, 12, 60, 10)


@require_safe
def index(request: Request) -> HttpResponse:
    """List the courses that fit what was asked."""
    may_read(request)
    form, courses = _asked(request)
    page = Paginator(courses, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "training/courses.html",
        {
            "form": form,
            "page": page,
            "is_asked": any(form.cleaned_data.values()),
            "query": request.GET.urlencode(),
            "may_keep": rules.why_not_keep_courses(request.actor) is None,
        },
    )


def _asked(request: Request) -> tuple[CourseFindForm, QuerySet[Course]]:
    form = CourseFindForm(request.GET)
    form.is_valid()
    return form, found(form.cleaned_data)


def _rows(request: Request) -> Iterator[list[Cell]]:
    _, courses = _asked(request)
    for course in courses:
        yield list(as_cells(facts_of(course), WORDS))


@require_safe
def csv(request: Request) -> HttpResponseBase:
    """Hand out what the list shows as a file that can be changed and loaded again."""
    may_read(request)
    return StreamingHttpResponse(
        csv_lines(HEADINGS, _rows(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="courses.csv"'},
    )


@require_safe
def xlsx(request: Request) -> HttpResponseBase:
    """Hand out the same as a workbook."""
    may_read(request)
    file, at = BytesIO(), timezone.now()
    table = Table(title="Courses", headings=HEADINGS, rows=_rows(request), widths=WIDTHS)
    notes = ["Amounts are dollars. Change what you like, and load the file again."]
    write_workbook(file, [table], title="Courses", notes=notes, at=at)
    file.seek(0)
    return handed_out(file, name="courses.xlsx", media_type=MEDIA_TYPES[Kind.XLSX])


@require_safe
def page(request: Request, code: str) -> HttpResponse:
    """One course: what it is, what it costs, and what asks for it."""
    may_read(request)
    course = _find(code)
    return render(
        request,
        "training/course.html",
        {
            "course": course,
            "requirements": course.topic.requirements.filter(is_retired=False).select_related(
                "city"
            ),
            "cohorts": course.cohorts.visible_to(request.actor)
            .filter(ends_at__gte=timezone.now())
            .exclude(state=Cohort.State.CANCELLED),
            "others": found({"topic": course.topic}).exclude(pk=course.pk),
            "programmes": course.programmes.visible_to(request.actor),
            "may_keep": rules.why_not_keep_courses(request.actor) is None,
        },
    )


def _find(code: str) -> Course:
    return get_object_or_404(Course.objects.select_related("family", "topic"), code=code)


def new(request: Request) -> HttpResponse:
    """Add a course."""
    may_keep(request)
    form = CourseForm(sent(request))
    return keep(
        request,
        form,
        "training/course_edit.html",
        write=lambda: operations.add_course(form.facts(), by=request.actor, at=timezone.now()),
        to=reverse("training:courses"),
        said="The course is in the catalogue.",
    )


def edit(request: Request, code: str) -> HttpResponse:
    """Say something else of a course."""
    may_keep(request)
    course = _find(code)
    form = CourseForm(sent(request), course=course)
    return keep(
        request,
        form,
        "training/course_edit.html",
        write=lambda: operations.change_course(
            course,
            facts=form.facts(),
            revision=form.cleaned_data["revision"],
            by=request.actor,
            at=timezone.now(),
        ),
        to=course.get_absolute_url(),
        said=f"{code} says what you wrote.",
        course=course,
    )


@require_POST
def retire(request: Request, code: str) -> HttpResponse:
    """Take a course out of the offer."""
    return _turn(request, code, operations.retire, "{} is no longer offered.")


@require_POST
def resume(request: Request, code: str) -> HttpResponse:
    """Offer it again."""
    return _turn(request, code, operations.resume, "{} is offered again.")


def _turn(request: Request, code: str, act: Callable[..., Course], said: str) -> HttpResponse:
    may_keep(request)
    course = _find(code)
    try:
        act(course, revision=course.revision, by=request.actor, at=timezone.now())
    except StaleRow:
        messages.warning(request, f"{code} was changed at this moment. See how it stands now.")
    else:
        messages.success(request, said.format(code))
    return redirect(course)
