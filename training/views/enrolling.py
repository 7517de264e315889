"""Enrolling people of a city, giving up places, and the sheet of who was there."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cities.models import City, Office
from collaborative.http import Request, sent, status_of, told_on
from collaborative.models import Actor, User
from collaborative.roles import Permission
from training import rules
from training.forms.enrolling import PeopleForm, SheetForm
from training.models import Attendance, Cohort, Enrolment
from training.operations import enrolling, holding
from training.views.cohorts import find, refuse


def enrol(request: Request, slug: str) -> HttpResponse:
    """Enrol people of a city: the own one, or, for the analyst, the one that is chosen."""
    found, now = find(request, slug), timezone.now()
    refuse(rules.why_not_enrol(request.actor, found, on=timezone.localdate(now)))
    cities = _cities(request.actor)
    city = next((one for one in cities if one.slug == request.GET.get("city")), cities[0])
    people = _people(found, city, timezone.localdate(now))
    form = PeopleForm(sent(request), city=city, people=people)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            made = enrolling.enrol(
                found, city=city, people=form.participants(), by=request.actor, at=now
            )
            messages.success(request, _told(made))
            return redirect(found)
    context = {"form": form, "cohort": found, "city": city, "cities": cities}
    return render(request, "training/enrol.html", context, status=status_of(form))


def _cities(actor: Actor) -> list[City]:
    """The cities whose people the actor enrols."""
    if actor.may(Permission.RUN_COHORT):
        return list(City.objects.order_by("name"))
    own = actor.organisations(Permission.ENROL)
    return list(City.objects.filter(pk__in=own).order_by("name"))


def _people(cohort: Cohort, city: City, on: date) -> object:
    """Who holds an office in the city today and is not in the cohort."""
    offices = Office.objects.held_on(on).filter(organisation=city)
    there = cohort.enrolments.exclude(state=Enrolment.State.WITHDRAWN)
    return (
        User.objects.filter(is_active=True, pk__in=offices.values("person"))
        .exclude(pk__in=there.filter(person__isnull=False).values("person"))
        .order_by("name", "pk")
    )


def _told(made: list[Enrolment]) -> str:
    """Who has a place, and who waits for one."""
    waiting = sum(one.seat_id is None for one in made)
    placed = len(made) - waiting
    said = "1 person has a place." if placed == 1 else f"{placed} people have a place."
    if not waiting:
        return said
    who = "1 person is" if waiting == 1 else f"{waiting} people are"
    return f"{said} {who} on the waiting list and moves up when a place falls free."


@require_POST
def give_up(request: Request, pk: int) -> HttpResponse:
    """Give up a place; whoever is next in line gets it."""
    seen = Enrolment.objects.visible_to(request.actor).select_related("cohort", "city", "person")
    enrolment = get_object_or_404(seen, pk=pk)
    moved = enrolling.give_up(enrolment, by=request.actor, at=timezone.now())
    next_ = " The next person in line has it now." if moved else ""
    messages.success(request, f"The place of {enrolment.who} is given up.{next_}")
    return redirect(enrolment.cohort)


def sheet(request: Request, slug: str) -> HttpResponse:
    """Who was there, session by session, and the scores of tests."""
    found = find(request, slug)
    refuse(rules.why_not_attend(request.actor, found))
    people = list(
        found.enrolments.seated().select_related("person", "city", "department").order_by("pk")
    )
    there = Attendance.objects.filter(enrolment__in=people, was_there=True)
    form = SheetForm(
        sent(request),
        people=people,
        sessions=list(found.sessions.filter(is_dropped=False)),
        present=set(there.values_list("enrolment", "session")),
        initial={"revision": found.revision},
    )
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        with told_on(form):
            holding.attend(
                found,
                sheet=form.sheet(),
                revision=revision,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Who was there is written down.")
            return redirect(found)
    context = {"form": form, "cohort": found}
    return render(request, "training/attendance.html", context, status=status_of(form))


@require_POST
def hold(request: Request, slug: str) -> HttpResponse:
    """Close the records: certificates are written for whoever completed the course."""
    found = find(request, slug)
    number = holding.hold(found, by=request.actor, at=timezone.now())
    who = "1 person has" if number == 1 else f"{number} people have"
    messages.success(request, f"The records are closed. {who} completed the course.")
    return redirect(found)
