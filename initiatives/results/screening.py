"""What the facilitator finds in a proposal: the checklist, what was asked, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from cities.models import City
from collaborative.models import Actor
from initiatives.models import Proposal, Revision, Screening, Sponsorship, Submission
from initiatives.models.screening import ScreeningQuerySet
from initiatives.questions import SECTIONS, Section
from initiatives.results.history import SectionReason, by_section
from initiatives.results.proposals import (
    Missing,
    Names,
    Part,
    missing,
    names_for,
    parts,
)
from initiatives.results.revisions import Change, changed_parts

Point = Screening.Point


@dataclass(frozen=True, slots=True)
class Finding:
    """One point of the checklist: what was looked at, what was found, and the note."""

    point: str
    label: str
    answer: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A section of a proposal that was sent in again: what was asked of it, and what changed."""

    section: Section
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Prejudged:
    """What the portal finds by itself: an answer for each point that it can judge, and why."""

    answers: Mapping[str, str]
    missing: tuple[Missing, ...]
    cities: tuple[City, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """What became of a proposal's parts: those of each kind that this person is told of.

    Each proposal says `is_readable`; of one that is not, only the reference is shown.
    """

    merged: tuple[Proposal, ...]
    merged_into: tuple[Proposal, ...]
    split_off: tuple[Proposal, ...]
    split_from: tuple[Proposal, ...]


def least_cities() -> int:
    """Return how many cities must take part, the lead among them."""
    return int(settings.PROPOSAL_LEAST_CITIES)


def label(point: str, *, least: int) -> str:
    """Say what a point asks."""
    return str(Point(point).label).format(least=least)


def cities_taking_part(proposal: Proposal) -> list[City]:
    """List who counts for "at least N cities": the lead, those wanted, those asked to co-sponsor.

    By name. A city that declined, or is no longer asked, does not count for having been asked.
    """
    asked = proposal.sponsorships.exclude(
        state__in=[Sponsorship.State.DECLINED, Sponsorship.State.TAKEN_BACK]
    ).select_related("city")
    cities = {proposal.city, *proposal.wanted_cities.all(), *(one.city for one in asked)}
    return sorted(cities, key=lambda city: city.name)


def prejudge(proposal: Proposal, names: Names) -> Prejudged:
    """Judge what can be read off the proposal: whether it is complete, and its cities enough."""
    lacking, cities = missing(proposal.answers, names), cities_taking_part(proposal)
    answers = {
        Point.COMPLETE.value: _yes_or_no(not lacking),
        Point.ENOUGH_CITIES.value: _yes_or_no(len(cities) >= least_cities()),
    }
    return Prejudged(answers, tuple(lacking), tuple(cities))


def _yes_or_no(holds: bool) -> str:  # noqa: FBT001 - it is what is said
    return str(Screening.Answer.YES if holds else Screening.Answer.NO)


def findings(screening: Screening) -> list[Finding]:
    """List the points of a screening with what was found."""
    return [
        Finding(
            point.value,
            label(point, least=screening.least_cities),
            screening.answer(point),
            str(Screening.Answer(screening.answer(point)).label),
            screening.note(point),
        )
        for point in Point
    ]


def open_screening(submission: Submission) -> Screening | None:
    """Return what the facilitators have written so far of a proposal as it was sent in."""
    return submission.screenings.undecided().select_related("by").first()


def last_decided(proposal: Proposal) -> Screening | None:
    """Return the checklist that the last decision of a screening rests on, if there is one."""
    return _of(proposal).decided().last()


def last_return(proposal: Proposal) -> Screening | None:
    """Return the screening that sent the proposal back last, if it ever was sent back."""
    return _of(proposal).filter(decision=Screening.Decision.RETURNED).last()


def _of(proposal: Proposal) -> ScreeningQuerySet:
    return (
        Screening.objects.filter(submission__proposal=proposal)
        .select_related("by", "submission__revision")
        .order_by("pk")
    )


def reasons_by_section(proposal: Proposal) -> dict[str, SectionReason]:
    """Return what its authors are asked to change, by the keys of the sections.

    Nothing while it does not wait for its authors.
    """
    if proposal.state != Proposal.State.RETURNED:
        return {}
    returned = last_return(proposal)
    asked = by_section(returned.reasons) if returned else ()
    return {one.section.key: one for one in asked}


def rewritten(proposal: Proposal, names: Names) -> list[Rewritten]:
    """List, section by section, what was asked when it was sent back and what has changed since.

    Sections of which nothing was asked and in which nothing changed are left out. Nothing for a
    proposal that was not sent in again.
    """
    returned = last_return(proposal)
    if returned is None or returned.submission == proposal.submissions.latest():
        return []
    before = Revision.objects.text_at(proposal, returned.submission.revision.number)
    changes = {
        part.section.key: part.changes for part in changed_parts(before, proposal.answers, names)
    }
    return [
        Rewritten(section, returned.reasons.get(section.key, ""), changes.get(section.key, ()))
        for section in SECTIONS.values()
        if section.key in {*changes, *(key for key, asked in returned.reasons.items() if asked)}
    ]


def kin(proposal: Proposal, actor: Actor) -> Kin:
    """Find what was merged with a proposal, and what was split. One query.

    What was split is told to those who may read it: it may still be somebody's draft.
    """
    related = (
        Q(merged_into=proposal)
        | Q(split_from=proposal)
        | Q(pk__in=[proposal.merged_into_id or 0, proposal.split_from_id or 0])
    )
    found: Iterable[Any] = (
        Proposal.objects.filter(related)
        .marked_readable(actor)
        .select_related("city")
        .without_texts()
        .order_by("created_at", "pk")
    )
    readable = [one for one in found if one.is_readable]
    return Kin(
        merged=tuple(one for one in found if one.merged_into_id == proposal.pk),
        merged_into=tuple(one for one in found if one.pk == proposal.merged_into_id),
        split_off=tuple(one for one in readable if one.split_from_id == proposal.pk),
        split_from=tuple(one for one in readable if one.pk == proposal.split_from_id),
    )


def merged_texts(proposal: Proposal, section: str, actor: Actor) -> list[tuple[Proposal, Part]]:
    """Return what each proposal that was merged into this one says in a section.

    For its writers, who work it in; of those that they may read. Two queries each, one for none.
    """
    merged = Proposal.objects.visible_to(actor).filter(merged_into=proposal)
    return [
        (other, part)
        for other in merged.select_related("city").order_by("created_at", "pk")
        for part in parts(other.answers, names_for(other))
        if part.section.key == section
    ]
