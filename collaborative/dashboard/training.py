"""The own courses, and the cohorts in which a city's people can be enrolled."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from collaborative.dashboard.panel import MOST, Panel, Task
from collaborative.models import Actor
from collaborative.wording import moment
from training import rules
from training.models import Cohort, Enrolment


def own_courses(actor: Actor, at: datetime) -> list[Panel]:
    """The panel of whoever has a course to come, or is asked about one. One query."""
    own = (
        Enrolment.objects.filter(person=actor.user)
        .exclude(state__in=[Enrolment.State.WITHDRAWN, Enrolment.State.ABSENT])
        .exclude(cohort__state=Cohort.State.CANCELLED)
        .select_related("cohort")
        .order_by("cohort__begins_at", "pk")
    )
    noted = [(one, _note(one, at)) for one in own]
    tasks = [
        Task(f"{one.cohort}", one.cohort.get_absolute_url(), note) for one, note in noted if note
    ]
    if not tasks:
        return []
    return [
        Panel(
            title="My courses",
            tasks=tuple(tasks[:MOST]),
            nothing="",
            more=reverse("training:mine"),
            more_label="All my courses, certificates and calendar",
        )
    ]


def _note(one: Enrolment, at: datetime) -> str:
    """What to know of it now; "" where there is nothing."""
    if rules.why_not_evaluate(one, at=at) is None:
        return "Say what it was like, among your courses"
    if one.state == Enrolment.State.COMPLETED or one.cohort.ends_at < at:
        return ""
    return f"{one.get_state_display()}. Begins on {moment(one.cohort.begins_at)}"


def to_enrol(actor: Actor, at: datetime) -> Panel:
    """The cohorts that are open for enrolment. One query."""
    today = timezone.localdate(at)
    seen = Cohort.objects.visible_to(actor).filter(state=Cohort.State.OPEN)
    taking = [one for one in seen if one.takes_on(today)]
    return Panel(
        title="Courses open for enrolment",
        tasks=tuple(
            Task(f"{one}", one.get_absolute_url(), f"Begins on {moment(one.begins_at)}")
            for one in taking[:MOST]
        ),
        nothing="No course is open for enrolment.",
        more=reverse("training:cohorts"),
        more_label="All cohorts",
    )
