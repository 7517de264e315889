"""What must hold of every plan of a course, over random plans."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from training import feasibility
from training.feasibility import Course, Plan, Verdict

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

cents = st.integers(0, 9_999).map(lambda amount: Decimal(amount) / 10)
cities = st.sampled_from(["blue-springs", "grandview", "independence", "raytown"])


@st.composite
def plans(draw):
    least = draw(st.integers(1, 12))
    course = Course(
        name="Sample",
        fixed_cost=draw(st.just(Decimal(0)) | cents),
        cost_per_seat=draw(cents) / 10,
        min_seats=least,
        max_seats=least + draw(st.integers(0, 20)),
        market_price=draw(cents),
        market_travel=draw(st.just(Decimal(0)) | cents),
    )
    return Plan(
        course=course,
        demand=draw(st.dictionaries(cities, st.integers(0, 30))),
        travel=draw(st.dictionaries(cities, cents)),
        required_cities=draw(st.integers(0, 4)),
    )


@UNHURRIED
@given(plans())
def test_the_shares_sum_to_the_cost_exactly_and_each_is_within_a_cent_of_fair(planned):
    found = feasibility.judge(planned)
    course = planned.course
    fixed = found.sessions * course.fixed_cost
    travel = sum(
        seats * planned.travel.get(city, Decimal(0)) for city, seats in planned.demand.items()
    )
    assert found.shared_cost == fixed + found.seats * course.cost_per_seat + travel
    assert found.market_cost == found.seats * (course.market_price + course.market_travel)
    for city, cost in found.cities.items():
        own = cost.seats * (course.cost_per_seat + planned.travel.get(city, Decimal(0)))
        fair = Fraction(fixed) * cost.seats / max(found.seats, 1)
        assert abs(Fraction(cost.shared_cost - own) - fair) < Fraction(1, 100)


@UNHURRIED
@given(plans())
def test_the_sessions_are_the_fewest_that_hold_everybody(planned):
    found, largest = feasibility.judge(planned), planned.course.max_seats
    assert found.sessions * largest >= found.seats
    assert found.seats == 0 or (found.sessions - 1) * largest < found.seats


@UNHURRIED
@given(plans())
def test_a_feasible_course_is_never_dearer_and_an_unfeasible_one_always_is(planned):
    found = feasibility.judge(planned)
    if found.verdict in {Verdict.FEASIBLE, Verdict.NEEDS_CITIES}:
        assert found.shared_cost <= found.market_cost
        assert found.seats >= found.sessions * planned.course.min_seats > 0
    if found.verdict is Verdict.NOT_FEASIBLE and found.seats:
        assert found.shared_cost > found.market_cost


@UNHURRIED
@given(plans())
def test_the_break_even_is_the_first_number_that_pays_when_all_are_tried(planned):
    course = planned.course
    seats = max(sum(planned.demand.values()), 1)
    travel = sum(
        (
            Fraction(planned.travel.get(city, Decimal(0))) * own
            for city, own in planned.demand.items()
        ),
        Fraction(0),
    )
    shared = [
        Fraction(course.fixed_cost) + number * (Fraction(course.cost_per_seat) + travel / seats)
        for number in range(1, course.max_seats + 1)
    ]
    market = Fraction(course.market_price) + Fraction(course.market_travel)
    paying = [number for number, cost in enumerate(shared, 1) if cost <= number * market]
    assert feasibility.judge(planned).break_even_seats == (paying[0] if paying else None)


@UNHURRIED
@given(plans())
def test_the_seats_needed_are_enough_and_one_fewer_is_not(planned):
    found = feasibility.judge(planned)
    if not found.seats_needed or not found.seats:
        return
    for more, expected in ((found.seats_needed, 0), (found.seats_needed - 1, 1)):
        # Everybody's travel stays the mean, so that only the number of seats changes.
        mean = sum(
            (Fraction(planned.travel_of(city)) for city in planned.demand), Fraction(0)
        ) / Fraction(found.seats)
        larger = Plan(
            course=planned.course,
            demand={"raytown": found.seats + more},
            travel={"raytown": mean},
            required_cities=0,
        )
        assert feasibility._seats_needed(larger, sessions=found.sessions) == expected
