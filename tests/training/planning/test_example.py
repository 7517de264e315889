"""The example of docs/year-plans.md, whose figures anybody can check by hand."""

import re
from datetime import date
from pathlib import Path

from training.planning import Away, Case, Course, Venue, Want, plan

DOCS = Path(__file__).parents[3] / "docs" / "year-plans.md"
CASE = {
    "must_meet_all": True,
    "courses": (Course(key="c", name="C", least=8, most=20, cost=240_000, seat_cost=1_500),),
    "venues": (Venue(key="h", name="Hall", seats=20, day_cost=10_000),),
    "days": (date(2027, 3, 2), date(2027, 3, 9)),
    "wants": (
        Want(key="r", course="c", city="Raytown", seats=12),
        Want(key="g", course="c", city="Grandview", seats=8),
    ),
    "travel": {("Grandview", "h"): 500},
}


def test_the_example_costs_what_the_docs_say():
    one = plan(Case(**CASE), seconds=20)
    two = plan(Case(**CASE, away=(Away(city="Raytown", most=10),)), seconds=20)
    assert (len(one.classes), one.cost, one.aims[0].is_proven) == (1, 284_000, True)
    assert (len(two.classes), two.cost, two.aims[0].is_proven) == (2, 534_000, True)
    text = DOCS.read_text(encoding="utf-8")
    said = re.findall(r"\$([0-9,.]+[0-9])", text.split("## An example")[1].split("##")[0])
    assert said[-3:] == ["2,840.00", "5,340.00", "5,340.00"]
