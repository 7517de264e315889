"""Why an entry is not ranked, in words."""

from collections.abc import Mapping
from decimal import Decimal

from initiatives.models import Criterion, Placing, Round
from initiatives.results.weights import plain


def in_words(placing: Placing, round_: Round, criteria: Mapping[str, Criterion]) -> list[str]:
    """Return a sentence for each reason; none for a ranked entry. `criteria` is by key."""
    return [_sentence(reason, placing, round_, criteria) for reason in placing.reasons]


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
