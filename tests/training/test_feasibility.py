"""Whether a shared course pays, worked by hand and at the boundaries."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from training import feasibility
from training.feasibility import CityCost, Course, Feasibility, Plan, Verdict

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "feasibility.md"
GOOD, ANSWER = (
    json.loads(block)
    for block in re.findall(r"```json\n(.*?)```", DOCUMENTATION.read_text("utf-8"), re.DOTALL)
)


def plan(demand, *, travel=None, required_cities=1, **course):
    """A course of 1,000 a session and 10 a seat for 5 to 20 seats; 110 a seat on the market."""
    figures = {
        "fixed_cost": "1000.00",
        "cost_per_seat": "10.00",
        "market_price": "90.00",
        "market_travel": "20.00",
        **{key: value for key, value in course.items() if not key.endswith("_seats")},
    }
    return Plan(
        course=Course(
            name="Sample",
            min_seats=course.get("min_seats", 5),
            max_seats=course.get("max_seats", 20),
            **{key: Decimal(value) for key, value in figures.items()},
        ),
        demand=demand,
        travel={city: Decimal(cost) for city, cost in (travel or {}).items()},
        required_cities=required_cities,
    )


def judged(*given, **named):
    """The verdict, the sessions, the break-even and the seats needed of a plan."""
    found = feasibility.judge(plan(*given, **named))
    return found.verdict, found.sessions, found.break_even_seats, found.seats_needed


def test_the_documented_example_gives_the_documented_answer():
    assert feasibility.to_document(feasibility.judge(feasibility.parse(GOOD))) == ANSWER


def test_one_city_pays_everything():
    found = feasibility.judge(plan({"raytown": 12}, travel={"raytown": "2.50"}))
    assert found == Feasibility(
        verdict=Verdict.FEASIBLE,
        sessions=1,
        seats=12,
        break_even_seats=11,
        seats_needed=0,
        cities={
            "raytown": CityCost(
                seats=12, shared_cost=Decimal("1150.00"), market_cost=Decimal("1320.00")
            )
        },
    )
    assert (found.shared_cost, found.market_cost) == (Decimal(1150), Decimal(1320))
    assert found.cities["raytown"].saving == Decimal(170)


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (9, (Verdict.NEEDS_SEATS, 1, 10, 1)),
        (10, (Verdict.FEASIBLE, 1, 10, 0)),
        (11, (Verdict.FEASIBLE, 1, 10, 0)),
    ],
)
def test_exactly_break_even_is_feasible(seats, expected):
    assert judged({"raytown": seats}) == expected


def test_a_cent_less_than_the_gain_needs_one_seat_more():
    assert judged({"raytown": 10}, fixed_cost="1000.01") == (Verdict.NEEDS_SEATS, 1, 11, 1)
    assert judged({"raytown": 10}, cost_per_seat="9.99") == (Verdict.FEASIBLE, 1, 10, 0)


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (14, (Verdict.NEEDS_SEATS, 1, 10, 1)),
        (15, (Verdict.FEASIBLE, 1, 10, 0)),
    ],
)
def test_the_minimum_binds_where_it_is_more_than_the_break_even(seats, expected):
    assert judged({"raytown": seats}, min_seats=15) == expected


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (20, (Verdict.FEASIBLE, 1, 5, 0)),
        (21, (Verdict.FEASIBLE, 2, 5, 0)),
        (40, (Verdict.FEASIBLE, 2, 5, 0)),
        (41, (Verdict.FEASIBLE, 3, 5, 0)),
    ],
)
def test_a_last_session_under_the_minimum_is_filled_from_the_others(seats, expected):
    assert judged({"raytown": seats}, fixed_cost="500.00", min_seats=8) == expected


def test_sessions_that_cannot_all_reach_the_minimum_need_seats():
    assert judged({"raytown": 21}, fixed_cost="500.00", min_seats=15) == (
        Verdict.NEEDS_SEATS,
        2,
        5,
        9,
    )


def test_two_sessions_must_pay_for_both():
    assert judged({"raytown": 21}, fixed_cost="1050.00") == (Verdict.FEASIBLE, 2, 11, 0)
    assert judged({"raytown": 21}, fixed_cost="1060.00") == (Verdict.NEEDS_SEATS, 2, 11, 1)
    assert judged({"raytown": 21}, fixed_cost="2000.00") == (Verdict.NEEDS_SEATS, 2, 20, 19)


@pytest.mark.parametrize(
    "course",
    [
        {"fixed_cost": "2000.01"},
        {"cost_per_seat": "110.00"},
        {"cost_per_seat": "110.00", "fixed_cost": "0.01"},
        {"cost_per_seat": "110.01", "fixed_cost": "0.00"},
        {"cost_per_seat": "60.01"},
    ],
)
@pytest.mark.parametrize("seats", [0, 12, 20, 50])
def test_no_number_of_seats_breaks_even(course, seats):
    verdict, _, break_even, needed = judged({"raytown": seats}, **course)
    assert (verdict, break_even, needed) == (Verdict.NOT_FEASIBLE, None, None)


def test_the_last_seat_that_fits_may_break_even():
    assert judged({"raytown": 20}, fixed_cost="2000.00") == (Verdict.FEASIBLE, 1, 20, 0)


@pytest.mark.parametrize("cost_per_seat", ["110.00", "0.00"])
def test_a_session_without_fixed_cost_breaks_even_at_one_seat(cost_per_seat):
    assert judged({"raytown": 5}, fixed_cost="0.00", cost_per_seat=cost_per_seat) == (
        Verdict.FEASIBLE,
        1,
        1,
        0,
    )


def test_travel_counts_at_the_mean_of_the_demand():
    # 6 seats free and 6 at 40 are 20 a seat: 1000 / (110 - 10 - 20) is 12.5, so 13 seats.
    demand = {"raytown": 6, "grandview": 6}
    assert judged(demand, travel={"grandview": "40.00"}) == (Verdict.NEEDS_SEATS, 1, 13, 1)
    assert judged(demand, travel={"lees-summit": "99.00"}) == (Verdict.FEASIBLE, 1, 10, 0)


def test_a_single_seat_pays_and_travels_like_any_other():
    found = feasibility.judge(plan({"raytown": 1}, travel={"raytown": "50.00"}))
    assert (found.break_even_seats, found.shared_cost) == (20, Decimal(1060))


@pytest.mark.parametrize("demand", [{}, {"raytown": 0}])
def test_where_nobody_asks_a_whole_session_is_needed_and_nothing_is_paid(demand):
    found = feasibility.judge(plan(demand, travel={"raytown": "50.00"}))
    free = CityCost(seats=0, shared_cost=Decimal(0), market_cost=Decimal(0))
    assert found == Feasibility(
        verdict=Verdict.NEEDS_SEATS,
        sessions=0,
        seats=0,
        break_even_seats=10,
        seats_needed=10,
        cities=dict.fromkeys(demand, free),
    )


@pytest.mark.parametrize(("required", "verdict"), [(2, "feasible"), (3, "needs_cities")])
def test_only_cities_that_ask_for_seats_count(required, verdict):
    demand = {"raytown": 9, "grandview": 1, "independence": 0}
    assert judged(demand, required_cities=required) == (verdict, 1, 10, 0)


def test_seats_are_asked_for_before_cities():
    assert judged({"raytown": 9}, required_cities=3)[0] == Verdict.NEEDS_SEATS


def test_cents_left_over_go_to_who_lost_most_and_ties_by_key():
    found = feasibility.judge(
        plan({"c": 1, "b": 1, "a": 1}, fixed_cost="100.00", cost_per_seat="0.00")
    )
    assert {city: cost.shared_cost for city, cost in found.cities.items()} == {
        "a": Decimal("33.34"),
        "b": Decimal("33.33"),
        "c": Decimal("33.33"),
    }
    lost = feasibility.judge(plan({"a": 1, "b": 5}, fixed_cost="1.00", cost_per_seat="0.00"))
    assert [cost.shared_cost for cost in lost.cities.values()] == [Decimal("0.17"), Decimal("0.83")]


def test_cities_are_listed_by_key():
    found = feasibility.judge(plan({"raytown": 1, "grandview": 1}))
    assert list(found.cities) == ["grandview", "raytown"]


def test_a_dearer_course_shows_a_saving_below_zero():
    found = feasibility.to_document(feasibility.judge(plan({"raytown": 2})))
    assert found["cities"] == {
        "raytown": {
            "seats": 2,
            "shared_cost": "1020.00",
            "market_cost": "220.00",
            "saving": "-800.00",
        }
    }
