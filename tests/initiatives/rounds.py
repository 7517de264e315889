"""Rounds to rank: small ones written down, and random published files."""

from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from initiatives.ranking import Criterion, Marks, Review, Tally, Terms

CITIES = ("grandview", "independence", "lees-summit", "raytown")
PROPOSALS = ("P-1", "P-2", "P-3", "P-4", "P-5")
EVALUATORS = ("e1", "e2", "e3")
WEIGHTS = (["100"], ["40", "60"], ["33.333333", "33.333333", "33.333334"], ["0.5", "9.5", "90"])

SAVINGS = Criterion("savings", Fraction(60), 0, 5)
SERVICE = Criterion("service", Fraction(40), 1, 5)


def terms(*criteria, proposals=("A", "B"), cities=("grandview", "raytown"), quorum=1, **given):
    return Terms(
        criteria=criteria or (SAVINGS, SERVICE),
        cities=cities,
        quorum=quorum,
        proposals=proposals,
        **given,
    )


def one_criterion(**given):
    return terms(Criterion("savings", Fraction(100), 0, 5, **given))


def marked(reviews=2, /, **by_city):
    """Give a tally of one criterion: city = (total, number)."""
    marks = {"savings": {city: Marks(*pair) for city, pair in by_city.items()}}
    return Tally(reviews=reviews, marks=marks)


def review(proposal, evaluator, mark, city="raytown"):
    return Review(proposal=proposal, city=city, evaluator=evaluator, marks={"savings": mark})


@st.composite
def criteria(draw):
    scored = []
    for at, weight in enumerate(draw(st.sampled_from(WEIGHTS))):
        low = draw(st.integers(-2, 1))
        high = low + draw(st.integers(1, 5))
        one = {"key": f"c{at}", "kind": "scored", "weight": weight, "min": low, "max": high}
        if draw(st.booleans()):
            one["threshold"] = str(draw(st.integers(low, high)))
        scored.append(one)
    return scored + [{"key": f"g{at}", "kind": "gate"} for at in range(draw(st.integers(0, 2)))]


@st.composite
def marks_of_a_review(draw, asked):
    if draw(st.integers(0, 7)) == 0:
        return {"recused": True, "marks": {}}
    marks = {}
    for one in asked:
        if draw(st.integers(0, 5)):
            gate = one["kind"] == "gate"
            mark = st.booleans() if gate else st.integers(one["min"], one["max"])
            marks[one["key"]] = draw(mark)
    return {"recused": False, "marks": marks}


@st.composite
def documents(draw):
    """Any round that may be published: gaps, ties, recusals, gates and thresholds included."""
    asked = draw(criteria())
    cities = draw(st.lists(st.sampled_from(CITIES), min_size=1, unique=True))
    proposals = draw(st.lists(st.sampled_from(PROPOSALS), min_size=1, unique=True))
    given = st.tuples(
        st.sampled_from(proposals), st.sampled_from(cities), st.sampled_from(EVALUATORS)
    )
    return {
        "criteria": asked,
        "cities": cities,
        "quorum": draw(st.integers(1, 3)),
        "proposals": proposals,
        "reviews": [
            {
                "proposal": proposal,
                "city": city,
                "evaluator": evaluator,
                **draw(marks_of_a_review(asked)),
            }
            for proposal, city, evaluator in draw(st.lists(given, max_size=24, unique=True))
        ],
        "settings": {"seed": draw(st.integers(0, 5)), "draws": 40, "top": 2},
    }


def invented(number):
    """The published file of the random round of that number: the same one in every run.

    Small scales and few marks make ties; a proposal may also be marked exactly as another one.
    There are gaps, recusals, gates, thresholds, and teams of one to nine.
    """
    chance = Random(number)
    strict = chance.random() < 0.6
    asked = _invented_criteria(chance, strict)
    cities = chance.sample(CITIES, chance.choice((1, 2, 3, 3, 4, 4)))
    proposals = chance.sample(PROPOSALS, chance.choice((1, 2, 3, 4, 4, 5, 5)))
    teams = {city: chance.choice((1, 1, 1, 2, 2, 3)) for city in cities}
    if chance.random() < 0.1:
        teams[cities[0]] = 9
    answered, known = chance.choice((0.5, 0.8, 0.95, 1)), {}
    for proposal in proposals:
        twin = chance.choice((*known, None, None, None))
        known[proposal] = known.get(twin) or [
            {"city": city, "evaluator": f"e{at}", **_invented_review(chance, asked, answered)}
            for city, size in teams.items()
            for at in range(size)
            if chance.random() < 0.85
        ]
    reviews = [
        {"proposal": proposal, **one, "marks": dict(one["marks"])}
        for proposal, those in known.items()
        for one in those
    ]
    chance.shuffle(reviews)
    return {
        "criteria": asked,
        "cities": cities,
        "quorum": chance.choice((1, 2, 2, 3)) if strict else 1,
        "proposals": proposals,
        "reviews": reviews,
        "settings": {
            "seed": chance.randrange(1000),
            "draws": chance.choice((1, 8, 20, 40)),
            "top": chance.choice((1, 2, 3)),
        },
    }


def _invented_criteria(chance, strict):
    asked = []
    for at, weight in enumerate(chance.choice(WEIGHTS)):
        low = chance.choice((0, 0, 1, -2))
        high = low + chance.choice((1, 2, 4, 5))
        one = {"key": f"c{at}", "kind": "scored", "weight": weight, "min": low, "max": high}
        if strict and chance.random() < 0.25:
            one["threshold"] = f"{chance.randrange(2 * low, low + high + 1) / 2}"
        asked.append(one)
    asked += [
        {"key": f"g{at}", "kind": "gate"} for at in range(chance.choice((0, 1, 1, 2)) * strict)
    ]
    chance.shuffle(asked)
    return asked


def _invented_review(chance, asked, answered):
    if chance.random() < 0.1:
        return {"recused": True, "marks": {}}
    marks = {}
    for one in asked:
        if chance.random() < answered:
            if one["kind"] == "gate":
                marks[one["key"]] = chance.random() < 0.75
            else:
                marks[one["key"]] = chance.randint(one["min"], one["max"])
    return {"recused": False, "marks": marks}
