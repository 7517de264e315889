"""A JSON document read piece by piece, so that every refusal names the place.

`read` turns text into a `Node`: one value and the place where it stands, such as
`reviews[3].marks.savings`. A node answers with its value in Python's types, or raises
`BadDocument`, whose text is one line: the place, what stands there, and what was expected.
Numbers stay exact: a number with a fraction is never a binary float.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

MAX_WRITTEN = 60  # characters of a wrong value that a refusal repeats
MAX_TEXT = 200  # characters of a key or a name
MAX_DIGITS = 18  # digits of a whole number; more is a mistake, and slow to read


class BadDocument(ValueError):
    """A document does not say what was expected; the text is one line naming the place."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document, and the place where it stands ("" is the document itself)."""

    value: object
    place: str = ""

    def refuse(self, reason: str) -> NoReturn:
        """Raise BadDocument with this place and the reason."""
        raise BadDocument(f"{self.place}: {reason}" if self.place else reason)

    def fields(self, required: Collection[str], *, optional: Collection[str] = ()) -> "Fields":
        """Return the fields of an object that has all the required keys and no unknown one."""
        found = self._object()
        known = [*required, *optional]
        for key in found:
            if key not in known:
                self.refuse(f"{written(key)} is not expected here, only {', '.join(known)}")
        for key in required:
            if key not in found:
                self.refuse(f"{written(key)} is missing")
        return {key: Node(value, self._inside(key)) for key, value in found.items()}

    def entries(self) -> "Fields":
        """Return the entries of an object whose keys are names, not known beforehand."""
        found = self._object()
        for key in found:
            Node(key, self.place).text()
        return {key: Node(value, self._inside(key)) for key, value in found.items()}

    def items(self) -> "list[Node]":
        """Return the items of a list."""
        if not isinstance(self.value, list):
            self.refuse(f"{written(self.value)} is not a list")
        return [Node(item, f"{self.place}[{at}]") for at, item in enumerate(self.value)]

    def names(self) -> tuple[str, ...]:
        """Return a list of at least one text, none of them twice."""
        names: dict[str, None] = {}  # a dict keeps the order and finds doubles at once
        for item in self.items():
            if item.text() in names:
                item.refuse(f"{written(item.value)} is there twice")
            names[item.text()] = None
        if not names:
            self.refuse("the list is empty, expected at least one")
        return tuple(names)

    def text(self) -> str:
        """Return a text of 1 to 200 printable characters."""
        value = self.value
        if not isinstance(value, str):
            self.refuse(f"{written(value)} is not a text in quotes")
        if not 0 < len(value) <= MAX_TEXT or not value.isprintable():
            self.refuse(f"{written(value)} is not a text of 1 to {MAX_TEXT} printable characters")
        return value

    def one_of(self, choices: Collection[str]) -> str:
        """Return a text that is one of the choices."""
        if self.text() not in choices:
            self.refuse(f"{written(self.value)} is not one of {', '.join(choices)}")
        return self.text()

    def truth(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            self.refuse(f"{written(self.value)} is not true or false")
        return self.value

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(f"{written(value)} is not a whole number from {low} to {high}")
        if not low <= value <= high:
            self.refuse(f"{written(value)} is outside {low} to {high}")
        return value

    def decimal(self, *, places: int, digits: int = 9) -> Decimal:
        """Return a number of at most `digits` digits and `places` decimals, exact.

        It may be written as a text ("12.50"), which is the custom, or as a number.
        """
        value = self.value
        exact = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
        if not exact or not re.fullmatch(
            rf"-?[0-9]{{1,{digits}}}(\.[0-9]{{1,{places}}})?", str(value)
        ):
            self.refuse(
                f'{written(value)} is not a number such as "12.50" '
                f"with at most {digits} digits and {places} decimals"
            )
        return Decimal(str(value))

    def money(self) -> Decimal:
        """Return an amount of US dollars, 0 or more, with at most two decimals."""
        return self.amount(places=2)

    def amount(self, *, places: int, digits: int = 9) -> Decimal:
        """Return an exact number, 0 or more."""
        amount = self.decimal(places=places, digits=digits)
        if amount < 0:
            self.refuse(f"{written(self.value)} is less than 0")
        return abs(amount)  # 0.00 where "-0.00" was written

    def _object(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            self.refuse(f"{written(self.value)} is not an object in braces")
        return self.value

    def _inside(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key


Fields = dict[str, Node]


def read(text: str) -> Node:
    """Return the document of a JSON text. Raises BadDocument where it is not strict JSON."""
    try:
        value = json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_constant,
            object_pairs_hook=_object_without_doubles,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadDocument(f"{place}: this is not JSON ({error.msg})") from error
    except RecursionError as error:
        raise BadDocument("the brackets are nested too deeply, expected a few levels") from error
    return Node(value)


def written(value: object) -> str:
    """Return a value as a refusal repeats it: one line, at most 60 characters of it."""
    if isinstance(value, dict):
        return "an object in braces"
    if isinstance(value, list):
        return "a list"
    text = str(value) if isinstance(value, Decimal) else json.dumps(value, default=repr)
    return text if len(text) <= MAX_WRITTEN else f"{text[:MAX_WRITTEN]}…"


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise BadDocument(f"{digits[:MAX_DIGITS]}… is a number of more than {MAX_DIGITS} digits")
    return int(digits)


def _constant(name: str) -> NoReturn:
    raise BadDocument(f"{name} is not a number that JSON knows")


def _object_without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadDocument(f"{written(key)} is there twice in one object")
        found[key] = value
    return found
