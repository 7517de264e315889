"""Sample rolls, duties and training on record, requests for seats, and reports of safety."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from cities.models import City, Department
from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from collaborative.models import Actor
from training.models import Course, Requirement, SeatRequest, Topic
from training.operations import records, requests, safety
from training.operations.requirements import Terms, add_requirement
from training.operations.topics import add_topic

_FILE = Path(__file__).with_suffix(".json")
KEPT_AGO, DUE_AHEAD, HOURS_AGO = 60, 60, 20
REPORTED_AT_MOST_AGO = 300
"""Older incidents came in from the papers, once the topics were there."""
POLICE, OFFICERS = "peace-officers", "peace-officer-hours"
HOURS_A_YEAR = Decimal(24)
Told = Mapping[str, Any]


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield how liaisons keep the rolls, ask for seats and report, and how the analyst answers."""
    told = json.loads(_FILE.read_text(encoding="utf-8"))
    yield Step(days.moment(KEPT_AGO + 1), partial(_rule_for_officers, cast))
    for crew in told["crews"]:
        yield Step(days.moment(KEPT_AGO), partial(_keep_crew, cast, crew, days))
    yield Step(days.moment(KEPT_AGO - 1), partial(_keep_officers, cast, told["officers"], days))
    yield Step(days.moment(KEPT_AGO - 2), partial(_keep_own, cast, days))
    for asked in told["requests"]:
        yield Step(days.moment(asked["ago"]), partial(_ask, cast, asked, days))
    for said in told["incidents"]:
        moment = days.moment(min(said["ago"], REPORTED_AT_MOST_AGO), hour=16)
        yield Step(moment, partial(_report, cast, said, days))
    yield Step(days.moment(HOURS_AGO), partial(_report_hours, cast, told["hours"], days))


def _rule_for_officers(cast: Cast, at: datetime) -> None:
    """The one mandate of a state that is on record here, with where it is published."""
    analyst = cast.actors["analyst"]
    topic = add_topic(
        name="Peace officers’ continuing education",
        slug=POLICE,
        about="Legal, technical, interpersonal and firearms training.",
        is_safety=False,
        is_sample=True,
        by=analyst,
        at=at,
    )
    terms = Terms(
        name="Peace officers’ hours in each calendar year",
        topic=topic,
        basis=Requirement.Basis.STATE,
        source="Missouri Department of Public Safety, Peace Officer Standards and Training",
        city=None,
        whom="Licensed peace officers",
        hours=HOURS_A_YEAR,
        every_months=None,
    )
    rule = add_requirement(terms, slug=OFFICERS, is_sample=True, by=analyst, at=at)
    records.count_yearly(rule, is_yearly=True, topics=[], by=analyst, at=at)


def _keep_crew(cast: Cast, crew: Told, days: Days, at: datetime) -> None:
    city, liaison = cast.cities[crew["city"]], cast.actors[f"liaison-{crew['city']}"]
    department, trench = _department(city, crew), Course.objects.get(code="SMP-TRENCH")
    people = []
    for number, ago in enumerate(crew["trained"], start=1):
        trainee = records.enter(
            city=city,
            name=f"{crew['what']} {number} (sample)",
            department=department,
            by=liaison,
            at=at,
        )
        people.append(trainee)
        if ago is not None:
            training = records.Training(
                topic=trench.topic,
                course=trench,
                on=days.day(ago),
                hours=trench.hours,
                source="Certificate (sample)",
            )
            records.record(trainee, training=training, by=liaison, at=at)
    records.bind(
        people,
        requirement=Requirement.objects.get(slug="trench-competence"),
        first_due_on=days.day(-DUE_AHEAD),
        by=liaison,
        at=at,
    )


def _keep_officers(cast: Cast, officers: Told, days: Days, at: datetime) -> None:
    city, liaison = cast.cities[officers["city"]], cast.actors[f"liaison-{officers['city']}"]
    department, topic = _department(city, officers), Topic.objects.get(slug=POLICE)
    people = []
    for number, hours in enumerate(officers["hours"], start=1):
        trainee = records.enter(
            city=city,
            name=f"{officers['what']} {number} (sample)",
            department=department,
            by=liaison,
            at=at,
        )
        people.append(trainee)
        if hours:
            training = records.Training(
                topic=topic,
                on=days.day(KEPT_AGO),
                hours=Decimal(hours),
                source="Roster of the academy (sample)",
            )
            records.record(trainee, training=training, by=liaison, at=at)
    rule = Requirement.objects.get(slug=OFFICERS)
    first = date(days.today.year, 12, 31)
    records.bind(people, requirement=rule, first_due_on=first, by=liaison, at=at)


def _keep_own(cast: Cast, days: Days, at: datetime) -> None:
    """Somebody with an account had training, and finds it on a page of the own."""
    staff, course = cast.actors["staff-raytown"], Course.objects.get(code="SMP-ZONE")
    assert staff.user is not None
    records.record_completion(
        city=cast.cities["raytown"],
        department=None,
        name=staff.user.name,
        account=staff.user,
        course=course,
        on=days.day(KEPT_AGO),
        hours=course.hours,
        source="Cohort before the portal (sample)",
        by=cast.actors["analyst"],
        at=at,
    )


def _ask(cast: Cast, said: Told, days: Days, at: datetime) -> None:
    wish = requests.Wish(
        topic=Topic.objects.get(slug=said["topic"]),
        course=Course.objects.get(code=said["course"]) if said["course"] else None,
        people=said["people"],
        wanted_by=days.day(-said["ahead"]),
        why=said["why"],
    )
    liaison = cast.actors[f"liaison-{said['city']}"]
    asked = requests.ask(city=cast.cities[said["city"]], wish=wish, by=liaison, at=at)
    _answer(asked, said, by=cast.actors["analyst"], at=at + timedelta(hours=2))


def _answer(asked: SeatRequest, said: Told, *, by: Actor, at: datetime) -> None:
    if "answer" in said:
        requests.accept(asked, answer=said["answer"], by=by, at=at)
    if "refusal" in said:
        requests.decline(asked, answer=said["refusal"], by=by, at=at)


def _report(cast: Cast, said: Told, days: Days, at: datetime) -> None:
    city = cast.cities[said["city"]]
    happening = safety.Happening(
        department=_department(city, said),
        on=days.day(said["ago"]),
        kind=said["kind"],
        severity=said["severity"],
        is_near_miss=said["near"],
        topic=Topic.objects.get(slug=said["topic"]) if said["topic"] else None,
        hours_lost=Decimal(said["lost"]),
        what=said["what"],
    )
    safety.report(city=city, happening=happening, by=cast.actors[f"liaison-{said['city']}"], at=at)


def _report_hours(cast: Cast, hours: Mapping[str, str], days: Days, at: datetime) -> None:
    """The last four quarters that are over, by each city's liaison."""
    this = days.today.year * 4 + (days.today.month - 1) // 3
    for slug, worked in sorted(hours.items()):
        for year, quarter in (divmod(this - ago, 4) for ago in range(4, 0, -1)):
            safety.report_hours(
                city=cast.cities[slug],
                year=year,
                quarter=quarter + 1,
                hours=Decimal(worked),
                by=cast.actors[f"liaison-{slug}"],
                at=at,
            )


def _department(city: City, said: Told) -> Department:
    return city.departments.get(name=said["department"])
