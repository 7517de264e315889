"""What goes on in training, for whoever leads it: a panel for each kind of work, one query each."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from collaborative.dashboard.panel import MOST, Panel, Task
from collaborative.models import Actor
from collaborative.wording import day, moment
from training.models import Assessment, Cohort, Programme, SeatRequest, YearPlan


def seat_requests(actor: Actor, at: datetime) -> Panel:
    """Seats that cities asked for and nobody has answered."""
    del at
    asked = SeatRequest.objects.visible_to(actor).filter(state=SeatRequest.State.ASKED)
    return _panel(
        "Seats to answer for",
        (
            Task(
                f"{one.people:,} for {one}",
                reverse("training:answer_request", args=[one.pk]),
                f"Wanted by {day(one.wanted_by)}",
            )
            for one in asked.select_related("city", "topic", "course")[:MOST]
        ),
        nothing="Every city that asked for seats has its answer.",
        more="requests",
        more_label="All requests",
    )


def assessments(actor: Actor, at: datetime) -> Panel:
    """Assessments that are prepared, or open for answers."""
    del at
    alive = [Assessment.State.DRAFT, Assessment.State.OPEN]
    found = Assessment.objects.visible_to(actor).filter(state__in=alive)
    return _panel(
        "Needs assessments under way",
        (Task(one.title, one.get_absolute_url(), _window(one)) for one in found[:MOST]),
        nothing="No assessment is prepared or open.",
        more="assessments",
        more_label="All assessments",
    )


def _window(assessment: Assessment) -> str:
    until = f"; closes {moment(assessment.closes_at)}" if assessment.closes_at else ""
    return f"{assessment.get_state_display()}{until}"


def programmes(actor: Actor, at: datetime) -> Panel:
    """Shared courses that are studied, or judged and not become anything yet."""
    del at
    alive = [Programme.State.DRAFT, Programme.State.JUDGED]
    found = Programme.objects.visible_to(actor).filter(state__in=alive).order_by("-state_since")
    return _panel(
        "Programmes under study",
        (
            Task(
                one.title,
                one.get_absolute_url(),
                f"{one.get_state_display()} since {day(one.state_since)}",
            )
            for one in found[:MOST]
        ),
        nothing="No shared course is under study.",
        more="programmes",
        more_label="All programmes",
    )


def plans(actor: Actor, at: datetime) -> Panel:
    """Year plans that are not adopted or given up."""
    del at
    over = [YearPlan.State.ADOPTED, YearPlan.State.CANCELLED]
    found = YearPlan.objects.visible_to(actor).exclude(state__in=over).order_by("-state_since")
    return _panel(
        "Year plans",
        (
            Task(
                f"{one}",
                one.get_absolute_url(),
                f"{one.get_state_display()} since {day(one.state_since)}",
            )
            for one in found[:MOST]
        ),
        nothing="No year plan is being made.",
        more="plans",
        more_label="All year plans",
    )


def cohorts(actor: Actor, at: datetime) -> Panel:
    """Cohorts that are planned, open or under way, the next one first."""
    del at
    over = [Cohort.State.HELD, Cohort.State.CANCELLED]
    found = Cohort.objects.visible_to(actor).exclude(state__in=over)
    return _panel(
        "Cohorts ahead",
        (
            Task(
                one.title,
                one.get_absolute_url(),
                f"{one.get_state_display()}; begins {moment(one.begins_at)}",
            )
            for one in found[:MOST]
        ),
        nothing="No cohort is planned.",
        more="cohorts",
        more_label="All cohorts",
    )


def _panel(title: str, tasks: Iterable[Task], *, nothing: str, more: str, more_label: str) -> Panel:
    return Panel(title, tuple(tasks), nothing, reverse(f"training:{more}"), more_label)
