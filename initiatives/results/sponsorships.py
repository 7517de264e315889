"""What became of the cities that were asked: what changed since they answered, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from collaborative.models import Event
from initiatives.events import SponsorshipEvent
from initiatives.models import Entry, Proposal, Revision, Sponsorship
from initiatives.questions import SECTIONS, Kind, Text, of_substance, question_of
from initiatives.results.history import Happening
from initiatives.results.proposals import Answer, Names, differences, keys_in, ticked

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        SponsorshipEvent.ASKED: "{who} asked {city} to co-sponsor it.",
        SponsorshipEvent.ACCEPTED: "{who} accepted for {city}.",
        SponsorshipEvent.CONDITIONAL: "{who} accepted for {city}, with conditions.",
        SponsorshipEvent.DECLINED: "{who} declined for {city}.",
        SponsorshipEvent.ASKED_AGAIN: "{who} changed the text, so {city} is asked again.",
        SponsorshipEvent.TAKEN_BACK: "{who} took back the question to {city}.",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One answer as it was signed off and as it stands now, both in words."""

    before: Answer
    now: Answer
    is_substance: bool


def changes_since(proposal: Proposal, version: int, names: Names) -> list[Change]:
    """List what has changed in the draft since a version, answer by answer. One query."""
    if version == proposal.version:
        return []
    before, now = Revision.objects.text_at(proposal, version), proposal.draft
    keys = [key for section in SECTIONS.values() for key in keys_in(section, names)]
    old = differences({key: now.get(key, "") for key in keys}, before, names)
    new = differences({key: before.get(key, "") for key in keys}, now, names)
    return [
        Change(_readable(was, before), _readable(is_, now), bool(of_substance([is_.key])))
        for was, is_ in zip(old, new, strict=True)
    ]


def changed_in_substance(proposal: Proposal, version: int) -> list[str]:
    """List the keys on which a co-sponsor's word rests and that differ since. One query."""
    before, now = Revision.objects.text_at(proposal, version), proposal.draft
    differ = [key for key in {**before, **now} if before.get(key) != now.get(key)]
    return sorted(of_substance(differ))


def happened(proposal: Proposal) -> list[Happening]:
    """List all questions and answers, the newest first, with names: for those involved."""
    keys = [str(pk) for pk in proposal.sponsorships.values_list("pk", flat=True)]
    about = Event.objects.filter(about_type=Sponsorship._meta.label_lower, about_key__in=keys)
    return [
        Happening(
            event.at,
            SENTENCES[event.kind].format(who=event.who, city=event.detail["city"]),
            event.detail.get("words", ""),
        )
        for event in about.select_related("by").order_by("-at", "-pk")
    ]


def sponsors_of(entry: Entry) -> tuple[Sponsorship, ...]:
    """Return the cities that co-sponsored an entry, by name, as they had answered at the close."""
    answered = entry.proposal.sponsorships.counting()
    if entry.round.closed_at is not None:
        answered = answered.filter(answered_at__lte=entry.round.closed_at)
    return tuple(answered.for_list())


def _readable(answer: Answer, text: Text) -> Answer:
    """Say a box's answer in a word."""
    question = question_of(answer.key)
    if question is None or question.kind != Kind.TICK:
        return answer
    return replace(answer, text=ticked(text.get(answer.key, "")))
