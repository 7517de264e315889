"""From a published file to a round, refusing everything that the terms do not allow."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from collaborative.documents import Fields, Node, written
from initiatives.ranking.rounds import Criterion, Review, Round, Settings, Terms

SCALE_LIMIT = 1000  # marks lie between -1000 and 1000
PLACES = 6  # decimals of a weight or a threshold
MAX_CITIES = 1000
MAX_DRAWS = 1_000_000
MAX_SEED = 2**53 - 1  # every JSON reader keeps whole numbers up to here


def parse(document: object) -> Round:
    """Return the round of a document, which is JSON in Python's types.

    A number with a fraction is a text or a Decimal, as `collaborative.documents.read` gives it.
    Raises BadDocument naming the place, such as "reviews[3].marks.savings: 7 is outside 0 to 5".
    """
    fields = Node(document).fields(
        ("criteria", "cities", "quorum", "proposals", "reviews"), optional=("settings",)
    )
    criteria, gates = _criteria(fields["criteria"])
    terms = Terms(
        criteria=criteria,
        gates=gates,
        cities=fields["cities"].names(),
        quorum=fields["quorum"].whole(1, MAX_CITIES),
        proposals=fields["proposals"].names(),
        settings=_settings(fields["settings"]) if "settings" in fields else Settings(),
    )
    return Round(terms=terms, reviews=_reviews(fields["reviews"], terms))


def as_decimal(value: Fraction) -> str:
    """Write a number that came from a decimal as that decimal: 25/2 is "12.5"."""
    return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"


def _criteria(node: Node) -> tuple[tuple[Criterion, ...], tuple[str, ...]]:
    """Return the scored criteria and the keys of the gates."""
    scored: dict[str, Criterion] = {}
    gates: dict[str, None] = {}
    for item in node.items():
        kind = _kind(item)
        if kind == "gate":
            fields = item.fields(("key", "kind"))
        else:
            fields = item.fields(("key", "kind", "weight", "min", "max"), optional=("threshold",))
        key = fields["key"].text()
        if key in scored or key in gates:
            fields["key"].refuse(f"{written(key)} is there twice")
        if kind == "gate":
            gates[key] = None
        else:
            scored[key] = _criterion(key, fields)
    total = sum((criterion.weight for criterion in scored.values()), Fraction(0))
    if total != 100:  # noqa: PLR2004 - per cent
        node.refuse(f"the weights of the scored criteria sum to {as_decimal(total)}, expected 100")
    return tuple(scored.values()), tuple(gates)


def _kind(item: Node) -> str:
    """Return "scored" or "gate", which decides what else must be said of a criterion."""
    fields = item.fields(("key", "kind"), optional=("weight", "min", "max", "threshold"))
    return fields["kind"].one_of(("scored", "gate"))


def _criterion(key: str, fields: Fields) -> Criterion:
    weight = Fraction(fields["weight"].decimal(places=PLACES))
    if weight <= 0:
        fields["weight"].refuse(f"{written(fields['weight'].value)} is not more than 0")
    low = fields["min"].whole(-SCALE_LIMIT, SCALE_LIMIT)
    high = fields["max"].whole(-SCALE_LIMIT, SCALE_LIMIT)
    if low >= high:
        fields["max"].refuse(f"{high} is not more than the min, {low}")
    return Criterion(key, weight, low, high, _threshold(fields, low, high))


def _threshold(fields: Fields, low: int, high: int) -> Fraction | None:
    if "threshold" not in fields:
        return None
    threshold = Fraction(fields["threshold"].decimal(places=PLACES))
    if not low <= threshold <= high:
        shown = written(fields["threshold"].value)
        fields["threshold"].refuse(f"{shown} is outside {low} to {high}")
    return threshold


def _settings(node: Node) -> Settings:
    fields = node.fields((), optional=("seed", "draws", "top"))
    limits = {"seed": (0, MAX_SEED), "draws": (1, MAX_DRAWS), "top": (1, MAX_DRAWS)}
    return Settings(**{key: field.whole(*limits[key]) for key, field in fields.items()})


class _Known(NamedTuple):
    """What a review may name, ready to be looked up."""

    criteria: Mapping[str, Criterion]
    gates: frozenset[str]
    cities: frozenset[str]
    proposals: frozenset[str]


def _reviews(node: Node, terms: Terms) -> tuple[Review, ...]:
    known = _Known(
        criteria={criterion.key: criterion for criterion in terms.criteria},
        gates=frozenset(terms.gates),
        cities=frozenset(terms.cities),
        proposals=frozenset(terms.proposals),
    )
    seen: dict[tuple[str, str, str], str] = {}
    reviews = []
    for item in node.items():
        review = _review(item, known)
        given = (review.proposal, review.city, review.evaluator)
        if given in seen:
            item.refuse(
                f"{written(review.evaluator)} of {written(review.city)} already reviews "
                f"{written(review.proposal)} in {seen[given]}"
            )
        seen[given] = item.place
        reviews.append(review)
    return tuple(reviews)


def _review(item: Node, known: _Known) -> Review:
    fields = item.fields(("proposal", "city", "evaluator"), optional=("recused", "marks"))
    recused = "recused" in fields and fields["recused"].truth()
    if not recused and "marks" not in fields:
        item.refuse('"marks" is missing')
    given = fields["marks"].entries() if "marks" in fields else {}
    if recused and given:
        fields["marks"].refuse("a recused review carries no marks, expected none")
    for key in given:
        if key not in known.criteria and key not in known.gates:
            fields["marks"].refuse(f"{written(key)} is not one of the criteria")
    return Review(
        proposal=_listed(fields["proposal"], known.proposals, "proposals"),
        city=_listed(fields["city"], known.cities, "cities"),
        evaluator=fields["evaluator"].text(),
        recused=recused,
        marks={
            key: mark.whole(known.criteria[key].low, known.criteria[key].high)
            for key, mark in given.items()
            if key in known.criteria
        },
        answers={key: answer.truth() for key, answer in given.items() if key in known.gates},
    )


def _listed(node: Node, names: frozenset[str], where: str) -> str:
    if node.text() not in names:
        node.refuse(f"{written(node.value)} is not one of the {where}")
    return node.text()
