"""The published file of a round, its result document, and the rounding between the two."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import islice

from initiatives.ranking.agreement import Agreement, agreement
from initiatives.ranking.leniency import adjusted_scores
from initiatives.ranking.reading import as_decimal, parse
from initiatives.ranking.robustness import rank
from initiatives.ranking.rounds import Criterion, Review, Round, Terms, tally
from initiatives.ranking.standings import Standing

Document = dict[str, object]
EMPTY = b'"reviews":[]'
"""How a round without reviews is written: no text can hold it, since its quotes are escaped."""
AT_ONCE = 500  # reviews


def recompute(document: object) -> Document:
    """Return the result document of a published file. Raises BadDocument where it is wrong."""
    round_ = parse(document)
    return to_document(
        rank(round_.terms, tally(round_)),
        agreement=agreement(round_),
        adjusted=adjusted_scores(round_),
        input_sha256=digest(document),
    )


def to_document(
    standings: Sequence[Standing],
    *,
    agreement: Mapping[str, Agreement],
    adjusted: Mapping[str, Fraction | None],
    input_sha256: str,
) -> Document:
    """Return the result document: whole numbers stay, every other number is a two-digit text."""
    return {
        "results": [_line(standing, adjusted[standing.proposal]) for standing in standings],
        "agreement": {
            key: {"alpha": two_places(found.alpha), "n": found.n}
            for key, found in agreement.items()
        },
        "input_sha256": input_sha256,
    }


def to_input(round_: Round) -> Document:
    """Return the published file of a round, from which `recompute` gives its result."""
    terms = round_.terms
    return {
        "criteria": [
            *(_scored(criterion) for criterion in terms.criteria),
            *({"key": gate, "kind": "gate"} for gate in terms.gates),
        ],
        "cities": list(terms.cities),
        "quorum": terms.quorum,
        "proposals": list(terms.proposals),
        "reviews": [_review(review) for review in round_.reviews],
        "settings": {
            "seed": terms.settings.seed,
            "draws": terms.settings.draws,
            "top": terms.settings.top,
        },
    }


def streamed(terms: Terms, reviews: Iterable[Review]) -> Iterator[bytes]:
    """Yield the published file in its canonical bytes; only some reviews are in memory at a time.

    Joined, it is `canonical(to_input(Round(terms, reviews)))`.
    """
    before, after = canonical(to_input(Round(terms, ()))).split(EMPTY)
    yield before + EMPTY[:-1]
    waiting, mark = iter(reviews), b""
    while some := list(islice(waiting, AT_ONCE)):
        yield mark + b",".join(canonical(_review(review)) for review in some)
        mark = b","
    yield EMPTY[-1:] + after


def digest(document: object) -> str:
    """Return the SHA-256 of a document's canonical JSON, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def canonical(document: object) -> bytes:
    """Return a document as canonical JSON; a file of these bytes has the document's digest.

    Canonical is: keys in the order of their characters, no blanks, UTF-8, nothing escaped that
    need not be. A Decimal is written as the shortest binary number equal to it.
    """
    written = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=float
    )
    return written.encode()


def two_places(value: Fraction | None) -> str | None:
    """Return a number as a text with two decimals, rounded half up: 1/8 is "0.13"."""
    if value is None:
        return None
    hundredths = (200 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return str(Decimal(-hundredths if value < 0 else hundredths).scaleb(-2))


def _line(standing: Standing, adjusted: Fraction | None) -> Document:
    interval = standing.rank_interval
    return {
        "proposal": standing.proposal,
        "rank": standing.rank,
        "score": two_places(standing.score),
        "raw_score": two_places(standing.raw_score),
        "coverage": two_places(standing.coverage),
        "cities": standing.cities,
        "reasons": list(standing.reasons),
        "rank_interval": None if interval is None else list(interval),
        "top_share": two_places(standing.top_share),
        "leave_one_out": dict(standing.leave_one_out),
        "adjusted_score": two_places(adjusted),
    }


def _scored(criterion: Criterion) -> Document:
    scored: Document = {
        "key": criterion.key,
        "weight": as_decimal(criterion.weight),
        "min": criterion.low,
        "max": criterion.high,
        "kind": "scored",
    }
    if criterion.threshold is not None:
        scored["threshold"] = as_decimal(criterion.threshold)
    return scored


def _review(review: Review) -> Document:
    return {
        "proposal": review.proposal,
        "city": review.city,
        "evaluator": review.evaluator,
        "recused": review.recused,
        "marks": {**review.marks, **review.answers},
    }
