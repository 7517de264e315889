"""The library of criteria sets: what the portal brings along, and what facilitators add."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from collaborative.models import PORTAL, Actor, Event
from initiatives.events import CriteriaSetEvent
from initiatives.models import CriteriaSet, Round
from initiatives.results.weights import questions_of
from initiatives.rubrics import Question, read, write
from initiatives.rules import library as rules

FOLDER = Path(__file__).resolve().parents[1] / "records" / "criteria_sets"
"""The sets that the portal brings along, a file each, with what was read where."""


class NewerVersion(Exception):
    """Somebody added a version since this one was read; nothing was written.

    `newest` is the set as it stands now.
    """

    def __init__(self, newest: CriteriaSet) -> None:
        """Keep the newest version."""
        super().__init__(f"{newest} was added since this one was read.")
        self.newest = newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is said of a set beside its questions; see `CriteriaSet`."""

    title: str
    note: str
    source: str = ""
    reading: str = ""
    additions: str = ""
    is_starting_point: bool = False

    @classmethod
    def of(cls, given: CriteriaSet) -> Wording:
        """What is said of a set that is there."""
        return cls(**{name: getattr(given, name) for name in cls.__slots__})


@dataclass(slots=True)
class Tally:
    """How many versions were new, and how many sets stood already."""

    inserted: int = 0
    unchanged: int = 0


@transaction.atomic
def load(*, at: datetime) -> Tally:
    """Bring the portal's own sets along; a file that says something else is its next version.

    Again changes nothing, also where facilitators have added versions since.
    """
    tally = Tally()
    for path in sorted(FOLDER.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        record["questions"] = write(read(record["questions"]))
        if CriteriaSet.objects.filter(**record).exists():
            tally.unchanged += 1
            continue
        last = CriteriaSet.objects.filter(slug=record["slug"]).order_by("-version").first()
        _write(record, version=1 if last is None else last.version + 1, by=PORTAL, at=at)
        tally.inserted += 1
    return tally


@transaction.atomic
def add_set(
    wording: Wording, *, questions: Sequence[Question], by: Actor, at: datetime
) -> CriteriaSet:
    """Add a set of its own to the library."""
    if reason := rules.why_not_add(by, questions):
        raise PermissionDenied(reason)
    said = asdict(wording) | {
        "slug": _free_slug(wording.title),
        "questions": write(_keyed(questions)),
    }
    return _write(said, version=1, by=by, at=at)


@transaction.atomic
def add_version(
    earlier: CriteriaSet,
    *,
    wording: Wording,
    questions: Sequence[Question],
    by: Actor,
    at: datetime,
) -> CriteriaSet:
    """Add the version after `earlier`. Raises NewerVersion where that is not the newest any more.

    The earlier one stays as it is, with the rounds that asked it.
    """
    if reason := rules.why_not_add(by, questions):
        raise PermissionDenied(reason)
    versions = CriteriaSet.objects.filter(slug=earlier.slug)
    versions.select_for_update().get(version=1)  # two who add at once follow each other
    newest = versions.latest("version")
    if newest.version != earlier.version:
        raise NewerVersion(newest)
    said = asdict(wording) | {"slug": earlier.slug, "questions": write(_keyed(questions))}
    return _write(said, version=earlier.version + 1, by=by, at=at)


def keep(
    round_: Round,
    *,
    title: str,
    note: str,
    earlier: CriteriaSet | None,
    by: Actor,
    at: datetime,
) -> CriteriaSet:
    """Keep what a round asks: as a new set, or as the version after `earlier`.

    A new version says of itself what the earlier said, but for the note. Raises NewerVersion.
    """
    questions = questions_of(round_)
    if earlier is None:
        wording = Wording(title=title, note=note, source=f"The round “{round_}”.")
        return add_set(wording, questions=questions, by=by, at=at)
    wording = replace(Wording.of(earlier), note=note)
    return add_version(earlier, wording=wording, questions=questions, by=by, at=at)


def _write(said: Mapping[str, Any], *, version: int, by: Actor, at: datetime) -> CriteriaSet:
    added = CriteriaSet.objects.create(
        **said, version=version, by=by.user, office=by.title[:200], at=at
    )
    Event.objects.record(CriteriaSetEvent.ADDED, added, by=by, at=at)
    return added


def _keyed(questions: Sequence[Question]) -> list[Question]:
    """Give a short name to each question that has none; a second of the same gets a number."""
    taken = {question.key for question in questions if question.key}
    keyed = []
    for question in questions:
        key = question.key or _free(slugify(question.label)[:32].strip("-") or "criterion", taken)
        taken.add(key)
        keyed.append(replace(question, key=key))
    return keyed


def _free_slug(title: str) -> str:
    """Make a name for the address out of the title; a second of the same gets a number."""
    wanted = slugify(title)[:50].strip("-") or "set"
    return _free(
        wanted,
        set(CriteriaSet.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)),
    )


def _free(wanted: str, taken: set[str]) -> str:
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
