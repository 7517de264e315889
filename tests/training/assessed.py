"""Closed assessments to read gaps from."""

from cities.models import City, Department
from tests.factories.cities import DepartmentFactory
from tests.factories.training import (
    AnswerFactory,
    AskedTopicFactory,
    AssessmentFactory,
    QuestionnaireFactory,
    RespondentFactory,
)
from training.models import Assessment, Audience, Respondent, Topic

Role = Respondent.Role
TRENCH = [(5, 2), (5, 2), (4, 3), (5, 1), (4, 3), (4, 4)]
"""Importance and performance as six people of a crew mark them."""
HEADS = [(5, 2, 12), (5, 2, 8), (4, 3, 4), (5, 2, 10), (4, 2, 10)]
"""Importance, performance and people concerned as five heads of departments say."""


def asking(*topics: Topic, **fields: object) -> Assessment:
    """An open assessment that asks heads and staff about topics."""
    assessment = AssessmentFactory(**fields)
    aspects = ["importance", "performance", "frequency", "difficulty", "barriers"]
    for audience in Audience:
        asked = QuestionnaireFactory(assessment=assessment, audience=audience, aspects=aspects)
        for position, topic in enumerate(topics):
            AskedTopicFactory(questionnaire=asked, topic=topic, position=position)
    return assessment


def say(assessment: Assessment, department: Department, role: Role, topic: Topic, *marks) -> None:
    """One person for each pair of importance and performance, in a department."""
    for importance, performance, *people in marks:
        person = RespondentFactory(
            assessment=assessment,
            city=City.objects.get(pk=department.organisation_id),
            department=department,
            role=role,
        )
        AnswerFactory(
            respondent=person,
            topic=topic,
            importance=importance,
            performance=performance,
            people=next(iter(people), None),
        )


def close(assessment: Assessment) -> Assessment:
    """Close it as the clock does."""
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED)
    assessment.refresh_from_db()
    return assessment


def worked_example(city: City, topic: Topic, **fields: object) -> Assessment:
    """The example of docs/needs.md: a crew of six, and the heads of five departments."""
    assessment = asking(topic, **fields)
    departments = [
        DepartmentFactory(organisation=city, name=name)
        for name in ("Public works", "Water", "Parks", "Fire", "Finance")
    ]
    say(assessment, departments[0], Role.FIELD, topic, *TRENCH)
    for department, mark in zip(departments, HEADS, strict=True):
        say(assessment, department, Role.HEAD, topic, mark)
    return assessment
