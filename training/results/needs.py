"""Who is asked in an assessment, what of, and how many have answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from collaborative.models import Actor
from collaborative.roles import Permission
from training.models import Assessment, Questionnaire, Respondent, Topic
from training.turnout import Group, pooled, together

SMALLER = "Smaller departments together"
SMALLER_CITIES = "Cities where fewer are asked, together"
BEGUN, RETURNED = Count("pk", Q(begun_at__isnull=False)), Count("pk", Q(sent_at__isnull=False))


def respondents_of(assessment: Assessment) -> QuerySet[Respondent]:
    """Those whose answers count: sent in, of an assessment that was not withdrawn."""
    return Respondent.objects.counted().filter(
        assessment=assessment, assessment__state__in=[Assessment.State.OPEN, "closed"]
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Those of one department, kind of work and way, for whoever runs the assessment."""

    city: str
    department_id: int
    department: str
    role: str
    way: str
    asked: int
    begun: int
    returned: int

    @property
    def role_label(self) -> str:
        """The kind of work in words."""
        return str(Respondent.Role(self.role).label)

    @property
    def way_label(self) -> str:
        """The way in words."""
        return str(Respondent.Way(self.way).label)

    @property
    def waiting(self) -> int:
        """Those who have not begun."""
        return self.asked - self.begun


def places(assessment: Assessment) -> list[Place]:
    """Everybody who is asked, by city, department, kind of work and way. Costs one query."""
    found = (
        assessment.respondents.order_by()
        .values(
            "role",
            "way",
            "department_id",
            city_name=F("city__name"),
            department_name=F("department__name"),
        )
        .annotate(asked=Count("pk"), begun=BEGUN, returned=RETURNED)
        .order_by("city_name", "department_name", "role", "way")
    )
    return [
        Place(
            city=row["city_name"],
            department_id=row["department_id"],
            department=row["department_name"],
            role=row["role"],
            way=row["way"],
            asked=row["asked"],
            begun=row["begun"],
            returned=row["returned"],
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class CityProgress:
    """How far one city is: in all, and department by department."""

    total: Group
    departments: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an assessment is, as far as somebody may know it; `total` is of what is shown.

    `is_whole` says that nothing is left out or put together; `total` is None where too few are
    asked for anything to be told.
    """

    total: Group | None
    cities: tuple[CityProgress, ...]
    is_whole: bool


def progress(assessment: Assessment, *, actor: Actor) -> Progress:
    """Count who has sent in, by city and department. Costs one query.

    Whoever reads answers sees every department; others are told of no group of fewer than five,
    and a liaison of the own city alone.
    """
    by_city = _counted(assessment, actor)
    if actor.may(Permission.READ_ANSWERS):
        cities = [
            CityProgress(together(groups, name=name), tuple(groups))
            for name, groups in by_city.items()
        ]
        total = together((one.total for one in cities), name="All")
        return Progress(total, tuple(cities), is_whole=True)
    shown = pooled(
        (together(groups, name=name) for name, groups in by_city.items()), name=SMALLER_CITIES
    )
    return Progress(
        total=together(shown, name="All") if shown else None,
        cities=tuple(
            CityProgress(city, tuple(pooled(by_city.get(city.name, ()), name=SMALLER)))
            for city in shown
        ),
        is_whole=False,
    )


def _counted(assessment: Assessment, actor: Actor) -> dict[str, list[Group]]:
    """Each city's departments in order, of the cities that this person may be told of."""
    asked = assessment.respondents.all()
    if not _sees_all(actor):
        own = actor.organisations(Permission.READ_TRAINING_RESULTS)
        asked = asked.filter(city__in=own)
    rows = (
        asked.order_by()
        .values_list("city__name", "department__name")
        .annotate(asked=Count("pk"), begun=BEGUN, returned=RETURNED)
        .order_by("city__name", "department__name")
    )
    found: dict[str, list[Group]] = defaultdict(list)
    for city, department, number, begun, returned in rows:
        found[city].append(Group(department, asked=number, begun=begun, returned=returned))
    return found


def returned_of(
    assessments: Iterable[Assessment], *, cities: Collection[int]
) -> dict[int, list[Group]]:
    """Count who has sent in by city, by the assessment's key. Costs one query.

    Of cities where fewer than five are asked nothing is told, unless they are enough together.
    """
    rows = (
        Respondent.objects.filter(assessment__in=[one.pk for one in assessments], city__in=cities)
        .order_by()
        .values_list("assessment", "city__name")
        .annotate(asked=Count("pk"), begun=BEGUN, returned=RETURNED)
    )
    found: dict[int, list[Group]] = defaultdict(list)
    for key, city, asked, begun, returned in rows:
        found[key].append(Group(city, asked=asked, begun=begun, returned=returned))
    shown = {key: pooled(groups, name=SMALLER_CITIES) for key, groups in found.items()}
    return defaultdict(list, shown)


def _sees_all(actor: Actor) -> bool:
    """Facilitators and the analyst are of no city; liaisons see their own."""
    return actor.may(Permission.RUN_ROUND) or actor.may(Permission.RUN_ASSESSMENT)


@dataclass(frozen=True, slots=True)
class Questions:
    """What one person is asked: the topics in order, and the aspects of each."""

    topics: tuple[Topic, ...]
    aspects: tuple[str, ...]
    questionnaire: Questionnaire


def questions_for(assessment: Assessment, audience: str) -> Questions | None:
    """What an audience is asked; None where nothing is. Costs two queries."""
    found = assessment.questionnaires.filter(audience=audience).first()
    if found is None:
        return None
    asked = found.asked.select_related("topic").order_by("position")
    return Questions(
        topics=tuple(one.topic for one in asked),
        aspects=_in_order(found.aspects),
        questionnaire=found,
    )


def _in_order(aspects: Iterable[str]) -> tuple[str, ...]:
    chosen = set(aspects)
    return tuple(aspect for aspect in Questionnaire.Aspect.values if aspect in chosen)
