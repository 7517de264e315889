"""Who reads what is said about a proposal, what waits there, and whom a comment names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q

from cities.models import Office
from collaborative.models import Actor, User
from initiatives.models import Audience, Comment, Mention, Proposal, ProposalUserPermission, Review
from initiatives.models.audiences import SIDES, belonging, sides
from initiatives.models.opened import NOTHING
from initiatives.questions import SECTIONS

LATEST = 3
"""How many open threads are shown beside a section."""


def audiences(actor: Actor, proposal: Proposal) -> frozenset[Audience]:
    """Return to which audiences of a proposal somebody belongs; one query or none."""
    return _belongs([actor], proposal)[0]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in office, and to which audiences of a proposal the person belongs."""

    person: User
    title: str
    audiences: frozenset[Audience]

    @property
    def label(self) -> str:
        """Name and office, said once where they are the same."""
        name = self.person.name
        return name if self.title in {"", name} else f"{name} ({self.title})"


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody in office on a day, as they are concerned with one proposal's comments."""

    members: tuple[Member, ...]

    def readers(self, *audiences: Audience, but: User | None = None) -> list[Member]:
        """Those who belong to one of the audiences, by name."""
        wanted = set(audiences)
        return [one for one in self.members if one.audiences & wanted and one.person != but]

    def named_in(self, text: str) -> list[Member]:
        """Those whose names stand in the text behind an @; of two names the longer is meant."""
        names = sorted({one.person.name for one in self.members}, key=len, reverse=True)
        if "@" not in text or not names:
            return []
        said = re.findall(
            rf"(?<!\w)@({'|'.join(map(re.escape, names))})(?!\w)", text, flags=re.IGNORECASE
        )
        wanted = {name.casefold() for name in said}
        return [one for one in self.members if one.person.name.casefold() in wanted]

    def strangers(self, people: Iterable[User], audience: Audience) -> list[str]:
        """The names of those of the people who do not belong to the audience."""
        readers = {one.person.pk for one in self.readers(audience)}
        return sorted({person.name for person in people if person.pk not in readers})


def company(proposal: Proposal, *, on: date) -> Company:
    """Look up everybody in office on a day, and which comments on the proposal each reads.

    Four queries, however many people there are. Who has no part in the proposal reads by office:
    all in the same offices read the same, and are asked for once.
    """
    actors = _in_office(on)
    concerned = _concerned(proposal)
    kinds = {_kind(actor, concerned): actor for actor in actors}
    known = dict(zip(kinds, _belongs(kinds.values(), proposal), strict=True))
    return Company(
        tuple(
            Member(actor.user, actor.title, known[_kind(actor, concerned)])
            for actor in actors
            if actor.user is not None
        )
    )


def _kind(actor: Actor, concerned: Collection[int]) -> tuple[object, ...]:
    """What decides on the comments that somebody reads: the offices, and the part in it if any."""
    key = actor.user.pk if actor.user and actor.user.pk in concerned else None
    return (key, frozenset((held.role, held.organisation_id) for held in actor.offices))


def _concerned(proposal: Proposal) -> frozenset[int]:
    """The keys of those who have a part of their own: author, invited, asked to review.

    Of a merged proposal those who write the one that it was merged into, too: they read it.
    """
    into = proposal.merged_into
    written = [proposal, into] if into else [proposal]
    authors = [one.author_id for one in written]
    invited = ProposalUserPermission.objects.filter(content_object__in=written)
    reviewers = Review.objects.order_by().filter(entry__proposal=proposal)
    return frozenset(
        [
            *authors,
            *invited.values_list("user", flat=True),
            *reviewers.values_list("evaluator", flat=True),
        ]
    )


def _in_office(on: date) -> list[Actor]:
    """Everybody with an account who holds an office on a day, by name."""
    offices = Office.objects.held_on(on).filter(person__is_active=True)
    held: dict[User, list[Office]] = {}
    for office in offices.select_related("person", "organisation").order_by(
        "person__name", "person", "organisation__name", "role", "pk"
    ):
        held.setdefault(office.person, []).append(office)
    return [Actor(person, tuple(office.held for office in own)) for person, own in held.items()]


def _belongs(actors: Collection[Actor], proposal: Proposal) -> list[frozenset[Audience]]:
    """Ask for each of the actors to which audiences they belong; one query for all of them."""
    asked = {
        f"{side}_{number}": own
        for number, actor in enumerate(actors)
        for side, own in sides(actor).items()
        if own is not NOTHING
    }
    found = Proposal.objects.order_by().filter(pk=proposal.pk)
    row: Mapping[str, Any] = (found.values(**asked).first() if asked else None) or {}
    sent_in = proposal.submitted_at is not None
    return [
        frozenset(
            audience
            for audience, is_one in belonging(
                {side: row.get(f"{side}_{number}", False) for side in SIDES}, sent_in=sent_in
            ).items()
            if is_one
        )
        for number in range(len(actors))
    ]


def addressed(said: Comment, *, wording: int, on: date) -> list[User]:
    """Return whom a comment concerns at once: of those who read it on a day, but not its writer.

    That is whoever the wording named first and the newest still names; and, when it is new, of
    what the authors and the facilitators ask each other, the other side.
    """
    newest = said.wordings.order_by("-number").values("pk")[:1]
    first = (
        Mention.objects.filter(wording__comment=said)
        .order_by()
        .values("person")
        .annotate(first=Min("wording__number"))
        .filter(first=wording)
    )
    named = Mention.objects.filter(wording=newest, person__in=first.values("person"))
    concerned = set(named.values_list("person", flat=True))
    side = Audience.AUTHORS if said.by_facilitator else Audience.FACILITATORS
    is_asked = said.audience == Audience.BETWEEN and wording == 1
    return [
        one.person
        for one in company(said.proposal, on=on).readers(Audience(said.audience))
        if one.person.pk in concerned or (is_asked and side in one.audiences)
        if one.person.pk != said.by_id
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many threads there are about one section, and how many of them are open."""

    section: str
    title: str
    open: int
    all: int


def tallies(actor: Actor, proposal: Proposal) -> list[Tally]:
    """Count, section by section, the threads that somebody may read; only where there are any."""
    rows = (
        proposal.comments.visible_to(actor)
        .threads()
        .order_by()
        .values("section")
        .annotate(all=Count("pk"), open=Count("pk", filter=Q(resolved_at=None)))
    )
    found = {row["section"]: row for row in rows}
    titles = {"": "The whole proposal", **{key: one.title for key, one in SECTIONS.items()}}
    return [
        Tally(key, title, found[key]["open"], found[key]["all"])
        for key, title in titles.items()
        if key in found
    ]


@dataclass(frozen=True, slots=True)
class Glance:
    """The talk about a proposal, or about one section of it, beside another page.

    `tallies` count it by section; `latest` are the newest open threads.
    """

    proposal: Proposal
    section: str
    tallies: tuple[Tally, ...]
    latest: tuple[Comment, ...]

    @property
    def open(self) -> int:
        """How many threads are open."""
        return sum(tally.open for tally in self.tallies)

    @property
    def all(self) -> int:
        """How many threads there are."""
        return sum(tally.all for tally in self.tallies)


def glance(actor: Actor, proposal: Proposal, *, section: str | None = None) -> Glance | None:
    """Look at the talk about a proposal, or about one section; None for who reads none of it.

    At most five queries, and none for people whose office reads no comments.
    """
    if not audiences(actor, proposal):
        return None
    counted = tallies(actor, proposal)
    threads = proposal.comments.visible_to(actor).threads().open()
    if section is not None:
        counted = [tally for tally in counted if tally.section == section]
        threads = threads.filter(section=section)
    latest = threads.with_words().order_by("-pk")[:LATEST]
    return Glance(proposal, section or "", tuple(counted), tuple(latest))
