"""Who asks a city to co-sponsor, who answers for it, and why not."""

from __future__ import annotations

from datetime import datetime

from cities.models import City
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Proposal, Round, Sponsorship
from initiatives.models.sponsorships import ANSWERED, OPEN_TO_ANSWERS
from initiatives.phases import BEFORE_SCORING
from initiatives.results.history import standing
from initiatives.rules.proposals import OPEN_TO_AUTHORS, closed_text, why_not_share

State = Sponsorship.State
OPEN_TO_ASKING = OPEN_TO_AUTHORS | {Proposal.State.SUBMITTED}
"""States in which the lead city asks others, and takes a question back: until the screening."""


def why_not_ask(actor: Actor, proposal: Proposal) -> str | None:
    """Its writers from the lead city, until it is screened."""
    return why_not_share(actor, proposal) or closed_asking(proposal)


def closed_asking(proposal: Proposal) -> str | None:
    """Say why no other city is asked any more; nothing until the screening."""
    if proposal.state in OPEN_TO_ASKING:
        return None
    return f"{standing(proposal)}, so no other city is asked to co-sponsor it."


def why_not_ask_city(proposal: Proposal, city: City) -> str | None:
    """Any member city but the lead."""
    if city.pk != proposal.city_id:
        return None
    return f"{city} leads {proposal.reference}; only other cities co-sponsor it."


def why_not_take_back(actor: Actor, sponsorship: Sponsorship) -> str | None:
    """Whoever may ask takes a question back; a refusal stays on record."""
    if reason := why_not_ask(actor, sponsorship.proposal):
        return reason
    if sponsorship.state != State.DECLINED:
        return None
    return (
        f"{sponsorship.city} declined on {moment(sponsorship.state_since)}; that stays on record."
    )


def why_not_answer(actor: Actor, sponsorship: Sponsorship, *, at: datetime) -> str | None:
    """A liaison of the asked city, until the round of the proposal closes.

    Who declined reads no draft any more and so signs none: the authors ask that city anew.
    """
    city, proposal = sponsorship.city, sponsorship.proposal
    if not actor.may(Permission.SPONSOR, city.pk):
        return f"Only the liaison of {city} answers for {city}. Ask the liaison there."
    since = moment(sponsorship.state_since)
    if sponsorship.state == State.TAKEN_BACK:
        return (
            f"{city} is no longer asked to co-sponsor {proposal.reference} since {since}. "
            f"Ask {proposal.author} if you think that it should be."
        )
    if reason := closed_answers(proposal, at=at):
        return reason
    if sponsorship.state == State.DECLINED and not closed_text(proposal):
        return (
            f"{city} declined on {since}, and its authors still write {proposal.reference}. If "
            f"{city} is to look at it again, ask {proposal.author} to ask {city} again."
        )
    return None


def closed_answers(proposal: Proposal, *, at: datetime) -> str | None:
    """Say why the cities' answers stand; nothing while they can be given and changed."""
    if proposal.state in OPEN_TO_ANSWERS:
        return None
    if proposal.state != Proposal.State.IN_ROUND:
        return f"{standing(proposal)}, so what the cities answered stands."
    round_ = Round.objects.filter(entries__proposal=proposal).order_by("-entries__pk").first()
    assert round_ is not None
    if round_.state in BEFORE_SCORING or (
        round_.state == Round.State.SCORING and at < round_.closes_at
    ):
        return None
    closed_at = round_.closed_at or round_.closes_at
    return f"“{round_}” closed on {moment(closed_at)}, so what the cities answered stands."


def why_not_word(state: str, words: str, city: City) -> str | None:
    """Conditions and a refusal are in words; a plain acceptance has none."""
    if state == State.CONDITIONAL and not words.strip():
        return f"Say on which conditions {city} accepts."
    if state == State.DECLINED and not words.strip():
        return f"Say why {city} declines, so that the authors know what to do."
    if state == State.ACCEPTED and words.strip():
        return (
            "To accept without conditions, leave the box empty. To keep what you wrote, choose "
            "“Accept with conditions”."
        )
    return None


def already_moved(sponsorship: Sponsorship) -> str:
    """Say who was first, to somebody who comes second."""
    city, since = sponsorship.city, moment(sponsorship.state_since)
    if sponsorship.state in ANSWERED:
        moved = (
            f"{city} has answered: {sponsorship.label.lower()}, by {sponsorship.who} on {since}."
        )
    else:
        moved = f"{city} is {sponsorship.label.lower()} since {since}."
    return f"{moved} Your answer was not recorded; look at it as it stands now."


def why_too_few(round_: Round, proposal: Proposal) -> str | None:
    """A round may need a least number of co-sponsor cities; those asked again do not count.

    Costs a query, or none where the sponsorships are loaded with their cities.
    """
    if not round_.sponsors_needed:
        return None
    rows = sorted(proposal.sponsorships.all(), key=lambda row: row.city.name)
    there = [row.city.name for row in rows if row.counts]
    if len(there) >= round_.sponsors_needed:
        return None
    asked = [
        f"{row.city} (again)" if row.asked_again_at else row.city.name
        for row in rows
        if row.is_waiting
    ]
    waiting = f"Asked, without an answer: {', '.join(asked)}." if asked else "No other is asked."
    return f"{_number(there, proposal)} “{round_}” needs {round_.sponsors_needed}. {waiting}"


def _number(there: list[str], proposal: Proposal) -> str:
    """Say how many co-sponsor, and which."""
    if not there:
        return f"{proposal.reference} has no co-sponsor city beside {proposal.city}."
    cities = "city" if len(there) == 1 else "cities"
    return (
        f"{proposal.reference} has {len(there)} co-sponsor {cities} beside {proposal.city}: "
        f"{', '.join(there)}."
    )
