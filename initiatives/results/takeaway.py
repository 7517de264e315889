"""A round's ranking as a table to take away: one row for each proposal, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from collaborative import wording
from initiatives import ranking
from initiatives.models import Concord, Decision, Placing, Ranking, Round
from initiatives.pictures import Picture
from initiatives.results.changes import changed_since
from initiatives.results.comparing import Before, before_and_after
from initiatives.results.pictured import drawn
from initiatives.results.reasons import in_words
from initiatives.results.reckoning import Reckoned, reckon
from initiatives.results.tables import Cell, Table
from initiatives.results.wording import counted, figure

NOT_RELEASED = "Not released"
_FIXED = (
    "Rank",
    "Reference",
    "Title",
    "Lead city",
    "Score, every city alike",
    "Score, every evaluator alike",
    "Rank, every evaluator alike",
    "Score with harsh and lenient evaluators evened out",
    "Share of the marks given",
    "Cities that scored",
    "Rank holds from",
    "Rank holds to",
)
_LAST = ("Why it is not ranked", "Decision", "Why it was decided so", "Standing")


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that the exports of a round are made from, read once."""

    round: Round
    rankings: Sequence[Ranking]
    reckoned: Reckoned
    record: Sequence[Placing]
    concords: Sequence[Concord]
    before: Sequence[Before]
    """The ranks in every ranking, where there was more than one."""
    changed: int
    """Marks that were changed since the last ranking."""

    @property
    def ranking(self) -> Ranking:
        """The ranking that stands."""
        return self.rankings[-1]

    @property
    def is_released(self) -> bool:
        """Whether everybody may read it."""
        return self.round.state == Round.State.RELEASED

    @property
    def standing(self) -> str:
        """Say whether it is released, in the words that every export carries."""
        if self.is_released and self.round.released_at:
            return f"Released on {wording.moment(self.round.released_at)}"
        return NOT_RELEASED

    @property
    def warnings(self) -> Iterator[str]:
        """Say why there was more than one ranking, and whether this one will be the last."""
        for one in self.rankings[1:]:
            reason = f" {one.reason}" if one.reason else ""
            yield f"{one.get_cause_display()}, ranked on {wording.moment(one.at)}.{reason}"
        if self.changed:
            yield (
                f"{counted(self.changed, 'mark was', 'marks were')} changed after this ranking was "
                "computed; it is computed again when the results are frozen."
            )

    @property
    def at(self) -> datetime:
        """When what it holds changed last; the dates in the exports are this one."""
        decided = [one.decided_at for one in self.decisions]
        return max(filter(None, [self.ranking.at, self.round.released_at, *decided]))

    @property
    def decisions(self) -> list[Decision]:
        """The decisions that there are, in the order of the ranking."""
        found = (placing.entry.decision for placing in self.record)
        return [one for one in found if one is not None]

    def drawn(self, *, most: int | None = None) -> list[Picture]:
        """Draw the pictures, those of the ranking with so many proposals at most."""
        return list(
            drawn(
                self.round,
                self.reckoned,
                record=self.record,
                shown=self.record[:most],
                concords=self.concords,
            )
        )


def hold(round_: Round) -> Holdings:
    """Read a ranked round for its exports; the queries do not grow with what it holds."""
    rankings, record = list(round_.rankings.all()), list(Placing.objects.of(round_))
    return Holdings(
        round=round_,
        rankings=rankings,
        reckoned=reckon(round_),
        record=record,
        concords=list(Concord.objects.of(round_)),
        before=before_and_after(rankings, record),
        changed=changed_since(round_),
    )


def columns(holdings: Holdings) -> list[str]:
    """Head the columns: the fixed ones, those for each city and criterion, and the words."""
    cities, reckoned = list(holdings.reckoned.cities.values()), holdings.reckoned
    return [
        *_FIXED,
        f"Share of draws in the top {holdings.round.top}",
        *(f"Score of {city} alone" for city in cities),
        *(f"Points for {reckoned.criteria[one.key].label}" for one in reckoned.terms.criteria),
        *(f"Rank without {city}" for city in cities),
        *_LAST,
    ]


def rows(holdings: Holdings) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of each proposal; points sum to the score, both from 0 to 100."""
    for placing in holdings.record:
        proposal = placing.entry.proposal
        yield (
            placing.rank,
            proposal.reference,
            proposal.title,
            proposal.city.name,
            placing.score,
            placing.raw_score,
            placing.raw_rank,
            placing.adjusted_score,
            placing.coverage,
            placing.cities,
            placing.rank_low,
            placing.rank_high,
            placing.top_share,
            *_figures(holdings, placing),
            *_words(holdings, placing),
        )


def tables(holdings: Holdings) -> list[Table]:
    """The sheets of the workbook: the ranking, and the agreement of the evaluators."""
    return [
        Table(
            title="Ranking",
            headings=columns(holdings),
            rows=rows(holdings),
            widths=(8, 15, 40, 18, *[12] * (len(columns(holdings)) - 8), 40, 16, 50, 30),
        ),
        Table(
            title="Agreement",
            headings=("Criterion", "Krippendorff’s alpha", "Marks compared"),
            rows=[(one.criterion.label, one.alpha, one.n) for one in holdings.concords],
            widths=(40, 16, 16),
        ),
    ]


def notes(holdings: Holdings) -> list[str]:
    """Say what the table is, where it comes from, and how to check it."""
    round_ = holdings.round
    return [
        f"{holdings.standing}.",
        *holdings.warnings,
        f"The ranking of “{round_}” as it was computed on {wording.moment(holdings.ranking.at)}.",
        "Every city weighs the same in the score. Equal scores share a rank.",
        (
            f"A rank holds within its bounds in 95 of 100 of {round_.draws:,} draws of the "
            "weights, and when any one city is left out."
        ),
        f"It was computed from the results file with the SHA-256 {holdings.ranking.input_sha256}.",
    ]


def file_name(holdings: Holdings, ending: str) -> str:
    """Say in the file's name what it holds: "spring-round-ranking-not-released.csv"."""
    release = "" if holdings.is_released else "-not-released"
    return f"{holdings.round.slug}-ranking{release}.{ending}"


def _figures(holdings: Holdings, placing: Placing) -> Iterator[Cell]:
    """Each city's own score, each criterion's points, and the rank without each city."""
    reckoned, reference = holdings.reckoned, placing.entry.proposal.reference
    own = ranking.city_scores(reckoned.terms, reckoned.tally(reference))
    points = ranking.points(reckoned.terms, reckoned.assessed[reference].means)
    yield from (_decimal(own.get(city)) for city in reckoned.cities)
    yield from (_decimal(points.get(one.key)) for one in reckoned.terms.criteria)
    yield from (placing.leave_one_out.get(city) for city in reckoned.cities)


def _words(holdings: Holdings, placing: Placing) -> Iterator[str]:
    decision = placing.entry.decision
    yield " ".join(in_words(placing, holdings.round, holdings.reckoned.criteria))
    yield decision.words if decision else ""
    yield decision.rationale if decision else ""
    yield holdings.standing


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(figure(value))


def local(at: datetime) -> datetime:
    """Return a time as the cities' clocks show it."""
    return timezone.localtime(at)
