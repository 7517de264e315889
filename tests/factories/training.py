"""Topics, courses, requirements, and needs assessments with their answers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.cities import CityFactory, DepartmentFactory
from training.models import (
    Answer,
    AskedTopic,
    Assessment,
    Audience,
    Course,
    Family,
    Questionnaire,
    Requirement,
    Respondent,
    Topic,
)

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class TopicFactory(DjangoModelFactory):
    """A topic."""

    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.Sequence(lambda n: f"Topic {n}")


class FamilyFactory(DjangoModelFactory):
    """A family of courses."""

    class Meta:
        model = Family

    slug = factory.Sequence(lambda n: f"family-{n}")
    name = factory.Sequence(lambda n: f"Family {n}")


class CourseFactory(DjangoModelFactory):
    """A day in a classroom, for 8 to 24."""

    class Meta:
        model = Course

    code = factory.Sequence(lambda n: f"SMP-{n}")
    title = factory.Sequence(lambda n: f"Course {n}")
    family = factory.SubFactory(FamilyFactory)
    topic = factory.SubFactory(TopicFactory)
    level = Course.Level.INTRODUCTORY
    hours = Decimal(8)
    delivery = Course.Delivery.CLASSROOM
    min_seats = 8
    max_seats = 24
    fixed_cost = Decimal("2400.00")
    cost_per_seat = Decimal("15.00")
    market_price = Decimal("180.00")
    market_travel = Decimal("40.00")


class RequirementFactory(DjangoModelFactory):
    """Something that good practice asks for, once in three years."""

    class Meta:
        model = Requirement

    slug = factory.Sequence(lambda n: f"requirement-{n}")
    name = factory.Sequence(lambda n: f"Requirement {n}")
    topic = factory.SubFactory(TopicFactory)
    basis = Requirement.Basis.PRACTICE
    whom = "Everybody who enters a trench"
    every_months = 36


class AssessmentFactory(DjangoModelFactory):
    """An assessment that is open for answers for two weeks from a day before noon."""

    class Meta:
        model = Assessment

    state = Assessment.State.OPEN
    state_since = NOON
    slug = factory.Sequence(lambda n: f"assessment-{n}")
    title = factory.Sequence(lambda n: f"Assessment {n}")
    opens_at = NOON - timedelta(days=1)
    closes_at = NOON + timedelta(days=13)


class QuestionnaireFactory(DjangoModelFactory):
    """The staff's questions: every aspect but the two that only heads can answer."""

    class Meta:
        model = Questionnaire

    assessment = factory.SubFactory(AssessmentFactory)
    audience = Audience.STAFF
    aspects = factory.LazyFunction(
        lambda: ["importance", "performance", "frequency", "difficulty", "urgency", "barriers"]
    )


class AskedTopicFactory(DjangoModelFactory):
    """A topic that is asked about."""

    class Meta:
        model = AskedTopic

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    topic = factory.SubFactory(TopicFactory)
    position = factory.Sequence(lambda n: n)


class RespondentFactory(DjangoModelFactory):
    """Field staff asked by a slip, with answers sent in."""

    class Meta:
        model = Respondent

    assessment = factory.SubFactory(AssessmentFactory)
    city = factory.SubFactory(CityFactory)
    department = factory.SubFactory(DepartmentFactory, organisation=factory.SelfAttribute("..city"))
    role = Respondent.Role.FIELD
    way = Respondent.Way.SLIP
    nonce = factory.LazyAttribute(lambda made: "n" * 43 if made.way == "slip" else "")
    begun_at = NOON
    sent_at = NOON


class AnswerFactory(DjangoModelFactory):
    """Important, done badly, now and then, hard."""

    class Meta:
        model = Answer

    respondent = factory.SubFactory(RespondentFactory)
    topic = factory.SubFactory(TopicFactory)
    importance = 5
    performance = 2
    frequency = 2
    difficulty = 4
