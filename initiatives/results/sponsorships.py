"""What became of the cities that were asked: what changed since they answered, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from collaborative.models import Event
from initiatives.events import SponsorshipEvent
from initiatives.models import Entry, Proposal, Revision, Sponsorship
from initiatives.questions import of_substance
from initiatives.results.history import Happening
from initiatives.results.proposals import Names
from initiatives.results.revisions import Change, changed_parts

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


def changes_since(proposal: Proposal, version: int, names: Names) -> list[Change]:
    """List what has changed in the draft since a version, answer by answer. One query."""
    if version == proposal.version:
        return []
    before = Revision.objects.text_at(proposal, version)
    parts = changed_parts(before, proposal.draft, names)
    return [change for part in parts for change in part.changes]


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
            event.kind,
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
