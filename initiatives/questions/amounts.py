"""What the figures of a proposal add up to."""

from __future__ import annotations

from decimal import Decimal

from initiatives.questions.reading import Unreadable, amount
from initiatives.questions.texts import Text


def first_year_cost(text: Text) -> Decimal | None:
    """Add up one year: what is paid once and each year, in cash and in kind, in US dollars.

    Nothing where no figure can be read; one that is not given or not readable counts as none.
    """
    return _sum(text, "one_time_cost", "yearly_cost")


def first_year_saving(text: Text) -> Decimal | None:
    """Add up what is saved in the first year, in US dollars, as `first_year_cost` does."""
    return _sum(text, "one_time_saving", "yearly_saving")


def _sum(text: Text, *kinds: str) -> Decimal | None:
    figures = [
        figure
        for kind in kinds
        for means in ("cash", "in_kind")
        if (figure := _figure(text.get(f"{kind}_{means}", ""))) is not None
    ]
    return sum(figures, Decimal(0)) if figures else None


def _figure(typed: str) -> Decimal | None:
    try:
        return amount(typed)
    except Unreadable:
        return None
