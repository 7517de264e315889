"""Harsh and lenient evaluators evened out, shrunk towards no change.

The model is additive in two ways: a mark, as a share of its scale, is what the proposal earns
in that criterion, plus the evaluator's leniency, plus chance. The leniencies b minimise

    sum of (weight / 100) * (mark - earned - b)²  +  STIFFNESS * sum of b²

over all marks, with `earned` free for each proposal and criterion. Where everyone answers
everything, b is simply n / (n + STIFFNESS) times the evaluator's mean difference from the mean
mark, n being the number of proposals: few proposals are weak evidence and change little.
Elsewhere it also allows for the company in which a mark was given. The leniencies sum to 0, so
nothing is given that is not taken.

It is the mixed model's best linear unbiased prediction for a variance ratio of STIFFNESS.
Source: G. K. Robinson, "That BLUP is a Good Thing: The Estimation of Random Effects",
Statistical Science 6 (1991), 15-32. Solved in whole numbers, so the answer is exact.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from initiatives.ranking.rounds import Evaluator, Round, tally
from initiatives.ranking.standings import assess

STIFFNESS = 3  # in proposals: how many on which an evaluator is taken to be like the others
LEAST_SHARED = 3  # proposals shared with others; with fewer, an evaluator's leniency is unknown

Cell = dict[Evaluator, int]
"""The marks of one proposal in one criterion."""


def adjusted_scores(round_: Round) -> dict[str, Fraction | None]:
    """Return each proposal's score with every mark lowered by its evaluator's leniency.

    Kept within 0 to 100. None without any mark, and None where one of the proposal's
    evaluators has marked fewer than three proposals that somebody else marked too.
    """
    widths = {one.key: one.high - one.low for one in round_.terms.criteria}
    corrections = {
        evaluator: {key: leniency * width for key, width in widths.items()}
        for evaluator, leniency in leniencies(round_).items()
    }
    unknown = _with_unknown_leniency(round_)
    adjusted: dict[str, Fraction | None] = {}
    for proposal, corrected in tally(round_, corrections=corrections).items():
        score = assess(round_.terms, corrected).score
        if score is None or proposal in unknown:
            adjusted[proposal] = None
        else:
            adjusted[proposal] = min(max(score, Fraction(0)), Fraction(100))
    return adjusted


def leniencies(round_: Round) -> dict[Evaluator, Fraction]:
    """Return by how much of a scale each evaluator marks above what the proposals earn.

    Minus for a harsh evaluator; evaluators without a mark are absent.
    """
    cells = _cells(round_)
    evaluators = sorted({evaluator for cell in cells.values() for evaluator in cell})
    widths = {one.key: one.high - one.low for one in round_.terms.criteria}
    scale = lcm(*widths.values())
    solution = _solve(_equations(round_, cells, evaluators, scale))
    return {one: share / scale for one, share in zip(evaluators, solution, strict=True)}


def _cells(round_: Round) -> dict[tuple[str, str], Cell]:
    """Sort the marks by proposal and criterion."""
    cells: dict[tuple[str, str], Cell] = defaultdict(dict)
    for review in round_.reviews:
        for key, mark in review.marks.items():
            cells[review.proposal, key][review.city, review.evaluator] = mark
    return cells


def _equations(
    round_: Round, cells: Mapping[tuple[str, str], Cell], evaluators: list[Evaluator], scale: int
) -> list[list[int]]:
    """Return the normal equations, a row for each evaluator, with `earned` already eliminated.

    The unknowns are leniencies times `scale`. Each row is multiplied by the same whole number,
    which frees it of fractions, and ends in its right-hand side.
    """
    number = {evaluator: at for at, evaluator in enumerate(evaluators)}
    criteria = {one.key: one for one in round_.terms.criteria}
    whole = lcm(*(one.weight.denominator for one in criteria.values()))
    sizes = lcm(*(len(cell) for cell in cells.values()))
    ease = STIFFNESS * sizes * int(whole * sum(one.weight for one in criteria.values()))
    rows = [[ease * (at == to) for to in range(len(number))] + [0] for at in range(len(number))]
    panels: dict[tuple[int, ...], int] = defaultdict(int)
    for (_, key), cell in cells.items():
        one = criteria[key]
        part = int(one.weight * whole) * (sizes // len(cell))
        width = scale // (one.high - one.low)
        total = sum(cell.values())
        for evaluator, mark in cell.items():
            rows[number[evaluator]][-1] += part * width * (mark * len(cell) - total)
        panels[tuple(number[evaluator] for evaluator in cell)] += part
    _add_company(rows, panels)
    return rows


def _add_company(rows: list[list[int]], panels: Mapping[tuple[int, ...], int]) -> None:
    """Let each evaluator's row allow for those who marked beside that one, panel by panel.

    A panel mostly marks all criteria of its proposal, and so is gone through once for all.
    """
    for panel, part in panels.items():
        for at in panel:
            rows[at][at] += part * len(panel)
            for to in panel:
                rows[at][to] -= part


def _solve(rows: list[list[int]]) -> list[Fraction]:
    """Solve a system of whole numbers, each row ending in its right-hand side.

    Bareiss's elimination: every division leaves no remainder. No pivot is 0, because each
    diagonal element exceeds the sum of the others in its row.
    """
    left = [list(row) for row in rows]
    divisor = 1
    for at in range(len(left)):
        pivot = left[at]
        for to, row in enumerate(left):
            if to != at:
                left[to] = [
                    (pivot[at] * own - row[at] * above) // divisor
                    for own, above in zip(row, pivot, strict=True)
                ]
        divisor = pivot[at]
    return [Fraction(row[-1], divisor) for row in left]


def _with_unknown_leniency(round_: Round) -> set[str]:
    """Name the proposals marked by someone who shares too few of them with others."""
    markers: dict[str, set[Evaluator]] = defaultdict(set)
    for review in round_.reviews:
        if review.marks:
            markers[review.proposal].add((review.city, review.evaluator))
    shared = Counter(one for those in markers.values() if len(those) > 1 for one in those)
    return {
        proposal
        for proposal, those in markers.items()
        if any(shared[one] < LEAST_SHARED for one in those)
    }
