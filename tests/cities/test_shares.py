"""What each city pays: the example of the docs, a search that shares no code, and the refusals."""

import copy
import itertools
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cities import shares
from cities.shares import Allocation, Basis, Formula, Impossible, Payer
from collaborative.commands import BadInput
from collaborative.documents import BadDocument

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
DOCS = Path(__file__).resolve().parents[2] / "docs" / "shares.md"
GOOD = json.loads(re.search(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[1])
KEYS = ["blue-springs", "grandview", "lees-summit", "raytown"]


def shared(document) -> dict[str, str]:
    wanted = shares.parse(document)
    answer = shares.to_document(wanted, shares.allocate(wanted))
    return {key: found["share"] for key, found in answer["shares"].items()}


def changed(**fields):
    document = copy.deepcopy(GOOD)
    for path, value in fields.items():
        *way, last = path.split("__")
        inner = document
        for key in way:
            inner = inner[key]
        inner[last] = value
    return document


def test_the_example_of_the_docs_comes_out_as_they_say(tmp_path, capsys):
    path = tmp_path / "cost.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    call_command("share_cost", str(path))
    nobody_knows = {"go_alone": None, "saving": None}
    assert json.loads(capsys.readouterr().out) == {
        "shares": {
            "blue-springs": {"share": "15733.83", "percent": "17.29", **nobody_knows},
            "grandview": {"share": "7036.64", "percent": "7.73", **nobody_knows},
            "independence": {
                "share": "33026.21",
                "percent": "36.29",
                "go_alone": "60000.00",
                "saving": "26973.79",
            },
            "lees-summit": {"share": "27145.65", "percent": "29.83", **nobody_knows},
            "raytown": {"share": "8057.67", "percent": "8.85", **nobody_knows},
        },
        "total": "91000.00",
        "warnings": [],
    }
    assert shared(changed(formula__floor={"grandview": "10000.00"})) == {
        "blue-springs": "15178.53",
        "grandview": "10000.00",
        "independence": "31860.59",
        "lees-summit": "26187.59",
        "raytown": "7773.29",
    }


def test_several_bases_a_fixed_charge_a_cap_and_a_party_left_out():
    # Fixed 5 × 1000; of 86000, 40 % equal (6880 each) and 60 % by population (51600).
    formula = {"weights": {"equal": "40", "population": "60"}, "fixed": "1000.00"}
    assert shared(changed(formula=formula)) == {
        "blue-springs": "16801.60",
        "grandview": "11870.00",
        "independence": "26606.95",
        "lees-summit": "23272.48",
        "raytown": "12448.97",
    }
    # Without Grandview: 87000 beyond the fixed charges, 8700 equal, 52200 by 312734 people.
    assert shared(changed(formula=formula, without=["grandview"])) == {
        "blue-springs": "19481.72",
        "independence": "30232.38",
        "lees-summit": "26576.44",
        "raytown": "14709.46",
    }
    capped = shared(changed(formula=formula | {"cap": {"independence": "20000.00"}}))
    assert capped["independence"] == "20000.00"
    assert sum(map(Decimal, capped.values())) == Decimal(91000)


def test_a_party_that_pays_more_than_alone_is_named_and_pays():
    document = changed(parties__independence__go_alone="33026.20")
    wanted = shares.parse(document)
    assert shares.to_document(wanted, shares.allocate(wanted))["warnings"] == [
        "independence would pay 33026.21, which is 0.01 more than going alone (33026.20)."
    ]


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (
            changed(parties__raytown={}),
            'parties.raytown: "population" is missing, and the formula shares by it',
        ),
        (
            changed(parties__raytown__population=-1),
            "parties.raytown.population: -1 is less than 0",
        ),
        (changed(total="-1.00"), 'total: "-1.00" is less than 0'),
        (changed(parties={}), "parties: there is nobody here, expected at least one party"),
        (
            changed(formula__weights={"population": "99.5"}),
            "formula.weights: the weights sum to 99.5, expected 100",
        ),
        (
            changed(formula__weights={"people": "100"}),
            (
                'formula.weights: "people" is not one of equal, population, valuation, '
                "employees, usage"
            ),
        ),
        (
            changed(formula__fixed="20000.00"),
            "formula.fixed: 5 times 20000.00 is more than the total, 91000.00",
        ),
        (
            changed(formula__floor={"raytown": "90000.00", "grandview": "1000.01"}),
            "formula.floor: the parties would pay at least 91000.01, more than the total, 91000.00",
        ),
        (
            changed(formula__cap=dict.fromkeys(GOOD["parties"], "18199.99")),
            "formula.cap: the parties would pay at most 90999.95, less than the total, 91000.00",
        ),
        (
            changed(formula__floor={"raytown": "5.00"}, formula__cap={"raytown": "4.00"}),
            "formula.cap.raytown: 4.00 is less than the 5.00 that it pays at least",
        ),
        (
            changed(formula__cap={"kansas-city": "4.00"}),
            (
                "formula.cap.kansas-city: there is no party of this key, only independence, "
                "lees-summit, blue-springs, raytown, grandview"
            ),
        ),
        (changed(without=list(GOOD["parties"])), "without: nobody is left to pay"),
        (
            changed(without=["kansas-city"]),
            (
                'without[0]: "kansas-city" is not one of independence, lees-summit, '
                "blue-springs, raytown, grandview"
            ),
        ),
        (
            changed(parties={"raytown": {"usage": 0}}, formula={"weights": {"usage": 100}}),
            "formula.weights.usage: nothing can be shared by usage, since it is 0 for raytown",
        ),
    ],
)
def test_what_cannot_be_shared_is_refused_with_its_place(document, refusal, tmp_path):
    with pytest.raises(BadDocument) as refused:
        shares.parse(document)
    assert str(refused.value) == refusal
    path = tmp_path / "cost.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadInput) as told:
        call_command("share_cost", str(path))
    assert (str(told.value), told.value.returncode) == (f"{path}: {refusal}", 2)


cents = st.integers(0, 5_000).map(lambda amount: Decimal(amount) / 100)


@st.composite
def allocations(draw, bases=(Basis.POPULATION,)):
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    bounds = st.dictionaries(st.sampled_from(keys), cents)
    if len(bases) == 1:
        weights = {bases[0]: Decimal(100)}
    else:
        first = draw(st.integers(0, 100))
        weights = {bases[0]: Decimal(first), bases[1]: Decimal(100 - first)}
    figures = st.integers(1, 50).map(Decimal)
    return Allocation(
        total=draw(cents),
        parties={key: Payer(figures={basis: draw(figures) for basis in bases}) for key in keys},
        formula=Formula(
            weights=weights,
            fixed=draw(st.just(Decimal(0)) | cents) / 10 // Decimal("0.01") / 100,
            floor=draw(bounds),
            cap=draw(bounds),
        ),
    )


def limits(wanted, key):
    formula = wanted.formula
    least = max(formula.floor.get(key, Decimal(0)), formula.fixed)
    return least, formula.cap.get(key, wanted.total)


def searched(wanted) -> dict[str, Fraction] | None:
    """Try every set of parties at their floors and at their caps; keep what contradicts nothing.

    By one basis there is one level λ: whoever is bound by nothing pays fixed + λ · figure, at a
    floor that would be too little, at a cap too much. It shares no line with the portal's way.
    """
    keys = sorted(wanted.parties)
    size = {key: Fraction(wanted.parties[key].figures[Basis.POPULATION]) for key in keys}
    fixed, total = Fraction(wanted.formula.fixed), Fraction(wanted.total)
    for places in itertools.product(["free", "low", "high"], repeat=len(keys)):
        at = dict(zip(keys, places, strict=True))
        pays = {
            key: Fraction(limits(wanted, key)[0 if place == "low" else 1])
            for key, place in at.items()
            if place != "free"
        }
        free = [key for key in keys if at[key] == "free"]
        rest = total - sum(pays.values()) - fixed * len(free)
        if not free:
            if rest == 0 and _some_level(at, pays, size, fixed):
                return pays
            continue
        level = rest / sum(size[key] for key in free)
        pays |= {key: fixed + level * size[key] for key in free}
        if level >= 0 and all(_is_right(wanted, key, at[key], level, size, fixed) for key in keys):
            return pays
    return None


def _some_level(at, pays, size, fixed):
    """Tell whether a level lies above every floor's and below every cap's."""
    low = [(pays[key] - fixed) / size[key] for key in at if at[key] == "low"]
    high = [(pays[key] - fixed) / size[key] for key in at if at[key] == "high"]
    return max(high, default=Fraction(0)) <= min(low, default=Fraction(10**9))


def _is_right(wanted, key, place, level, size, fixed):
    least, most = (Fraction(bound) for bound in limits(wanted, key))
    asked = fixed + level * size[key]
    return {"free": least <= asked <= most, "low": asked <= least, "high": asked >= most}[place]


@UNHURRIED
@given(allocations())
def test_by_one_basis_it_is_the_only_sharing_that_a_search_of_all_finds(wanted):
    found = searched(wanted)
    try:
        paid = shares.allocate(wanted)
    except Impossible:
        lows = [limits(wanted, key)[0] for key in wanted.parties]
        highs = [wanted.formula.cap.get(key, wanted.total) for key in wanted.parties]
        everybody_capped = set(wanted.formula.cap) == set(wanted.parties)
        assert (
            sum(lows) > wanted.total
            or (everybody_capped and sum(highs) < wanted.total)
            or any(low > high for low, high in zip(lows, highs, strict=True))
        )
        return
    assert found is not None
    assert sum(paid.values()) == wanted.total
    for key, share in paid.items():
        assert abs(Fraction(share) - found[key]) < Fraction(1, 100)


@UNHURRIED
@given(allocations(bases=(Basis.USAGE, Basis.EQUAL)))
def test_by_several_bases_the_shares_sum_to_the_total_and_keep_to_every_bound(wanted):
    try:
        paid = shares.allocate(wanted)
    except Impossible:
        assume(False)  # noqa: FBT003 - hypothesis’s own signature
    assert sum(paid.values()) == wanted.total
    for key, share in paid.items():
        least, most = limits(wanted, key)
        assert least <= share
        assert key not in wanted.formula.cap or share <= most
        assert share == share.quantize(Decimal("0.01"))


@UNHURRIED
@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 9), min_size=1), cents)
def test_the_cents_left_over_go_to_the_largest_remainders_alphabetically(seats, amount):
    paid, whole = shares.shared(amount, seats), sum(seats.values())
    if not whole:
        assert paid == dict.fromkeys(seats, Decimal(0))
        return
    exact = {key: Fraction(amount) * 100 * own / whole for key, own in seats.items()}
    assert sum(paid.values()) == amount
    up = {key: paid[key] * 100 != int(exact[key]) for key in seats}
    for one, other in itertools.permutations(seats, 2):
        if up[one] and not up[other]:
            lost = [exact[key] - int(exact[key]) for key in (one, other)]
            assert (-lost[0], one) < (-lost[1], other)
