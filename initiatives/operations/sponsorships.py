"""Asking cities to co-sponsor a proposal, taking a question back, and answering it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from initiatives.events import SponsorshipEvent
from initiatives.lifecycle import SPONSORSHIP
from initiatives.models import Proposal, Sponsorship
from initiatives.operations.revising import locked
from initiatives.results.sponsorships import changed_in_substance
from initiatives.rules import sponsorships as rules

State = Sponsorship.State
EVENTS: Mapping[str, SponsorshipEvent] = MappingProxyType(
    {
        State.ACCEPTED: SponsorshipEvent.ACCEPTED,
        State.CONDITIONAL: SponsorshipEvent.CONDITIONAL,
        State.DECLINED: SponsorshipEvent.DECLINED,
    }
)
"""What happens with each answer."""


class StaleSignOff(Exception):
    """The text has changed in substance since the person read it; nothing was written.

    `current` is the sponsorship as it stands now, with its proposal.
    """

    def __init__(self, current: Sponsorship) -> None:
        """Keep the sponsorship as it stands."""
        super().__init__(f"{current.proposal.reference} has changed since it was read.")
        self.current = current


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A city's answer: an answered state, with the conditions or the reason."""

    state: str
    words: str = ""


@transaction.atomic
def ask(
    proposal: Proposal, *, cities: Iterable[City], by: Actor, at: datetime
) -> list[Sponsorship]:
    """Ask cities to co-sponsor, and return those newly asked.

    A city that is asked already, or has accepted, is left as it is; one that declined or whose
    question was taken back is asked anew, without its former answer.
    """
    current = locked(proposal)
    wanted = list(cities)
    if reason := rules.why_not_ask(by, current):
        raise PermissionDenied(reason)
    if reasons := [why for city in wanted if (why := rules.why_not_ask_city(current, city))]:
        raise PermissionDenied(" ".join(reasons))
    known = {row.city_id: row for row in current.sponsorships.select_related("city", "proposal")}
    new = [city for city in wanted if city.pk not in known]
    anew = [
        known[city.pk]
        for city in wanted
        if city.pk in known and SPONSORSHIP.allows(known[city.pk], SponsorshipEvent.ASKED)
    ]
    return [
        *(_ask(current, city, by=by, at=at) for city in new),
        *(_ask_anew(row, by=by, at=at) for row in anew),
    ]


def _ask(proposal: Proposal, city: City, *, by: Actor, at: datetime) -> Sponsorship:
    assert by.user is not None
    asked = Sponsorship.objects.create(
        state=SPONSORSHIP.start,
        state_since=at,
        proposal=proposal,
        city=city,
        asked_at=at,
        asked_by=by.user,
    )
    Event.objects.record(SponsorshipEvent.ASKED, asked, by=by, at=at, city=city.name)
    return asked


def _ask_anew(sponsorship: Sponsorship, *, by: Actor, at: datetime) -> Sponsorship:
    SPONSORSHIP.advance(
        sponsorship,
        SponsorshipEvent.ASKED,
        by=by,
        at=at,
        detail={"city": sponsorship.city.name},
        asked_at=at,
        asked_by=by.user,
        asked_again_at=None,
        answered_at=None,
        answered_by=None,
        office="",
        version=None,
        words="",
    )
    return sponsorship


@transaction.atomic
def take_back(sponsorship: Sponsorship, *, by: Actor, at: datetime) -> None:
    """Ask a city no longer. Raises StaleState where somebody else was first."""
    current = _hold(sponsorship)
    if reason := rules.why_not_take_back(by, current):
        raise PermissionDenied(reason)
    let_go(sponsorship, by=by, at=at)


def ask_for_merge(
    proposal: Proposal, *, cities: Iterable[City], by: Actor, at: datetime
) -> list[Sponsorship]:
    """Ask the cities that stood behind a text which was merged into this proposal.

    Part of the merge, which has asked its own rules. A city that was ever asked is left as it is.
    """
    known = set(proposal.sponsorships.values_list("city", flat=True))
    new = sorted((city for city in cities if city.pk not in known), key=lambda city: city.name)
    return [_ask(proposal, city, by=by, at=at) for city in new]


def let_go(sponsorship: Sponsorship, *, by: Actor, at: datetime) -> None:
    """Ask a city no longer, whoever has the right to say so having said it."""
    detail = {"city": sponsorship.city.name}
    SPONSORSHIP.advance(sponsorship, SponsorshipEvent.TAKEN_BACK, by=by, at=at, detail=detail)


@transaction.atomic
def answer(
    sponsorship: Sponsorship,
    *,
    reply: Reply,
    version: int,
    turn: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give a city's word on the version of the draft that its liaison read.

    `turn` is the sponsorship's as it was read: who comes second gets StaleState with who was
    first. Raises StaleSignOff where the text has changed in substance since that version. The
    same answer once more changes nothing.
    """
    current, words = _hold(sponsorship), reply.words.strip()
    reason = rules.why_not_answer(by, current, at=at)
    if reason := reason or rules.why_not_word(reply.state, words, current.city):
        raise PermissionDenied(reason)
    said = (current.state, current.words, current.version, current.answered_by)
    if said == (reply.state, words, version, by.user):
        return
    if current.turn != turn:
        raise StaleState(rules.already_moved(current))
    if _is_overtaken(current.proposal, version):
        raise StaleSignOff(current)
    detail = {"city": current.city.name, "version": version, "before": current.state}
    SPONSORSHIP.advance(
        sponsorship,
        EVENTS[reply.state],
        by=by,
        at=at,
        detail=detail | ({"words": words} if words else {}),
        asked_again_at=None,
        answered_at=at,
        answered_by=by.user,
        office=by.title[:200],
        version=version,
        words=words,
    )


def _hold(sponsorship: Sponsorship) -> Sponsorship:
    """Read it anew; nobody writes the proposal or answers until the transaction ends."""
    proposal = locked(sponsorship.proposal)
    current = Sponsorship.objects.select_related("city", "answered_by").get(pk=sponsorship.pk)
    current.proposal = proposal
    return current


def _is_overtaken(proposal: Proposal, version: int) -> bool:
    """Tell whether the draft has left a version in substance, or never was at it."""
    if not 1 <= version <= proposal.version:
        return True
    return version != proposal.version and bool(changed_in_substance(proposal, version))
