"""How long each agreement holds: its terms in words, its periods, notices and coming dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agreements import terms
from agreements.models import Agreement, Party, Term, Version, Withdrawal
from agreements.results.entries import Kept, chains
from agreements.results.filings import filings
from agreements.results.signatures import Block, signatures, signed_on


@dataclass(frozen=True, slots=True)
class Notice:
    """What is on record of one party's leaving."""

    party: Party
    kept: Kept[Withdrawal]

    @property
    def entry(self) -> Withdrawal | None:
        """The notice that stands."""
        entry = self.kept.standing
        return entry if entry and entry.leaves_on else None


@dataclass(frozen=True, slots=True)
class Duration:
    """How long one agreement holds, by the version in force, or else the latest one.

    `term` is None where that version says nothing of it; then `course` is None, too.
    """

    agreement: Agreement
    version: Version | None
    term: Term | None
    course: terms.Course | None
    notices: tuple[Notice, ...]

    @property
    def first(self) -> date | None:
        """The first day of effect, None while it is not known."""
        return self.course.first if self.course else None

    @property
    def period(self) -> terms.Period | None:
        """The period that has begun last."""
        return self.course.periods[-1] if self.course and self.course.periods else None

    def coming(self, *, since: date, until: date) -> list[terms.Coming]:
        """The dates from a day to a day, both counted, in order."""
        if self.term is None or self.course is None:
            return []
        return terms.coming(self.term.plain, self.course, since=since, until=until)

    def notice(self, party: Party) -> Notice:
        """What is on record of a party's leaving."""
        return next(notice for notice in self.notices if notice.party == party)


def term_of(version: Version) -> Term | None:
    """What a version says of its own duration; None where it says nothing. Costs one query."""
    return Term.objects.filter(version=version).first()


def duration(agreement: Agreement, *, on: date) -> Duration:
    """How long one agreement holds, as of a day. Costs what `durations` does."""
    return durations([agreement], on=on)[0]


def durations(agreements: Iterable[Agreement], *, on: date) -> list[Duration]:
    """How long each agreement holds, as of a day, in the order given.

    Costs three queries for any number, and two or three more where a term counts from signatures
    or filings.
    """
    rows = list(agreements)
    versions = _governing(rows)
    notices = _notices(rows)
    known = _known(rows, versions)
    return [
        _duration(row, versions.get(row.pk), notices[row.pk], known.get(row.pk), on=on)
        for row in rows
    ]


def _governing(agreements: Sequence[Agreement]) -> dict[int, Version]:
    """The version whose terms hold: the one in force, else the last circulated, else the draft.

    What a later version says while it is a draft is nobody's business but its readers'.
    """
    found: dict[int, Version] = {}
    rows = Version.objects.filter(agreement__in=[row.pk for row in agreements], dropped_at=None)
    for version in rows.select_related("term").defer("draft").order_by("number"):
        there = found.get(version.agreement_id)
        is_over = there and (there.in_force_on is None or there.replaced_on is not None)
        if there is None or (is_over and version.circulated_at):
            found[version.agreement_id] = version
    return found


def _notices(agreements: Sequence[Agreement]) -> dict[int, list[Notice]]:
    keys = [row.pk for row in agreements]
    entries: dict[int, list[Withdrawal]] = defaultdict(list)
    for entry in Withdrawal.objects.filter(party__agreement__in=keys).select_related(
        "act", "recorded_by"
    ):
        entries[entry.party_id].append(entry)
    notices: dict[int, list[Notice]] = defaultdict(list)
    for party in Party.objects.filter(agreement__in=keys).select_related("organisation"):
        notices[party.agreement_id].append(Notice(party, chains(entries[party.pk])))
    return notices


def _known(
    agreements: Sequence[Agreement], versions: Mapping[int, Version]
) -> dict[int, terms.Known]:
    """The days that terms count from; signatures and filings are read where a term asks."""

    def counting(effective: str) -> list[Version]:
        return [
            version
            for version in versions.values()
            if version.text_id is not None and _effective(version) == effective
        ]

    signed = {key: signed_on(own) for key, own in _signatures(counting(Term.Effective.SIGNED))}
    filed = _filed(agreements, counting(Term.Effective.FILED))
    return {
        key: terms.Known(
            in_force_on=version.in_force_on,
            signed_on=signed.get(version.pk),
            filed_on=filed.get(key),
        )
        for key, version in versions.items()
    }


def _effective(version: Version) -> str:
    term: Term | None = getattr(version, "term", None)
    return term.effective if term else ""


def _signatures(versions: Sequence[Version]) -> Iterable[tuple[int, list[Block]]]:
    return signatures(versions).items() if versions else ()


def _filed(agreements: Sequence[Agreement], versions: Sequence[Version]) -> dict[int, date | None]:
    of = {version.agreement_id: version for version in versions}
    own = [row for row in agreements if row.pk in of]
    return {log.agreement.pk: log.filed_on for log in filings(own, of=of)} if own else {}


def _duration(
    agreement: Agreement,
    version: Version | None,
    notices: Sequence[Notice],
    known: terms.Known | None,
    *,
    on: date,
) -> Duration:
    term: Term | None = getattr(version, "term", None)
    found = None
    if term is not None and known is not None:
        found = terms.course(
            term.plain,
            known,
            parties=[notice.party.organisation.slug for notice in notices],
            leaving=[
                terms.Leaving(notice.party.organisation.slug, notice.entry.leaves_on)
                for notice in notices
                if notice.entry and notice.entry.leaves_on
            ],
            on=on,
        )
    return Duration(agreement, version, term, found, tuple(notices))
