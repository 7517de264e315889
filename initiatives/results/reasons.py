"""Why an entry is not ranked, in words."""

from collections.abc import Mapping
from decimal import Decimal

from cities.models import City
from initiatives.models import Criterion, Placing, Round
from initiatives.results.weights import plain


def in_words(placing: Placing, round_: Round, criteria: Mapping[str, Criterion]) -> list[str]:
    """Return a sentence for each reason; none for a ranked entry. `criteria` is by key."""
    return [_sentence(reason, placing, round_, criteria) for reason in placing.reasons]


def without_each_city(placing: Placing) -> list[tuple[str, int | None]]:
    """Return each city's name with the rank without its marks, None where it is not ranked."""
    names = dict(City.objects.filter(slug__in=placing.leave_one_out).values_list("slug", "name"))
    return [(names[slug], rank) for slug, rank in sorted(placing.leave_one_out.items())]


def _sentence(
    reason: str, placing: Placing, round_: Round, criteria: Mapping[str, Criterion]
) -> str:
    kind, _, key = reason.partition(":")
    if kind == "quorum":
        number = placing.cities
        came = (
            f"marks from {number} {'city' if number == 1 else 'cities'}" if number else "no marks"
        )
        return f"Not ranked: {came}; this round needs {round_.quorum}."
    criterion = criteria[key]
    if kind == "gate":
        return f"Not ranked: not more cities say yes than no to the gate “{criterion.label}”."
    return (
        f"Not ranked: the cities’ mean mark for “{criterion.label}” is below "
        f"{plain(criterion.threshold or Decimal(0))}, the least this round asks for."
    )
