"""What a plan may not say: each refusal names the place and what was expected."""

import copy
from decimal import Decimal

import pytest

from collaborative.documents import BadDocument
from tests.training.test_feasibility import GOOD
from training import feasibility
from training.feasibility import Course, Plan

MISSING = object()
NO_AMOUNT = 'is not a number such as "12.50" with at most 9 digits and 2 decimals'
COURSE = ["course"]
REFUSALS = [
    (["course"], MISSING, '"course" is missing'),
    (["demand"], MISSING, '"demand" is missing'),
    (["required_cities"], MISSING, '"required_cities" is missing'),
    (
        ["cities"],
        3,
        '"cities" is not expected here, only course, demand, required_cities, travel',
    ),
    (["required_cities"], -1, "required_cities: -1 is outside 0 to 1000"),
    (["demand"], [], "demand: a list is not an object in braces"),
    (["demand", "raytown"], -1, "demand.raytown: -1 is outside 0 to 100000"),
    (
        ["demand", "raytown"],
        "6",
        'demand.raytown: "6" is not a whole number from 0 to 100000',
    ),
    (["demand", ""], 1, 'demand: "" is not a text of 1 to 200 printable characters'),
    (["travel"], None, "travel: null is not an object in braces"),
    (["travel", "raytown"], "-5.00", 'travel.raytown: "-5.00" is less than 0'),
    (["travel", "raytown"], "5.001", f'travel.raytown: "5.001" {NO_AMOUNT}'),
    ([*COURSE, "name"], "", 'course.name: "" is not a text of 1 to 200 printable characters'),
    ([*COURSE, "name"], MISSING, 'course: "name" is missing'),
    ([*COURSE, "fixed_cost"], MISSING, 'course: "fixed_cost" is missing'),
    ([*COURSE, "fixed_cost"], "-0.01", 'course.fixed_cost: "-0.01" is less than 0'),
    ([*COURSE, "cost_per_seat"], 15.5, f"course.cost_per_seat: 15.5 {NO_AMOUNT}"),
    ([*COURSE, "market_price"], None, f"course.market_price: null {NO_AMOUNT}"),
    ([*COURSE, "market_travel"], "$40", f'course.market_travel: "$40" {NO_AMOUNT}'),
    ([*COURSE, "min_seats"], 0, "course.min_seats: 0 is outside 1 to 100000"),
    ([*COURSE, "min_seats"], 25, "course.max_seats: 24 is less than the min_seats, 25"),
    ([*COURSE, "max_seats"], 0, "course.max_seats: 0 is outside 1 to 100000"),
    ([*COURSE, "max_seats"], True, "course.max_seats: true is not a whole number from 1 to 100000"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), REFUSALS)
def test_what_is_wrong_is_refused_with_its_place(path, value, sentence):
    document = copy.deepcopy(GOOD)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    with pytest.raises(BadDocument) as refusal:
        feasibility.parse(document)
    assert str(refusal.value) == sentence


def test_a_plan_is_read_whole():
    assert feasibility.parse(GOOD) == Plan(
        course=Course(
            name="Supervisors' first year (sample)",
            fixed_cost=Decimal("2400.00"),
            cost_per_seat=Decimal("15.00"),
            min_seats=8,
            max_seats=24,
            market_price=Decimal("180.00"),
            market_travel=Decimal("40.00"),
        ),
        demand={"raytown": 6, "grandview": 5, "independence": 3},
        travel={"raytown": Decimal("5.00"), "independence": Decimal("10.00")},
        required_cities=3,
    )


def test_travel_may_be_left_out_and_classes_may_have_one_size():
    document = copy.deepcopy(GOOD)
    del document["travel"]
    document["course"]["min_seats"] = 24
    read = feasibility.parse(document)
    assert (read.travel, read.course.min_seats, read.course.max_seats) == ({}, 24, 24)
