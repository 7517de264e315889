"""The ways to have a course side by side, and how far each figure may move."""

import copy
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collaborative.documents import BadDocument
from tests.training.test_feasibility import GOOD
from training import options
from training.feasibility import Verdict, judge
from training.options import ClassCost, Finding, Way

FIGURES = {
    "plan": GOOD,
    "hours": "8.00",
    "market_hours": "2.00",
    "wage": "30.00",
    "backfill_rate": "45.00",
    "road": {"raytown": "0.50", "independence": "1.00"},
    "shift_seats": {"raytown": 2},
    "onsite": {"fixed_cost": "1500.00", "cost_per_seat": "20.00", "max_seats": 24},
    "online": {"fixed_cost": "900.00", "cost_per_seat": "60.00", "max_seats": 40},
}
STUDY = options.parse(FIGURES)
UNHURRIED = settings(deadline=None, max_examples=40)


def told(option):
    """What a way costs in all: fees, travel, hours on the road, backfill, and the total."""
    parts = [f"{option.sum_of(kind):.2f}" for kind in ("fees", "travel", "road", "backfill")]
    return (*parts, f"{option.total:.2f}")


def test_every_way_costs_what_a_hand_reckons():
    """14 seats; two of Raytown's six are shift staff: 8 hours at 45 dollars each, and the road."""
    found = options.compare(STUDY)
    assert {way: told(option) for way, option in found.options.items()} == {
        # 3 classes at 2,400, 14 seats at 15; 2 x 8 x 45
        Way.ALONE: ("7410.00", "0.00", "0.00", "720.00", "8130.00"),
        # 14 at 180, 14 at 40; 14 x 2 x 30; 2 x 10 x 45
        Way.MARKET: ("2520.00", "560.00", "840.00", "900.00", "4820.00"),
        # 3 classes at 1,500, 14 seats at 20
        Way.ONSITE: ("4780.00", "0.00", "0.00", "720.00", "5500.00"),
        # 2,400 and 14 at 15; 6 x 5 and 3 x 10; (6 x 0.5 + 3 x 1) x 30; 2 x 8.5 x 45
        Way.REGIONAL: ("2610.00", "60.00", "180.00", "765.00", "3615.00"),
        # 900 and 14 at 60
        Way.ONLINE: ("1740.00", "0.00", "0.00", "720.00", "2460.00"),
    }
    assert found.best == Way.ONLINE
    assert {way: (one.classes, one.short, one.is_open) for way, one in found.options.items()} == {
        Way.ALONE: (3, 10, False),
        Way.MARKET: (0, 0, True),
        Way.ONSITE: (3, 10, False),
        Way.REGIONAL: (1, 0, True),
        Way.ONLINE: (1, 0, True),
    }
    assert {way: one.break_even_seats for way, one in found.options.items()} == {
        Way.ALONE: 12,  # 2,400 / (220 - 15) = 11.7
        Way.MARKET: None,
        Way.ONSITE: 8,  # 1,500 / (220 - 20) = 7.5
        Way.REGIONAL: 12,
        Way.ONLINE: 6,  # 900 / (220 - 60) = 5.6
    }


def test_without_online_the_regional_course_is_the_cheapest_that_all_can_have():
    found = options.compare(replace(STUDY, online=None))
    assert found.best == Way.REGIONAL
    assert {city: found.cheapest_for(city) for city in STUDY.cities} == dict.fromkeys(
        ["grandview", "independence", "raytown"], Way.REGIONAL
    )
    assert list(found.options) == [Way.ALONE, Way.MARKET, Way.ONSITE, Way.REGIONAL]


def test_a_city_alone_takes_what_is_cheapest_for_it_where_the_shared_course_lacks_a_city():
    plan = replace(STUDY.plan, demand={"raytown": 20, "grandview": 1}, required_cities=3)
    found = options.compare(replace(STUDY, plan=plan, online=None))
    assert (found.feasibility.verdict, found.best) == (Verdict.NEEDS_CITIES, Way.MARKET)
    assert found.cheapest_for("raytown") == Way.ONSITE
    assert found.cheapest_for("grandview") == Way.MARKET


def test_nobody_who_asks_for_seats_is_no_best_way():
    found = options.compare(replace(STUDY, plan=replace(STUDY.plan, demand={"raytown": 0})))
    assert (found.best, found.feasibility.verdict) == (None, Verdict.NEEDS_SEATS)
    assert {option.total for option in found.options.values()} == {Decimal(0)}


def test_a_study_is_written_and_read_again_the_same():
    assert options.to_document(STUDY) == FIGURES
    bare = replace(STUDY, onsite=None, online=None)
    assert options.parse(options.to_document(bare)) == bare


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("wage",), "-1.00", 'wage: "-1.00" is less than 0'),
        (("shift_seats", "raytown"), -1, "shift_seats.raytown: -1 is outside 0 to 100000"),
        (("online", "max_seats"), 0, "online.max_seats: 0 is outside 1 to 100000"),
        (("plan",), 3, "3 is not an object in braces"),
        (("road",), [], "road: a list is not an object in braces"),
    ],
)
def test_a_study_that_says_nonsense_is_refused_with_its_place(path, value, sentence):
    document = copy.deepcopy(FIGURES)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(BadDocument) as refusal:
        options.parse(document)
    assert str(refusal.value) == sentence


def test_each_figure_turns_the_finding_where_a_hand_reckons():
    """Market 3,080 against shared 2,670 in fees and travel: 410 may be lost before it turns."""
    study = replace(STUDY, online=None, onsite=None)
    turns = {(one.input.name, one.input.city): one for one in options.turning_points(study)}
    needs = Finding(Verdict.NEEDS_SEATS, Way.REGIONAL)
    fixed = turns["fixed_cost", ""]
    assert (fixed.below, fixed.above) == (None, (Decimal("2810.01"), needs))
    assert turns["market_price", ""].below == (Decimal("150.71"), needs)  # 180 - 410 / 14
    assert turns["seats", "grandview"].below == (
        Decimal(2),
        Finding(Verdict.NEEDS_SEATS, Way.REGIONAL),
    )
    assert turns["seats", "independence"].below == (
        Decimal(0),
        turns["seats", "independence"].below[1],
    )
    assert turns["wage", ""].below is turns["wage", ""].above is None


def test_the_widest_swing_stands_first_and_every_saving_is_of_the_whole_cost():
    found = options.swings(replace(STUDY, online=None), percent=20)
    assert (found[0].input.name, found[0].input.city) == ("market_price", "")
    price = found[0]
    assert (price.low, price.high) == (Decimal("144.00"), Decimal("216.00"))
    assert (price.saving_at_low, price.saving_at_high) == (Decimal("701.00"), Decimal("1709.00"))
    assert (price.verdict_at_low, price.verdict_at_high) == (
        Verdict.NEEDS_SEATS,
        Verdict.FEASIBLE,
    )
    assert [one.width for one in found] == sorted((one.width for one in found), reverse=True)


tens = st.integers(0, 60).map(lambda amount: Decimal(10 * amount))
cities = st.sampled_from(["grandview", "independence", "raytown"])


@st.composite
def studies(draw):
    least = draw(st.integers(1, 8))
    course = replace(
        STUDY.plan.course,
        fixed_cost=draw(tens),
        cost_per_seat=draw(tens),
        min_seats=least,
        max_seats=least + draw(st.integers(0, 12)),
        market_price=draw(tens),
        market_travel=draw(tens),
    )
    demand = draw(st.dictionaries(cities, st.integers(0, 15), min_size=1))
    kind = st.none() | st.builds(
        ClassCost, fixed_cost=tens, cost_per_seat=tens, max_seats=st.integers(1, 30)
    )
    return replace(
        STUDY,
        plan=replace(
            STUDY.plan,
            course=course,
            demand=demand,
            travel=draw(st.dictionaries(cities, tens)),
            required_cities=draw(st.integers(0, 3)),
        ),
        road=draw(st.dictionaries(cities, st.integers(0, 4).map(Decimal))),
        shift_seats={city: seats // 2 for city, seats in demand.items()},
        onsite=draw(kind),
        online=draw(kind),
    )


@UNHURRIED
@given(studies())
def test_the_regional_way_is_plan_training_and_parts_sum_to_the_whole(study):
    found = options.compare(study)
    judged = judge(study.plan)
    regional = found.options[Way.REGIONAL]
    assert regional.sum_of("fees") + regional.sum_of("travel") == judged.shared_cost
    market = found.options[Way.MARKET]
    assert market.sum_of("fees") + market.sum_of("travel") == judged.market_cost
    for option in found.options.values():
        assert option.total == sum((part.total for part in option.cities.values()), Decimal(0))
        assert set(option.cities) == set(study.cities)
    if found.best:
        open_to_all = [each.total for each in found.options.values() if each.is_open]
        assert found.options[found.best].total == min(open_to_all)
        for city in study.cities:
            assert found.cheapest_for(city) in found.options


@UNHURRIED
@given(studies(), st.data())
def test_up_to_a_turn_nothing_turns_and_at_it_something_does(study, data):
    base = options.finding(study)
    inputs = options.inputs_of(study)
    turns = options.turning_points(study)
    at = data.draw(st.integers(0, len(turns) - 1))
    one, turn = inputs[at], turns[at]
    for side, end in ((turn.below, Decimal(0)), (turn.above, turn.followed_to)):
        if side:
            value, found = side
            assert options.finding(one.changed(value)) == found != base
        steps = int((abs(side[0] - one.value) if side else abs(end - one.value)) / one.step)
        for tried in data.draw(st.lists(st.integers(0, steps), max_size=5)):
            moved = one.value + (-1 if end < one.value else 1) * tried * one.step
            if side is None or tried < steps:
                assert options.finding(one.changed(moved)) == base
