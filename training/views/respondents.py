"""Who is asked: in numbers, people in office, from a sheet; and the slips that go out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import qrcode
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.models import City, Department, Office
from collaborative.http import Request, sent
from collaborative.models import User
from training.forms.respondents import (
    COLUMNS,
    CityForm,
    NumbersForm,
    PersonForm,
    RespondentsSheetForm,
    Waiting,
    departments,
    read_asked,
)
from training.models import Assessment, Respondent
from training.operations import respondents as operations
from training.operations.respondents import Asked
from training.results.needs import places
from training.rules import assessments as rules
from training.views.assessments import find_to_run

PAGE = 25
GOOD_FOR = timedelta(hours=1)
"""How long what was shown may wait for the press that writes it."""
UNPROCESSABLE = 422
_SHOWN = "training.respondents.shown"


def index(request: Request, slug: str) -> HttpResponse:
    """Who is asked so far; more are added in numbers."""
    assessment = find_to_run(request, slug)
    form = NumbersForm(sent(request))
    if request.method == "POST" and form.is_valid():
        added = operations.add(assessment, asked=form.asked(), by=request.actor, at=timezone.now())
        messages.success(request, f"{_people(added)} added. Slips can be printed now.")
        return redirect("training:respondents", slug)
    return render(
        request,
        "training/respondents.html",
        {
            "assessment": assessment,
            "form": form,
            "places": places(assessment),
            "why_not_add": rules.why_not_add(request.actor, assessment),
        },
    )


def people(request: Request, slug: str) -> HttpResponse:
    """Ask people in office, city by city."""
    assessment = find_to_run(request, slug)
    if reason := rules.why_not_add(request.actor, assessment):
        raise PermissionDenied(reason)
    city_form = CityForm(request.GET if "city" in request.GET else None)
    city = city_form.cleaned_data["city"] if city_form.is_valid() else None
    page = Paginator(_not_asked(assessment, city), PAGE).get_page(request.GET.get("page"))
    typed = sent(request)
    own = [one for one in departments() if city and one.organisation_id == city.pk]
    rows = [
        PersonForm(
            typed,
            office=office,
            offered=own,
            initial={"department": office.department_id, "role": "office"},
        )
        for office in page
    ]
    if request.method == "POST" and {row.is_valid() for row in rows} <= {True}:
        asked = [one for row in rows for one in row.asked()]
        added = operations.add(assessment, asked=asked, by=request.actor, at=timezone.now())
        messages.success(request, f"{_people(added)} added.")
        return redirect("training:respondents", slug)
    return render(
        request,
        "training/respondents_people.html",
        {
            "assessment": assessment,
            "city_form": city_form,
            "city": city,
            "page": page,
            "rows": rows,
        },
    )


def _not_asked(assessment: Assessment, city: City | None) -> QuerySet[Office]:
    """One office of each person in office in the city who is not asked yet."""
    if city is None:
        return Office.objects.none()
    held = Office.objects.held_on(timezone.localdate()).filter(
        organisation=city, person__is_active=True
    )
    firsts = held.order_by("person", "department", "pk").distinct("person").values("pk")
    return (
        Office.objects.filter(pk__in=firsts)
        .exclude(person__in=assessment.respondents.exclude(person=None).values("person"))
        .select_related("person", "organisation", "department")
        .order_by("person__name", "pk")
    )


@require_POST
def remove(request: Request, slug: str) -> HttpResponse:
    """Ask no longer those of one line who have not begun."""
    assessment = find_to_run(request, slug)
    department = get_object_or_404(Department, pk=_number(request.POST.get("department")))
    gone = operations.remove(
        assessment,
        department=department,
        role=request.POST.get("role", ""),
        way=request.POST.get("way", ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"{_people(gone)} taken out, who had not begun.")
    return redirect("training:respondents", slug)


def sheet(request: Request, slug: str) -> HttpResponse:
    """Take a sheet of who is asked, show whom it adds, and add them once the analyst says so."""
    assessment = find_to_run(request, slug)
    if reason := rules.why_not_add(request.actor, assessment):
        raise PermissionDenied(reason)
    if "shown" in request.POST:
        return _add_shown(request, assessment)
    is_sent = request.method == "POST"
    form = RespondentsSheetForm(
        request.POST if is_sent else None, request.FILES if is_sent else None
    )
    context: dict[str, Any] = {"assessment": assessment, "form": form, "columns": COLUMNS}
    if is_sent and form.is_valid():
        already = {(one.department_id, one.role, one.way): one.asked for one in places(assessment)}
        asked, faults = read_asked(form.cleaned_data["file"], assessment, already=already)
        for fault in faults:
            form.add_error("file", str(fault))
        if not faults:
            context |= {"asked": asked, "shown": _signed(request, assessment, asked)}
            return render(request, "training/respondents_sheet_shown.html", context)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "training/respondents_sheet.html", context, status=status)


def _signed(request: Request, assessment: Assessment, asked: list[Asked]) -> str:
    rows: Waiting = [
        (one.department.pk, one.role, one.way, one.person.pk if one.person else None, one.number)
        for one in asked
    ]
    return signing.dumps([request.user.pk, assessment.pk, rows], salt=_SHOWN, compress=True)


def _add_shown(request: Request, assessment: Assessment) -> HttpResponse:
    try:
        by, key, rows = signing.loads(request.POST["shown"], salt=_SHOWN, max_age=GOOD_FOR)
    except signing.BadSignature:
        by, key, rows = None, None, []
    if (by, key) != (request.user.pk, assessment.pk):
        messages.error(request, "What was shown is no longer good. Send the sheet once more.")
        return redirect("training:respondents_sheet", assessment.slug)
    found = Department.objects.in_bulk([row[0] for row in rows])
    persons = User.objects.in_bulk([row[3] for row in rows if row[3]])
    asked = [
        Asked(
            city=City(pk=found[department].organisation_id),
            department=found[department],
            role=role,
            way=way,
            person=persons.get(person) if person else None,
            number=number,
        )
        for department, role, way, person, number in rows
    ]
    added = operations.add(assessment, asked=asked, by=request.actor, at=timezone.now())
    messages.success(request, f"{_people(added)} added.")
    return redirect("training:respondents", assessment.slug)


@never_cache
@require_safe
def slips(request: Request, slug: str) -> HttpResponse:
    """Slips to be printed, a department a page: only those that nobody has used."""
    assessment = find_to_run(request, slug)
    if reason := rules.why_not_add(request.actor, assessment):
        raise PermissionDenied(reason)
    unused = (
        assessment.respondents.filter(way=Respondent.Way.SLIP, begun_at=None)
        .select_related("city", "department")
        .order_by("city__name", "department__name", "role", "pk")
    )
    page = Paginator(unused, 200).get_page(request.GET.get("page"))
    return render(
        request,
        "training/slips.html",
        {
            "assessment": assessment,
            "page": page,
            "slips": [(one, *_address(one)) for one in page],
        },
    )


def _address(respondent: Respondent) -> tuple[str, str, int]:
    """The address of a slip in full, and the path and size of its picture for a camera."""
    url = settings.SITE_URL + reverse("training:answer_slip", args=[respondent.token])
    code = qrcode.QRCode(border=0)
    code.add_data(url)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark
    )
    return url, path, len(matrix)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _number(text: str | None) -> int:
    """A key as a form sends it; 0, which nothing has, for anything else."""
    return int(text) if text and re.fullmatch("[0-9]{1,12}", text) else 0
