"""A second `rank`, written from the words of the documentation alone, in exact fractions.

It shares no line with `initiatives/ranking`: not its sums, its elimination, its rounding or its
reading. It goes review by review, where the portal goes by sums; it is slow, and made to be read
beside `docs/ranking.md`. Only the drawn weights are the same numbers, because the seed says so.
"""

import hashlib
import json
from collections import Counter
from fractions import Fraction
from itertools import product
from math import floor
from random import Random

BELIEF = 3  # n / (n + 3): how far n proposals are believed
SHARED = 3  # proposals that an evaluator shares with others, at least


def recompute(document):
    """Return the result document of a published file."""
    scored, figures = of_kind(document, "scored"), figures_of(document)
    ranks = ranks_of(figures)
    left_out = {city: ranks_of(figures_of(document, city)) for city in document["cities"]}
    drawn = drawn_ranks(document, scored, {key: one for key, one in figures.items() if ranks[key]})
    adjusted = adjusted_scores(document, scored)
    results = [
        {
            "proposal": key,
            "rank": ranks[key],
            "score": two_places(one["score"]),
            "raw_score": two_places(one["raw_score"]),
            "coverage": two_places(one["coverage"]),
            "cities": one["cities"],
            "reasons": one["reasons"],
            "leave_one_out": {city: those[key] for city, those in left_out.items()},
            "adjusted_score": two_places(adjusted[key]),
            **firmness(
                document, ranks[key], [those[key] for those in left_out.values()], drawn[key]
            ),
        }
        for key, one in figures.items()
    ]
    return {
        "results": sorted(
            results, key=lambda one: (one["rank"] or len(results) + 1, one["proposal"])
        ),
        "agreement": {one["key"]: agreement(document, one["key"]) for one in scored},
        "input_sha256": digest(document),
    }


def two_places(value):
    """Round half away from nought to two decimals, from the fraction itself."""
    if value is None:
        return None
    cents = floor(abs(value) * 100 + Fraction(1, 2))
    sign = "-" if value < 0 and cents else ""
    return f"{sign}{cents // 100}.{cents % 100:02}"


def digest(document):
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def of_kind(document, kind):
    return [one for one in document["criteria"] if one["kind"] == kind]


def mean(values):
    return sum(values, Fraction(0)) / len(values) if values else None


def share(criterion, mark):
    """A mark on a scale of 0 to 1."""
    return Fraction(mark - criterion["min"], criterion["max"] - criterion["min"])


def figures_of(document, left_out=None):
    """What each proposal comes to by itself, perhaps with one city's reviews left out."""
    return {
        proposal: figures_of_one(document, left_out, proposal) for proposal in document["proposals"]
    }


def figures_of_one(document, left_out, proposal):
    reviews = [
        one
        for one in document["reviews"]
        if one["proposal"] == proposal and not one["recused"] and one["city"] != left_out
    ]
    scored = of_kind(document, "scored")
    quorum = document["quorum"] - (left_out is not None)
    keys = [one["key"] for one in scored]
    cities = {one["city"] for one in reviews if any(key in one["marks"] for key in keys)}
    by_city = {one["key"]: city_means(reviews, one["key"]) for one in scored}
    marks = {one["key"]: marks_in(reviews, one["key"]) for one in scored}
    asked, given = len(reviews) * len(scored), sum(map(len, marks.values()))
    return {
        "score": score({one["key"]: mean(by_city[one["key"]]) for one in scored}, scored),
        "raw_score": score({one["key"]: mean(marks[one["key"]]) for one in scored}, scored),
        "shares": shares({key: mean(means) for key, means in by_city.items()}, scored),
        "coverage": Fraction(given, asked) if asked else None,
        "cities": len(cities),
        "reasons": [
            *(["quorum"] if len(cities) < max(quorum, 1) else []),
            *closed_gates(reviews, [one["key"] for one in of_kind(document, "gate")]),
            *missed_thresholds(scored, by_city),
        ],
    }


def marks_in(reviews, key):
    return [Fraction(one["marks"][key]) for one in reviews if key in one["marks"]]


def city_means(reviews, key):
    """Each city's mean mark; a city without a mark is left out."""
    cities = sorted({one["city"] for one in reviews})
    means = [mean(marks_in([r for r in reviews if r["city"] == city], key)) for city in cities]
    return [value for value in means if value is not None]


def shares(means, scored):
    return {
        one["key"]: share(one, means[one["key"]]) for one in scored if means[one["key"]] is not None
    }


def score(means, scored):
    """100 × Σ weight · criterion score / Σ weight, over the criteria that have a score."""
    there = shares(means, scored)
    weights = {one["key"]: Fraction(one["weight"]) for one in scored if one["key"] in there}
    if not there:
        return None
    return 100 * sum(weights[key] * there[key] for key in there) / sum(weights.values())


def closed_gates(reviews, gates):
    """A city says what most of its evaluators say; not more yes than no closes the gate."""
    closed = []
    for gate in sorted(gates):
        voices = Counter()
        for city in {one["city"] for one in reviews}:
            said = [one["marks"].get(gate) for one in reviews if one["city"] == city]
            voices["yes"] += said.count(True) > said.count(False)
            voices["no"] += said.count(True) < said.count(False)
        if voices["yes"] <= voices["no"]:
            closed.append(f"gate:{gate}")
    return closed


def missed_thresholds(scored, by_city):
    return [
        f"threshold:{one['key']}"
        for one in sorted(scored, key=lambda one: one["key"])
        if "threshold" in one
        and (not by_city[one["key"]] or mean(by_city[one["key"]]) < Fraction(one["threshold"]))
    ]


def ranks_of(figures):
    """1, 2, 2, 4: one more than the number of proposals that have a higher score."""
    scores = [one["score"] for one in figures.values() if not one["reasons"]]
    return {
        key: None if one["reasons"] else 1 + sum(other > one["score"] for other in scores)
        for key, one in figures.items()
    }


def drawn_ranks(document, scored, ranked):
    """Each ranked proposal's rank in every draw of the weights; scores of drawn weights exact."""
    keys = sorted(one["key"] for one in scored)
    weight = {one["key"]: float(Fraction(one["weight"])) for one in scored}
    gamma, ranks = (
        Random(document["settings"]["seed"]).gammavariate,
        {key: [] for key in document["proposals"]},
    )
    for _ in range(document["settings"]["draws"]):
        drawn = {key: Fraction(gamma(weight[key], 1.0)) for key in keys}
        scores = {
            proposal: sum(drawn[key] * value for key, value in one["shares"].items())
            / sum(drawn[key] for key in one["shares"])
            for proposal, one in ranked.items()
        }
        for proposal, own in scores.items():
            ranks[proposal].append(1 + sum(other > own for other in scores.values()))
    return ranks


def firmness(document, rank, left_out, drawn):
    """The interval, cut by 2.5 % at either end and widened, and the share in the top."""
    if rank is None:
        return {"rank_interval": None, "top_share": None}
    cut, drawn = floor(len(drawn) * Fraction(25, 1000)), sorted(drawn)
    held = [rank, drawn[cut], drawn[-1 - cut], *(one for one in left_out if one is not None)]
    top = sum(one <= document["settings"]["top"] for one in drawn)
    return {
        "rank_interval": [min(held), max(held)],
        "top_share": two_places(Fraction(top, len(drawn))),
    }


def agreement(document, key):
    """Alpha as Krippendorff defines it: 1 − observed / expected disagreement of pairs."""
    units = [
        [
            one["marks"][key]
            for one in document["reviews"]
            if one["proposal"] == proposal and key in one["marks"]
        ]
        for proposal in document["proposals"]
    ]
    units = [unit for unit in units if len(unit) > 1]
    together = [mark for unit in units for mark in unit]
    n, expected = len(together), differences(together)
    if not expected:
        return {"alpha": None, "n": n}
    observed = sum((Fraction(differences(unit), len(unit) - 1) for unit in units), Fraction(0)) / n
    return {"alpha": two_places(1 - observed / Fraction(expected, n * (n - 1))), "n": n}


def differences(marks):
    """The squared differences of all ordered pairs of marks."""
    counted = Counter(marks)
    return sum(
        counted[one] * counted[other] * (one - other) ** 2
        for one, other in product(counted, repeat=2)
    )


def adjusted_scores(document, scored):
    """Each proposal's score with every mark lowered by its evaluator's leniency, 0 to 100."""
    leniency, adjusted = leniencies(document, scored), {}
    known = those_known(document, scored)
    for proposal in document["proposals"]:
        by_city = {one["key"]: {} for one in scored}
        people = set()
        for one, criterion, mark in marks_of(document, scored):
            if one["proposal"] == proposal:
                people.add((one["city"], one["evaluator"]))
                even = share(criterion, mark) - leniency[one["city"], one["evaluator"]]
                by_city[criterion["key"]].setdefault(one["city"], []).append(even)
        means = {key: mean([mean(own) for own in those.values()]) for key, those in by_city.items()}
        weights = {one["key"]: Fraction(one["weight"]) for one in scored if by_city[one["key"]]}
        adjusted[proposal] = None
        if people and people <= known:
            points = sum(weights[key] * means[key] for key in weights)
            adjusted[proposal] = min(
                max(100 * points / sum(weights.values()), Fraction(0)), Fraction(100)
            )
    return adjusted


def marks_of(document, scored):
    for one in document["reviews"]:
        for criterion in scored:
            if criterion["key"] in one["marks"]:
                yield one, criterion, one["marks"][criterion["key"]]


def those_known(document, scored):
    """The evaluators who mark at least three proposals that somebody else marks, too."""
    markers = {}
    for one, _, _ in marks_of(document, scored):
        markers.setdefault(one["proposal"], set()).add((one["city"], one["evaluator"]))
    shared = Counter(who for those in markers.values() if len(those) > 1 for who in those)
    return {who for who, number in shared.items() if number >= SHARED}


def leniencies(document, scored):
    """Solve, for all evaluators b: Σ weight · (share − earned − b) = 3 · b, with `earned` the mean
    of what is left of the shares of one proposal and criterion.
    """
    cells = {}
    for one, criterion, mark in marks_of(document, scored):
        cell = cells.setdefault((one["proposal"], criterion["key"]), (criterion, {}))
        cell[1][one["city"], one["evaluator"]] = share(criterion, mark)
    people = sorted({who for _, cell in cells.values() for who in cell})
    left = {who: {one: Fraction(BELIEF * (one == who)) for one in people} for who in people}
    right = dict.fromkeys(people, Fraction(0))
    for criterion, cell in cells.values():
        weight, middle = Fraction(criterion["weight"]) / 100, mean(list(cell.values()))
        for who, value in cell.items():
            right[who] += weight * (value - middle)
            left[who][who] += weight
            for other in cell:
                left[who][other] -= weight / len(cell)
    return solved(people, left, right)


def solved(people, left, right):
    """Gauss's elimination in fractions, downwards and back up again."""
    for at, who in enumerate(people):
        for below in people[at + 1 :]:
            times = left[below][who] / left[who][who]
            if times:
                right[below] -= times * right[who]
                for one in people[at:]:
                    left[below][one] -= times * left[who][one]
    found = {}
    for who in reversed(people):
        rest = sum((left[who][one] * value for one, value in found.items()), Fraction(0))
        found[who] = (right[who] - rest) / left[who][who]
    return found
