"""How much to make, and why that may be impossible."""

from dataclasses import dataclass

RANGES = {
    "proposals": (1, 100_000),
    "evaluators": (1, 1_000),
    "criteria": (1, 100),  # each weighs at least 1 of 100
    "reviews": (1, 1_000),
    "draws": (100, 20_000),
    "seed": (0, 1_000_000),
}
"""The least and the most of each."""


class CannotLoad(Exception):
    """The collaborative cannot be made as asked; nothing was written. The text is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """So many reviews of each proposal, each with a mark for every criterion.

    `draws` are those of the weights at the close.
    """

    proposals: int
    evaluators: int
    criteria: int
    reviews: int
    draws: int = 200
    seed: int = 1


def why_not_size(size: Size) -> str | None:
    """Every number has its range."""
    for name, (least, most) in RANGES.items():
        number = getattr(size, name)
        if not least <= number <= most:
            return f"--{name} is {number}, expected a number from {least} to {most:,}."
    return None


def why_not_reviews(size: Size, *, cities: int) -> str | None:
    """Evaluators are spread over the cities, and those of the lead city do not review."""
    of_the_lead = -(-size.evaluators // cities)
    available = size.evaluators - of_the_lead
    if size.reviews <= available:
        return None
    return (
        f"--reviews is {size.reviews}, expected at most {available}: with --evaluators "
        f"{size.evaluators} in {cities} cities, up to {of_the_lead} are of the city that leads a "
        "proposal, and those do not review it."
    )


def why_not_beside(proposals: int) -> str | None:
    """Invented proposals never come among others; `proposals` are those on record."""
    if not proposals:
        return None
    return (
        f"This database already holds proposals ({proposals:,}), and invented ones must not come "
        "among them. Load into an empty, migrated database, as `make bench` does."
    )
