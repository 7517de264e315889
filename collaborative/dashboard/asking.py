"""What the Government Training Institute asks somebody, while it can be answered."""

from datetime import datetime

from django.urls import reverse

from collaborative.dashboard.panel import MOST, Panel, Task
from collaborative.models import Actor
from collaborative.wording import moment
from training.models import Respondent


def questions(actor: Actor, at: datetime) -> list[Panel]:
    """The panel of whoever is asked and has not sent in; none for anybody else. One query."""
    waiting = (
        Respondent.objects.asked(actor.user)
        .waiting()
        .filter(assessment__closes_at__gt=at)
        .select_related("assessment")
        .order_by("assessment__closes_at", "pk")
    )
    tasks = tuple(_task(one) for one in waiting[:MOST])
    if not tasks:
        return []
    return [
        Panel(
            title="Training questions to answer",
            tasks=tasks,
            nothing="",
            more=reverse("training:assessments"),
            more_label="All assessments",
        )
    ]


def _task(respondent: Respondent) -> Task:
    assessment = respondent.assessment
    begun = "Begun" if respondent.begun_at else "Not begun"
    until = f"; answers until {moment(assessment.closes_at)}" if assessment.closes_at else ""
    return Task(
        assessment.title, reverse("training:answer", args=[assessment.slug]), f"{begun}{until}"
    )
