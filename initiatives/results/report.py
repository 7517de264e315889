"""A round's results as a document: the facts that its report is set from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.conf import settings
from django.utils import timezone

from collaborative import wording
from initiatives.models import Placing
from initiatives.pictures import Picture
from initiatives.reports import Drawing, Report, Result, Table
from initiatives.results.behind import bounds_in_words, top_in_words
from initiatives.results.reasons import in_words
from initiatives.results.separating import Separation, separate
from initiatives.results.takeaway import Holdings
from initiatives.results.weights import plain
from initiatives.results.wording import span

MOST_DRAWN = 20
"""Proposals in one picture, so that it fits a page; the tables have all."""

MOST_TOLD = 100
"""Proposals that are told one by one: a report of hundreds of pages is read by nobody."""


def report_of(holdings: Holdings) -> Report:
    """Say all that a round came to; it asks nothing more of the database."""
    round_ = holdings.round
    return Report(
        title=round_.title,
        collaborative=settings.SITE_NAME,
        is_released=holdings.is_released,
        sample=settings.DEMO,
        standing=f"{holdings.standing}.",
        facts=list(_facts(holdings)),
        warnings=list(holdings.warnings),
        criteria=_criteria(holdings),
        ranking=_ranking(holdings),
        rankings=_rankings(holdings),
        drawings=[_drawing(one) for one in holdings.drawn(most=MOST_DRAWN)],
        told=_told(len(holdings.record)),
        results=[_result(*one, holdings=holdings) for one in _beside(holdings.record[:MOST_TOLD])],
        recompute=_recompute(holdings),
        commands=["python manage.py rank results.json"],
        sha256=holdings.ranking.input_sha256,
        on=timezone.localdate(holdings.at),
    )


def _facts(holdings: Holdings) -> Iterator[tuple[str, str]]:
    round_ = holdings.round
    if round_.opened_at and round_.closed_at:
        yield (
            "Scored",
            f"{wording.moment(round_.opened_at)} to {wording.moment(round_.closed_at)}",
        )
    yield "Ranking computed", wording.moment(holdings.ranking.at)
    yield "Cities", ", ".join(holdings.reckoned.cities.values())
    yield "Cities needed", str(round_.quorum)
    yield "Ranks that count as the top", str(round_.top)
    yield "Proposals", f"{len(holdings.record):,}"
    yield "Its page", f"{settings.SITE_URL}{round_.get_absolute_url()}"


def _criteria(holdings: Holdings) -> Table:
    rows = []
    for one in holdings.reckoned.criteria.values():
        scale = "Yes or no" if one.is_gate else f"{one.minimum} to {one.maximum}"
        weight = "Gate" if one.weight is None else plain(one.weight)
        least = "" if one.threshold is None else plain(one.threshold)
        rows.append([one.label, weight, scale, least or "–"])
    return Table(
        headings=["Criterion", "Weight", "Scale", "Least mean mark"],
        rows=rows,
        widths=[1, 0, 0, 0],
        numbers=[1, 3],
    )


def _ranking(holdings: Holdings) -> Table:
    headings = ["Rank", "Proposal", "Score", "Every evaluator alike", "Rank holds within", "In top"]
    return Table(
        headings=[*headings, "Decision"],
        rows=[_line(placing) for placing in holdings.record],
        widths=[0, 1, 0, 0, 0, 0, 0],
        numbers=[0, 2, 3, 4, 5],
    )


def _rankings(holdings: Holdings) -> Table | None:
    """Each proposal's rank in every ranking of the round, where there was more than one."""
    if not holdings.before:
        return None
    causes = [one.get_cause_display() for one in holdings.rankings]
    return Table(
        headings=["Proposal", *causes],
        rows=[
            [f"{one.title} ({one.reference})", *(str(rank or "–") for rank in one.ranks)]
            for one in holdings.before
        ],
        widths=[1, *[0] * len(causes)],
        numbers=list(range(1, len(causes) + 1)),
    )


def _line(placing: Placing) -> list[str]:
    proposal = placing.entry.proposal
    decision = placing.entry.decision
    raw = "–" if placing.raw_score is None else str(placing.raw_score)
    within = "–" if placing.rank_low is None else span(placing.rank_low, placing.rank_high)
    return [
        str(placing.rank or "–"),
        f"{proposal.title} ({proposal.reference}, {proposal.city.name})",
        "–" if placing.score is None else str(placing.score),
        f"{raw} (rank {placing.raw_rank})" if placing.raw_rank else raw,
        within,
        "–" if placing.top_share is None else f"{placing.top_share:.0%}",
        decision.words if decision else "Not yet",
    ]


def _drawing(picture: Picture) -> Drawing:
    count = len(picture.headings)
    return Drawing(
        title=picture.title,
        description=picture.description,
        svg=picture.svg,
        table=Table(
            headings=list(picture.headings),
            rows=[list(row) for row in picture.rows],
            widths=[6, *(4 if heading == "Reference" else 3 for heading in picture.headings[1:])],
            numbers=[at for at in range(1, count) if picture.headings[at] != "Reference"],
        ),
    )


def _told(number: int) -> str:
    """Say where the others are, where not all proposals are told one by one."""
    if number <= MOST_TOLD:
        return ""
    return (
        f"These are the first {MOST_TOLD} of {number:,} proposals. What parts any other from the "
        "one above it stands on its page, and every number is in the workbook."
    )


def _beside(record: Sequence[Placing]) -> Iterator[tuple[Placing, Placing | None]]:
    """Pair each place with the one above it; the first has none."""
    yield from ((placing, None) for placing in record[:1])
    yield from ((placing, above) for above, placing in pairwise(record))


def _result(placing: Placing, above: Placing | None, *, holdings: Holdings) -> Result:
    round_, reckoned = holdings.round, holdings.reckoned
    proposal = placing.entry.proposal
    decision = placing.entry.decision
    apart = None
    if above is not None and placing.rank and above.rank:
        apart = separate(
            placing,
            above,
            terms=reckoned.terms,
            tallies=reckoned.tallies,
            criteria=reckoned.criteria,
        )
    return Result(
        title=f"{proposal.title} ({proposal.reference})",
        sentences=[
            *in_words(placing, round_, reckoned.criteria),
            *([apart.sentence] if apart else []),
            *bounds_in_words(placing, round_, reckoned.cities),
            *top_in_words(placing, round_),
        ],
        parts=None if apart is None else _parts(apart),
        decision=decision.words if decision else "",
        rationale=decision.rationale if decision else "",
    )


def _parts(apart: Separation) -> Table:
    one, other = (each.entry.proposal.reference for each in (apart.one, apart.other))
    return Table(
        headings=["Criterion", f"Points of {one}", f"Points of {other}", "Difference"],
        rows=[
            *([line.label, line.one, line.other, line.difference] for line in apart.lines),
            ["All criteria", str(apart.one.score), str(apart.other.score), apart.total],
        ],
        widths=[1, 0, 0, 0],
        numbers=[1, 2, 3],
    )


def _recompute(holdings: Holdings) -> list[str]:
    address = f"{settings.SITE_URL}{holdings.round.get_absolute_url()}results.json"
    return [
        f"The results file, {address}, has every mark by city and without names.",
        (
            "The portal’s program recomputes the ranking from it without a database, to the same "
            "bytes; the draws of the weights begin from the number that the file has."
        ),
        "The file is the one that the ranking was computed from when its SHA-256 is this:",
    ]
