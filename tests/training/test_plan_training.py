"""`manage.py plan_training`."""

import copy
import json

import pytest
from django.core.management import call_command

from collaborative.commands import BadInput
from tests.training.test_feasibility import ANSWER, GOOD

BARE = {
    "course": {
        "name": "Sample",
        "fixed_cost": "1000.00",
        "cost_per_seat": "10.00",
        "min_seats": 5,
        "max_seats": 20,
        "market_price": "90.00",
        "market_travel": "20.00",
    },
    "demand": {"raytown": 12},
    "travel": {},
    "required_cities": 1,
}


def city(seats: int, shared: str, market: str, saving: str) -> dict[str, object]:
    return {"seats": seats, "shared_cost": shared, "market_cost": market, "saving": saving}


ONE_CITY = (
    # 1,000 for the class, 120 for the seats and 30 for the road; a seat gains 97.50.
    {"travel": {"raytown": "2.50"}},
    {},
    {
        "verdict": "feasible",
        "sessions": 1,
        "seats": 12,
        "break_even_seats": 11,
        "seats_needed": 0,
        "shared_cost": "1150.00",
        "market_cost": "1320.00",
        "cities": {"raytown": city(12, "1150.00", "1320.00", "170.00")},
    },
)
EXACTLY_BREAK_EVEN = (
    # Ten seats gain 100 each, which is what the class costs.
    {"demand": {"raytown": 6, "grandview": 4}, "required_cities": 2},
    {},
    {
        "verdict": "feasible",
        "sessions": 1,
        "seats": 10,
        "break_even_seats": 10,
        "seats_needed": 0,
        "shared_cost": "1100.00",
        "market_cost": "1100.00",
        "cities": {
            "grandview": city(4, "440.00", "440.00", "0.00"),
            "raytown": city(6, "660.00", "660.00", "0.00"),
        },
    },
)
LAST_CLASS_FILLED_UP = (
    # Twenty and one would be one under the least of eight; eleven and ten are not.
    {"demand": {"raytown": 14, "grandview": 7}},
    {"fixed_cost": "500.00", "min_seats": 8},
    {
        "verdict": "feasible",
        "sessions": 2,
        "seats": 21,
        "break_even_seats": 5,
        "seats_needed": 0,
        "shared_cost": "1210.00",
        "market_cost": "2310.00",
        "cities": {
            "grandview": city(7, "403.33", "770.00", "366.67"),
            "raytown": city(14, "806.67", "1540.00", "733.33"),
        },
    },
)
LAST_CLASS_UNDER_THE_LEAST = (
    # Two classes of at least fifteen take thirty.
    {"demand": {"raytown": 14, "grandview": 7}},
    {"fixed_cost": "500.00", "min_seats": 15},
    {**LAST_CLASS_FILLED_UP[2], "verdict": "needs_seats", "seats_needed": 9},
)
NOTHING_BREAKS_EVEN = (
    # Twenty seats, all that the class holds, gain 2,000: a cent less than it costs.
    {},
    {"fixed_cost": "2000.01"},
    {
        "verdict": "not_feasible",
        "sessions": 1,
        "seats": 12,
        "break_even_seats": None,
        "seats_needed": None,
        "shared_cost": "2120.01",
        "market_cost": "1320.00",
        "cities": {"raytown": city(12, "2120.01", "1320.00", "-800.01")},
    },
)


@pytest.fixture
def answered(tmp_path, capsys):
    """What the command prints for a plan."""

    def run(document: dict[str, object]) -> object:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        call_command("plan_training", str(path))
        return json.loads(capsys.readouterr().out)

    return run


def test_the_answer_for_a_plan_is_printed(answered):
    assert answered(GOOD) == ANSWER


@pytest.mark.parametrize(
    ("changes", "course", "answer"),
    [
        pytest.param(*ONE_CITY, id="one city"),
        pytest.param(*EXACTLY_BREAK_EVEN, id="exactly break-even"),
        pytest.param(*LAST_CLASS_FILLED_UP, id="a last class filled up"),
        pytest.param(*LAST_CLASS_UNDER_THE_LEAST, id="a last class under the least"),
        pytest.param(*NOTHING_BREAKS_EVEN, id="nothing breaks even"),
    ],
)
def test_the_whole_answer_at_each_boundary(answered, changes, course, answer):
    assert answered({**BARE, **changes, "course": {**BARE["course"], **course}}) == answer


def test_a_negative_amount_is_refused_with_the_file_and_the_place(tmp_path):
    document = copy.deepcopy(GOOD)
    document["travel"]["raytown"] = "-5.00"
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        call_command("plan_training", str(path))
    assert str(refusal.value) == f'{path}: travel.raytown: "-5.00" is less than 0'
    assert refusal.value.returncode == 2
