"""How far the evaluators have come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cities.models import Office
from collaborative.models import Actor
from initiatives.models import Declaration, Review, Round
from initiatives.models.declarations import titles_put_to

_SLUG = "entry__round__slug"
_DONE = Q(state__in=[Review.State.SUBMITTED, Review.State.RECUSED])


@dataclass(frozen=True, slots=True)
class Progress:
    """So many reviews asked for, so many done; a recusal is done. `slug` is the round's."""

    of: str
    asked: int
    done: int
    recused: int
    slug: str = ""

    @property
    def left(self) -> int:
        """How many still wait."""
        return self.asked - self.done


def progress_by_round(reviews: QuerySet[Review]) -> list[Progress]:
    """Count reviews by round, the earliest deadline first; one query."""
    return _counted(
        reviews, "entry__round__title", "entry__round__closes_at", "entry__round", _SLUG
    )


def progress_by_city(round_: Round) -> list[Progress]:
    """Count a round's reviews by city, in the order of their names; one query."""
    reviews = Review.objects.standing().filter(entry__round=round_)
    return _counted(reviews, "city__name")


@dataclass(frozen=True, slots=True)
class Declaring:
    """A round that takes declarations: so many titles are put to somebody, so many wait."""

    slug: str
    title: str
    opens_at: datetime
    titles: int
    left: int


def declarations_by_round(actor: Actor) -> list[Declaring]:
    """Count the titles put to an evaluator by round, until scoring opens; one query."""
    said = Declaration.objects.by(actor).filter(entry=OuterRef("pk"))
    rows = (
        titles_put_to(actor)
        .filter(round__state=Round.State.DECLARATIONS)
        .order_by()
        .annotate(is_said=Exists(said))
        .values("round__slug", "round__title", "round__opens_at")
        .annotate(titles=Count("pk"), left=Count("pk", filter=Q(is_said=False)))
        .order_by("round__opens_at", "round__slug")
    )
    return [
        Declaring(
            slug=row["round__slug"],
            title=row["round__title"],
            opens_at=row["round__opens_at"],
            titles=row["titles"],
            left=row["left"],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """How far one evaluator is in a round: titles spoken about, and reviews.

    An evaluator of the lead city is not asked about a title.
    """

    person: str
    city: str
    titles: int
    declared: int
    conflicts: int
    asked: int
    done: int
    recused: int


def progress_by_evaluator(round_: Round, offices: Iterable[Office]) -> list[Line]:
    """Say how far everybody is, in the order of the offices; three queries.

    Whoever is out of office with reviews of this round comes last.
    """
    led = Counter(round_.entries.standing().values_list("proposal__city_id", flat=True))
    said: dict[int, Mapping[str, Any]] = {
        row["person"]: row
        for row in Declaration.objects.standing()
        .filter(entry__round=round_, entry__withdrawal=None)
        .order_by()
        .values("person")
        .annotate(declared=Count("pk"), conflicts=Count("pk", filter=Q(is_conflict=True)))
    }
    reviews: dict[int, Mapping[str, Any]] = {
        row["evaluator"]: row
        for row in Review.objects.standing()
        .filter(entry__round=round_)
        .order_by()
        .values("evaluator", "evaluator__name", "city__name")
        .annotate(
            asked=Count("pk"),
            done=Count("pk", filter=_DONE),
            recused=Count("pk", filter=Q(state=Review.State.RECUSED)),
        )
        .order_by("evaluator__name", "city__name")
    }
    everybody = {office.person_id: office for office in offices}
    lines = [
        _line(
            office.person.name,
            office.organisation.name,
            led.total() - led[office.organisation_id],
            said.get(person, {}),
            reviews.get(person, {}),
        )
        for person, office in everybody.items()
    ]
    gone = [row for person, row in reviews.items() if person not in everybody]
    return lines + [_line(row["evaluator__name"], row["city__name"], 0, {}, row) for row in gone]


def _line(
    person: str, city: str, titles: int, said: Mapping[str, Any], reviews: Mapping[str, Any]
) -> Line:
    return Line(
        person=person,
        city=city,
        titles=titles,
        declared=said.get("declared", 0),
        conflicts=said.get("conflicts", 0),
        asked=reviews.get("asked", 0),
        done=reviews.get("done", 0),
        recused=reviews.get("recused", 0),
    )


def _counted(reviews: QuerySet[Review], name: str, *order: str) -> list[Progress]:
    rows: Iterable[dict[str, Any]] = (
        reviews.order_by()
        .values(name, *order)
        .annotate(
            asked=Count("pk"),
            done=Count("pk", filter=_DONE),
            recused=Count("pk", filter=Q(state=Review.State.RECUSED)),
        )
        .order_by(*order, name)
    )
    return [
        Progress(
            of=row[name],
            asked=row["asked"],
            done=row["done"],
            recused=row["recused"],
            slug=row.get(_SLUG, ""),
        )
        for row in rows
    ]
