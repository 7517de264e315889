"""Where agreements stand with their parties' councils: the adoption matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Prefetch, Q
from django.utils.timezone import localdate

from agreements import adoption
from agreements.models import Act, Action, Agreement, Party, Version
from agreements.results import majorities
from agreements.results.majorities import Compositions, Poll
from agreements.results.squares import Square, Standing


def standing(agreement: Agreement) -> Standing:
    """Where an agreement's last circulated version stands. Costs five queries."""
    return standings([agreement])[0]


def standing_if(act: Act, step: Action) -> Standing:
    """Where an act's agreement would stand with one more step after that act's decision.

    The step need not be written. Costs five queries.
    """
    agreement = act.party.agreement
    read = _Reading([agreement], supposed={act.pk: step})
    return read.standing(agreement, read.last(agreement))


def standing_of(version: Version) -> Standing:
    """Where one circulated version stands. Costs five queries."""
    read = _Reading([version.agreement])
    return read.standing(version.agreement, version)


def standings(agreements: Iterable[Agreement]) -> list[Standing]:
    """Where the last circulated version of each stands, in the order given.

    Costs five queries for any number.
    """
    rows = list(agreements)
    read = _Reading(rows)
    return [read.standing(row, read.last(row)) for row in rows]


def versions_in_force(agreements: Iterable[Agreement]) -> dict[int, adoption.Span]:
    """From when until when each version binds by the councils' acts, by its key.

    A later version replaces an earlier one on the day it comes into force. Costs five queries for
    any number of agreements.
    """
    read = _Reading(list(agreements))
    found: dict[int, adoption.Span] = {}
    for agreement in read.agreements.values():
        found |= _spans(read, agreement)
    return found


def _spans(read: _Reading, agreement: Agreement) -> dict[int, adoption.Span]:
    found: dict[int, adoption.Span] = {}
    until: date | None = None
    for version in reversed(read.versions[agreement.pk]):
        since = read.standing(agreement, version).outcome.in_force_on
        if since is not None and (until is None or since < until):
            found[version.pk] = adoption.Span(since, until)
            until = since
    return found


class _Reading:
    """Parties, circulated versions and acts of some agreements, read at once."""

    def __init__(
        self, agreements: Sequence[Agreement], *, supposed: Mapping[int, Action] | None = None
    ) -> None:
        self.agreements = {agreement.pk: agreement for agreement in agreements}
        self.supposed = supposed or {}
        self.parties: dict[int, list[Party]] = defaultdict(list)
        self.versions: dict[int, list[Version]] = defaultdict(list)
        self.acts: dict[int, list[Act]] = defaultdict(list)
        self._read_parties()
        self._read_versions()
        self._read_acts()
        self.councils: Compositions = majorities.compositions(
            party.organisation_id for parties in self.parties.values() for party in parties
        )

    def _read_parties(self) -> None:
        rows = Party.objects.filter(agreement__in=self.agreements).select_related("organisation")
        for party in rows:
            party.agreement = self.agreements[party.agreement_id]
            self.parties[party.agreement_id].append(party)

    def _read_versions(self) -> None:
        rows = Version.objects.filter(agreement__in=self.agreements, text__isnull=False)
        for version in rows.select_related("text").defer("text__body").order_by("number"):
            self.versions[version.agreement_id].append(version)

    def _read_acts(self) -> None:
        rows = (
            Act.objects.filter(party__agreement__in=self.agreements, corrected_by=None)
            .select_related("text")
            .defer("text__body", "notes", "action_text", "further")
            .annotate(
                ayes=_count("aye", is_mayor=False),
                nays=_count("nay", is_mayor=False),
                mayor_ayes=_count("aye", is_mayor=True),
                mayor_nays=_count("nay", is_mayor=True),
            )
            .prefetch_related(Prefetch("actions", Action.objects.defer("text", "further")))
        )
        of = {party.pk: party for parties in self.parties.values() for party in parties}
        for act in rows.order_by("pk"):
            act.party = of[act.party_id]
            self.acts[act.party_id].append(act)

    def last(self, agreement: Agreement) -> Version | None:
        """The version last circulated."""
        versions = self.versions[agreement.pk]
        return versions[-1] if versions else None

    def standing(self, agreement: Agreement, version: Version | None) -> Standing:
        """Where a version stands; acts on the versions after it do not concern it."""
        parties = [party for party in self.parties[agreement.pk] if _is_asked(party, version)]
        number = version.number if version else 0
        others = [each for each in self.versions[agreement.pk] if each.number != number]
        earlier = {each.text.sha256 for each in others if each.number < number and each.text}
        later = {each.text.sha256 for each in others if each.number > number and each.text}
        plain = [self._plain(act) for party in parties for act in self.acts[party.pk]]
        text = version.text if version else None
        outcome = adoption.adoption(
            text.sha256 if text else "",
            parties=[party.organisation.slug for party in parties],
            acts=[act for act in plain if _concerns(act, earlier, later)],
            # A draft's terms may ask for more councils than it names so far.
            required=_required(agreement, parties) if version else None,
            earlier=earlier,
            withdrawn={
                party.organisation.slug: party.left_on for party in parties if party.left_on
            },
        )
        in_force = [each for each in others if each.in_force_on and not each.replaced_on]
        return Standing(
            agreement,
            version,
            next((each for each in in_force if each.number < number), None),
            outcome,
            tuple(_square(party, outcome) for party in parties),
            tuple(party for party in self.parties[agreement.pk] if not party.adopts),
        )

    def _plain(self, act: Act) -> adoption.Act:
        poll = Poll(
            act.ayes,  # type: ignore[attr-defined] # annotated above
            act.nays,  # type: ignore[attr-defined] # annotated above
            _mayor(act),
        )
        reckoning = majorities.reckoned(act, poll, self.councils)
        actions = list(act.actions.all())
        if act.pk in self.supposed:
            actions.append(self.supposed[act.pk])
        found = majorities.became(act, actions, reckoning)
        return adoption.Act(
            party=act.party.organisation.slug,
            result=found.result,
            on=found.on,
            text_sha256=act.text.sha256 if act.text else None,
            reference=act,
            adopted_on=found.adopted_on,
        )


def _count(value: str, *, is_mayor: bool) -> Count:
    return Count("votes", filter=Q(votes__value=value, votes__is_mayor=is_mayor))


def _mayor(act: Act) -> bool | None:
    if act.mayor_ayes:  # type: ignore[attr-defined] # annotated where acts are read
        return True
    return False if act.mayor_nays else None  # type: ignore[attr-defined] # likewise


def _concerns(act: adoption.Act, earlier: set[str], later: set[str]) -> bool:
    """Whether an act tells of a version: none on a later one, no mere try on an earlier one."""
    if act.text_sha256 in later:
        return False
    return act.text_sha256 not in earlier or act.since is not None


def _is_asked(party: Party, version: Version | None) -> bool:
    """Whether a party's council is asked: not where it signs alone, nor once it had left."""
    sent_at = version.circulated_at if version else None
    there = party.left_on is None or sent_at is None or localdate(sent_at) < party.left_on
    return party.adopts and there


def _required(agreement: Agreement, parties: Sequence[Party]) -> int | None:
    """How many councils bind; no more than are asked, of which the terms may not have known."""
    needed = agreement.required_adoptions
    return min(needed, len(parties)) if needed is not None and parties else None


def _square(party: Party, outcome: adoption.Adoption) -> Square:
    cell = outcome.cells[party.organisation.slug]
    act = cell.act.reference if cell.act else None
    return Square(party, cell, act if isinstance(act, Act) else None)
