"""What is said of a study: the verdict and the cheapest way, in sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from collaborative.wording import dollars
from training.feasibility import Verdict
from training.options import Comparison, Study, Way

WAYS: Mapping[Way, str] = MappingProxyType(
    {
        Way.ALONE: "Each city its own class",
        Way.MARKET: "Buying seats elsewhere",
        Way.ONSITE: "GTI at each city’s own site",
        Way.REGIONAL: "One shared course",
        Way.ONLINE: "One online course",
    }
)
VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.FEASIBLE: "Feasible",
        Verdict.NEEDS_SEATS: "Needs more seats",
        Verdict.NEEDS_CITIES: "Needs more cities",
        Verdict.NOT_FEASIBLE: "Not feasible",
    }
)


def verdict_sentence(study: Study, compared: Comparison) -> str:
    """Say whether the shared course pays, by fees and travel alone."""
    found = compared.feasibility
    match found.verdict:
        case Verdict.FEASIBLE:
            return (
                f"Feasible: {_seats(found.seats)} of {_cities(len(study.cities))} fill "
                f"{_classes(found.sessions)}, at {dollars(found.shared_cost)} together with "
                f"travel, {dollars(found.market_cost - found.shared_cost)} less than buying the "
                "seats elsewhere."
            )
        case Verdict.NEEDS_SEATS:
            return (
                f"Not yet feasible: {_seats(found.seats)} are asked for, and it takes "
                f"{found.seats_needed} more until every class has its least seats and the course "
                "costs no more than buying the seats elsewhere."
            )
        case Verdict.NEEDS_CITIES:
            return (
                f"Not yet feasible: the seats pay, but {_cities(len(study.cities))} "
                f"of the {study.plan.required_cities} that must take part ask for them."
            )
        case Verdict.NOT_FEASIBLE:
            return (
                "Not feasible: no number of seats that fits into the classes makes the shared "
                "course cost as little as buying the seats elsewhere."
            )


def best_sentence(found: Comparison) -> str:
    """Say which way costs all the cities least with paid time counted; "" for none."""
    if found.best is None:
        return ""
    total = found.options[found.best].total
    others = [one.total for way, one in found.options.items() if way != found.best and one.is_open]
    less = f", {dollars(min(others) - total)} less than the next" if others else ""
    return (
        "With paid time on the road and on shifts counted, the cheapest way that is open to all "
        f"of them is: {in_a_sentence(found.best)}, {dollars(total)} in all{less}."
    )


def in_a_sentence(way: Way) -> str:
    """A way as it is called within a sentence."""
    label = WAYS[way]
    return label if label.startswith("GTI") else f"{label[0].lower()}{label[1:]}"


def _seats(number: int) -> str:
    return "1 seat" if number == 1 else f"{number} seats"


def _classes(number: int) -> str:
    return "1 class" if number == 1 else f"{number} classes"


def _cities(number: int) -> str:
    return "1 city" if number == 1 else f"{number} cities"
