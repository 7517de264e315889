"""Sample assessments: two that have closed, a year apart, with answers; one asks the demo."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cities.models import Department
from collaborative.demo.samples.cast import Cast, name_departments
from collaborative.demo.samples.days import Days, Step
from collaborative.models import PUBLIC
from training.models import Assessment, Respondent, Topic
from training.operations import answering, assessments, respondents
from training.operations.answering import Wishes
from training.operations.assessments import Plan, Questions
from training.operations.respondents import Asked

_FILE = Path(__file__).with_suffix(".json")
ROLES = ("head", "supervisor", "field", "office")
SCALES = ("importance", "performance", "frequency", "difficulty", "urgency")
ASKED_OFFICES = ("staff", "liaison")
SLIPS = 5
"""Slips of the open assessment that wait in each city."""
Told = Mapping[str, Any]
Act = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample assessment with what is told of it, and who acts."""

    told: Told
    cast: Cast
    days: Days

    @property
    def made(self) -> Assessment:
        """The assessment, once it is prepared."""
        return Assessment.objects.get(title=self.told["title"])


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Return how each is prepared, asked and answered, by its own word or by what all share."""
    told = json.loads(_FILE.read_text(encoding="utf-8"))
    for own in told.pop("assessments"):
        sample = Sample(told | own, cast, days)
        yield Step(days.moment(own["prepared"]), _prepare(sample))
        yield Step(days.moment(own["opened"]), _open(sample))
        if "closed" in own:
            yield Step(days.moment(own["opened"], hour=14), _answer(sample))
            yield Step(days.moment(own["closed"]), _close(sample))


def _prepare(sample: Sample) -> Act:
    def act(at: datetime) -> None:
        by = sample.cast.actors["analyst"]
        closes_at = sample.days.moment(sample.told.get("closes", sample.told.get("closed")))
        plan = Plan(title=sample.told["title"], purpose=sample.told["purpose"], closes_at=closes_at)
        made = assessments.prepare(plan, by=by, at=at, is_sample=True)
        topics = {topic.slug: topic for topic in Topic.objects.all()}
        for audience, slugs in sample.told["topics"].items():
            questions = Questions(
                audience=audience,
                topics=[topics[slug] for slug in slugs],
                aspects=sample.told["aspects"][audience],
            )
            assessments.ask(made, questions=questions, revision=made.revision, by=by, at=at)
        asked = _asked_of_demo(sample, at) if "closes" in sample.told else _in_numbers(sample, at)
        respondents.add(made, asked=asked, by=by, at=at)

    return act


def _departments(sample: Sample, at: datetime) -> dict[tuple[str, str], Department]:
    wanted = {(one["city"], one["department"]) for one in sample.told["places"]}
    return name_departments(sample.cast, wanted=wanted, at=at)


def _in_numbers(sample: Sample, at: datetime) -> list[Asked]:
    found = _departments(sample, at)
    return [
        Asked(
            city=sample.cast.cities[place["city"]],
            department=found[place["city"], place["department"]],
            role=role,
            way=Respondent.Way.SLIP,
            number=place[role],
        )
        for place in sample.told["places"]
        for role in ROLES
        if role in place
    ]


def _asked_of_demo(sample: Sample, at: datetime) -> list[Asked]:
    """Staff and liaison of each city by account, and some of its field staff by slip."""
    found = _departments(sample, at)
    asked = []
    for slug, city in sorted(sample.cast.cities.items()):
        works = found[slug, "Public Works (sample)"]
        asked.append(
            Asked(
                city=city,
                department=works,
                role=Respondent.Role.FIELD,
                way=Respondent.Way.SLIP,
                number=SLIPS,
            )
        )
        asked += [
            Asked(
                city=city,
                department=works,
                role=Respondent.Role.OFFICE,
                way=Respondent.Way.ACCOUNT,
                person=sample.cast.actors[f"{office}-{slug}"].user,
            )
            for office in ASKED_OFFICES
        ]
    return asked


def _open(sample: Sample) -> Act:
    def act(at: datetime) -> None:
        assessments.open_now(sample.made, by=sample.cast.actors["analyst"], at=at)

    return act


def _close(sample: Sample) -> Act:
    def act(at: datetime) -> None:
        assessments.close(sample.made, by=sample.cast.actors["analyst"], at=at)

    return act


def _answer(sample: Sample) -> Act:
    def act(at: datetime) -> None:
        topics = {topic.slug: topic for topic in Topic.objects.all()}
        people = {
            (place["city"], place["department"]): place.get("people", 0)
            for place in sample.told["places"]
        }
        asked = sample.made.respondents.select_related("city", "department").order_by("pk")
        for number, one in enumerate(asked, 1):
            if number % sample.told["silent_every"] == 0:
                continue
            concerned = people[one.city.slug, one.department.name]
            for place, slug in enumerate(sample.told["topics"][one.audience]):
                said = _said(sample.told, one.audience, slug, number + place, concerned)
                answering.answer(one, topic=topics[slug], said=said, by=PUBLIC, at=at)
            answering.wish(one, wishes=_wishes(number), by=PUBLIC, at=at)
            answering.send(one, by=PUBLIC, at=at)

    return act


def _said(told: Told, audience: str, slug: str, turn: int, concerned: int) -> dict[str, Any]:
    """What somebody says of a topic: about what all say, a mark more or less in turn."""
    usual, asked = told["answers"][slug], told["aspects"][audience]
    said: dict[str, Any] = {
        aspect: min(5, max(1, usual[aspect] + (turn + place) % 3 - 1))
        for place, aspect in enumerate(SCALES)
        if aspect in asked
    }
    said["barriers"] = told["barriers"].get(slug, []) if turn % 2 else []
    if "people" in asked:
        said |= {
            "people": concerned // usual["share_of_people"],
            "mandated": usual["mandated"],
        }
    return said


def _wishes(number: int) -> Wishes:
    formats, times = Respondent.Format.values, Respondent.Time.values
    return Wishes(
        formats=(formats[number % len(formats)],),
        times=(times[number % 3],),
        travel_miles=5 * (1 + number % 5),
    )
