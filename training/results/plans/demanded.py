"""The lines that the pooled demand gives a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cities.models import City
from training.catalogues import MOST_SEATS
from training.models import Course, PlanWant, YearPlan
from training.results.demand import Wanted, demand


def wants_of_demand(plan: YearPlan, *, on: date) -> list[PlanWant]:
    """A line for each topic and city, in the topic's first course that is held in classes.

    Those who are due by a requirement are mandated, by the plan's last day; the demand counts
    nobody twice, and neither does this. A line that somebody typed in, or a sheet has, stands.
    """
    kept = {row.line for row in plan.wants.exclude(source=PlanWant.Source.DEMAND)}
    courses = Course.objects.filter(is_retired=False).exclude(delivery=Course.Delivery.SELF_PACED)
    taught = {course.topic_id: course for course in courses.order_by("-code")}
    return [
        line
        for topic in demand(on=on, until=plan.ends_on).topics
        if topic.topic.pk in taught
        for wanted, city in topic.pairs
        if wanted is not None
        for line in _lines(plan, taught[topic.topic.pk], city, wanted)
        if line.line not in kept
    ]


def _lines(plan: YearPlan, course: Course, city: City, wanted: Wanted) -> Iterator[PlanWant]:
    for seats, is_mandated in (
        (wanted.mandates, True),
        (wanted.seats - wanted.mandates, False),
    ):
        if seats > 0:
            yield PlanWant(
                plan=plan,
                course=course,
                city=city,
                seats=min(seats, MOST_SEATS),
                is_mandated=is_mandated,
                due_on=plan.ends_on if is_mandated else None,
                source=PlanWant.Source.DEMAND,
            )
