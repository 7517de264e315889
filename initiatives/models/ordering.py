"""The orders in which proposals are listed, and a place in one of them.

A list goes on from a place and counts nothing: what is added or moved meanwhile shifts no page.
Every order ends in the key, so that no two proposals share a place.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Expression, F, Q, Value, When
from django.db.models.functions import Coalesce, Lower

from initiatives.models.finding import relevance, title_key

BELOW_ALL, ABOVE_ALL = Decimal(-1), Decimal(10) ** 12
"""Dollars that no saving is: where a saving is not known or not to be read, it comes last."""

Placing = Callable[[str, Q], F | Expression]
"""What a proposal's place goes by: from the words typed and from which texts may be read."""


class NoSuchPlace(ValueError):
    """A text that names no place in this order."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order: its key in addresses, its words, what it goes by, and from which end."""

    key: str
    words: str
    place: Placing
    holds: models.Field[Any, Any]
    is_descending: bool = False

    def by(self, *, is_reverse: bool = False) -> tuple[str, str]:
        """What to order by, once `place` is annotated."""
        sign = "-" if self.is_descending != is_reverse else ""
        return f"{sign}place", f"{sign}pk"


@dataclass(frozen=True, slots=True)
class Place:
    """Between two proposals: right behind the one whose place and key are given."""

    order: Order
    value: Any
    key: int

    def beyond(self, *, is_reverse: bool = False) -> Q:
        """Say what comes behind it; in reverse, what comes before the proposal itself."""
        sign = "lt" if self.order.is_descending != is_reverse else "gt"
        behind = Q(**{f"place__{sign}": self.value}) | Q(**{f"pk__{sign}": self.key})
        return Q(**{f"place__{sign}e": self.value}) & behind

    def __str__(self) -> str:
        said = json.dumps([self.order.key, str(self.value), self.key], separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, order: Order) -> Place:
        """Read what `str` wrote. Raises NoSuchPlace for any other text, and for another order."""
        try:
            said = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
            named, value, key = json.loads(said)
            if named != order.key or not isinstance(value, str):
                raise NoSuchPlace(text)
            place = cls(order, order.holds.clean(value, None), _KEY.clean(key, None))
        except (ValueError, TypeError, ValidationError, RecursionError) as error:
            raise NoSuchPlace(text) from error
        if str(place) != text:
            raise NoSuchPlace(text)
        return place


def _saving(unknown: Decimal) -> Placing:
    return lambda _, readable: Coalesce(
        Case(When(readable, then=F("first_year_saving"))),
        Value(unknown),
        output_field=models.DecimalField(),
    )


_TIME = models.DateTimeField()
_TEXT = models.TextField(blank=True)
_DOLLARS = models.DecimalField(max_digits=16, decimal_places=2)
_KEY = models.BigIntegerField()

BEST = Order("match", "Best match first", relevance, models.IntegerField(), is_descending=True)
"""The order of what words found, unless another is chosen."""
LATEST = Order(
    "latest", "Latest change first", lambda *_: F("state_since"), _TIME, is_descending=True
)
ORDERS: Mapping[str, Order] = MappingProxyType(
    {
        order.key: order
        for order in (
            LATEST,
            Order("oldest", "Oldest change first", LATEST.place, _TIME),
            Order("reference", "Reference, from the first", lambda *_: F("pk"), _KEY),
            Order(
                "-reference",
                "Reference, from the latest",
                lambda *_: F("pk"),
                _KEY,
                is_descending=True,
            ),
            Order("title", "Title, A to Z", lambda *_: title_key("title"), _TEXT),
            Order(
                "-title", "Title, Z to A", lambda *_: title_key("title"), _TEXT, is_descending=True
            ),
            Order("city", "City, A to Z", lambda *_: Lower("city__name"), _TEXT),
            Order(
                "-city", "City, Z to A", lambda *_: Lower("city__name"), _TEXT, is_descending=True
            ),
            Order(
                "-saving", "Largest saving first", _saving(BELOW_ALL), _DOLLARS, is_descending=True
            ),
            Order("saving", "Smallest saving first", _saving(ABOVE_ALL), _DOLLARS),
        )
    }
)
"""By key, as they are offered. References are given out in the order of the keys."""
