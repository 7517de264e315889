"""Safety at work: what happened, what nearly did, in how many hours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cities.models import City
from collaborative.http import Request, sent, status_of, told_on
from collaborative.roles import Permission
from collaborative.wording import thousands
from training.forms.safety import IncidentForm, PutRightIncidentForm, WorkedForm
from training.models import Exposure, Incident, Topic
from training.operations import safety as operations
from training.results.demand import last_closed
from training.results.hurts import others_by_topic
from training.results.safety import own_cities, safety_year, years
from training.rules import records as rules

ON_A_PAGE = 25


@require_safe
def safety(request: Request) -> HttpResponse:
    """One year of reports: the own city's in full, the others' only together."""
    if reason := rules.why_not_read_safety(request.actor):
        raise PermissionDenied(reason)
    today = timezone.localdate()
    listed = years(today)
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in listed else listed[0]
    reports = Incident.objects.visible_to(request.actor).standing().filter(on__year=year)
    worked = Exposure.objects.visible_to(request.actor).standing().filter(year=year)
    ordered = reports.select_related("city", "department", "topic", "corrects")
    shown = safety_year(request.actor, year, on=today)
    own = {city.pk for city in own_cities(request.actor)}
    assessment = last_closed()
    asked = Topic.objects.filter(asked__questionnaire__assessment=assessment)
    return render(
        request,
        "training/safety.html",
        {
            "shown": shown,
            "others_by_topic": others_by_topic(own, year) if shown.others else [],
            "assessment": assessment,
            "asked": set(asked.values_list("pk", flat=True)) if assessment else set(),
            "years": sorted({*listed, year}),
            "severities": Incident.Severity,
            "page": Paginator(ordered, ON_A_PAGE).get_page(request.GET.get("page")),
            "worked": worked.select_related("city").order_by("city__name", "quarter"),
            "why_not_report": rules.why_not_report_any(request.actor),
        },
    )


def report_incident(request: Request) -> HttpResponse:
    """Report an incident or a near miss."""
    form = IncidentForm(sent(request), **_cities(request))
    if request.method == "POST" and form.is_valid():
        happening = form.happening()
        city = City.objects.get(pk=happening.department.organisation_id)
        made = operations.report(
            city=city, happening=happening, by=request.actor, at=timezone.now()
        )
        messages.success(request, f"On record: {made}.")
        return redirect("training:safety")
    return render(request, "training/incident.html", {"form": form})


def put_right_incident(request: Request, pk: int) -> HttpResponse:
    """Put a report right by a newer one; the old one stays on record."""
    known = _cities(request)
    rows = Incident.objects.visible_to(request.actor)
    wrong = get_object_or_404(rows.select_related("city", "department", "topic"), pk=pk)
    known["cities"] = known["cities"].filter(pk=wrong.city_id)
    form = PutRightIncidentForm(sent(request), initial=IncidentForm.initial_of(wrong), **known)
    if request.method == "POST" and form.is_valid():
        is_void = form.cleaned_data["is_void"]
        with told_on(form):
            operations.put_right(
                wrong,
                happening=None if is_void else form.happening(),
                because=form.cleaned_data["because"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "The report is put right; the earlier one stays on record.")
            return redirect("training:safety")
    context = {"form": form, "incident": wrong}
    return render(request, "training/incident_put_right.html", context, status=status_of(form))


def report_hours(request: Request) -> HttpResponse:
    """Report the hours worked in a quarter, or put them right."""
    form = WorkedForm(sent(request), **_cities(request))
    if request.method == "POST" and form.is_valid():
        with told_on(form, "because"):
            made = operations.report_hours(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"On record: {made}: {thousands(int(made.hours))} hours.")
            return redirect("training:safety")
    return render(request, "training/hours.html", {"form": form}, status=status_of(form))


def _cities(request: Request) -> dict[str, Any]:
    """The cities that the actor reports for, and the day."""
    if reason := rules.why_not_report_any(request.actor):
        raise PermissionDenied(reason)
    cities = rules.cities_for(request.actor, Permission.REPORT_INCIDENT)
    return {"cities": cities, "today": timezone.localdate()}
