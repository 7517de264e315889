"""JSON values that know their place, so that every refusal can name it."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Never

from agreements.legistar.record import BadRecord

_TIME = r"[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z|[+-]\d\d:?\d\d)?"
_DAY = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)(?:{_TIME})?", re.ASCII)
_SHOWN = 60
_DEEPEST = 20
_BLANK: tuple[object, ...] = (None, "", [], {})
# The API's server writes this day where it has none.
_NO_DAY = date.min


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """One JSON value and the path that leads to it, such as ``MatterHistories[1]``.

    Keys are asked for by the Web API's names; ``names`` says what another source calls them. What
    nobody asked for is not lost: ``rest`` gives it.
    """

    value: object
    place: str
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    _asked: set[str] = dataclasses.field(default_factory=set, compare=False)

    def named(self, names: Mapping[str, str]) -> Node:
        """Return the value with a source's own names for its keys."""
        return Node(self.value, self.place, names)

    def is_object(self) -> bool:
        """Say whether the value is a JSON object."""
        return isinstance(self.value, dict)

    def keys(self) -> list[str]:
        """Return an object's keys as they stand; none for any other value."""
        return list(self.value) if isinstance(self.value, dict) else []

    def has(self, key: str) -> bool:
        """Say whether the value is an object with this key, be it null."""
        return isinstance(self.value, dict) and self.names.get(key, key) in self.value

    def child(self, key: str) -> Node | None:
        """Return the value under a key; None where the key is absent or null."""
        found = self._under(key)
        return None if found is None else Node(found, self._path(key))

    def items(self) -> list[Node]:
        """Return a list's values; an object stands for a list of one."""
        if isinstance(self.value, dict):
            return [self]
        if not isinstance(self.value, list):
            _refuse(self.place, self.value, "a list")
        return [Node(item, f"{self.place}[{index}]") for index, item in enumerate(self.value)]

    def text(self, key: str) -> str:
        """Return a text without outer blanks; "" for absent or null; a number as its digits."""
        found = self._under(key)
        return "" if found is None else _text(found, self._path(key)).strip()

    def required(self, key: str) -> str:
        """Return a text that may not be blank."""
        found = self.text(key)
        if not found:
            raise BadRecord(f"{self._path(key)} is blank; expected text")
        return found

    def word(self) -> str:
        """Return the value itself as text; "" for null."""
        return "" if self.value is None else _text(self.value, self.place).strip()

    def day(self, key: str) -> date | None:
        """Return a date; None for absent, null or blank. A time of day stays in the rest."""
        found = self.text(key)
        if not found:
            return None
        match = _DAY.fullmatch(found)
        try:
            day = date(*(int(part) for part in match.groups()[:3])) if match else None
        except ValueError:
            day = None
        if match is None or day is None:
            _refuse(self._path(key), found, "YYYY-MM-DD, with or without a time", noun="a date")
        if day == _NO_DAY:
            return None
        if (match[4] or "").strip("0:."):
            self._asked.discard(key)
        return day

    def flag(self, key: str) -> bool | None:
        """Return a yes or no written as 1 or 0, true or false; None for absent or null."""
        found = self._under(key)
        if found is None or isinstance(found, bool):
            return found
        if found not in (0, 1):
            _refuse(self._path(key), found, "1, 0 or null")
        return found == 1

    def number(self, key: str) -> int:
        """Return a whole number; 0 for absent or null."""
        found = self._under(key)
        if found is None:
            return 0
        if isinstance(found, bool) or not isinstance(found, int):
            _refuse(self._path(key), found, "a whole number")
        return found

    def rest(self) -> dict[str, object]:
        """Return, under the Web API's names, what is not blank and nobody has asked for yet."""
        if not isinstance(self.value, dict):
            return {}
        ours = {own: key for key, own in self.names.items()}
        left: dict[str, object] = {}
        whole: dict[str, object] = self.value
        for own, found in whole.items():
            key = ours.get(own, own)
            if key not in self._asked and found not in _BLANK:
                left[_text(key, "The JSON")] = _kept(found, self._path(key), depth=0)
        return left

    def pick(self, keys: Iterable[str]) -> Node:
        """Return an object with some of the keys alone, which are then no part of the rest."""
        found = {key: self._under(key) for key in keys if self.has(key)}
        own = {self.names.get(key, key): value for key, value in found.items()}
        return Node(own, self.place, self.names)

    def _under(self, key: str) -> object:
        if not isinstance(self.value, dict):
            _refuse(self.place or "The JSON", self.value, "an object")
        self._asked.add(key)
        return self.value.get(self.names.get(key, key))

    def _path(self, key: str) -> str:
        own = self.names.get(key, key)
        return f"{self.place}.{own}" if self.place else own


def parsed(text: str) -> Node:
    """Return a JSON text as a Node. Raises BadRecord naming line and column, or the key."""
    try:
        value = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadRecord(
            f"Line {error.lineno}, column {error.colno} is not JSON: {error.msg}"
        ) from error
    except RecursionError as error:
        raise BadRecord("The JSON is nested too deeply to be a council record") from error
    except BadRecord:
        raise
    except ValueError as error:
        # Python refuses to read a number of more than 4,300 digits.
        raise BadRecord("The JSON holds a number too long to read") from error
    return Node(value, "")


def _no_key_twice(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadRecord(f"The key {_shown(key)} stands twice in one object")
        found[key] = value
    return found


def _no_constant(name: str) -> Never:
    raise BadRecord(f"{name} is not a JSON number")


def _text(found: object, place: str) -> str:
    """Return a text in canonical composition, so that both kinds of source agree."""
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        _refuse(place, found, "text")
    text = str(found)
    for character in text:
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise BadRecord(f"{place} holds a character that is no text (U+{ord(character):04X})")
    return unicodedata.normalize("NFC", text)


def _kept(found: object, place: str, *, depth: int) -> object:
    """Return any JSON value, its texts in canonical composition; refuse what no database keeps."""
    if depth > _DEEPEST:
        raise BadRecord(f"{place} is nested too deeply to be part of a council record")
    if isinstance(found, dict):
        return {
            _text(key, place): _kept(inner, f"{place}.{key}", depth=depth + 1)
            for key, inner in found.items()
        }
    if isinstance(found, list):
        return [_kept(inner, f"{place}[{at}]", depth=depth + 1) for at, inner in enumerate(found)]
    if isinstance(found, float) and not math.isfinite(found):
        _refuse(place, found, "a number that can be kept")
    return _text(found, place) if isinstance(found, str) else found


def _refuse(place: str, found: object, expected: str, *, noun: str = "") -> Never:
    claim = f"{noun}; expected {expected}" if noun else expected
    raise BadRecord(f"{place}: {_shown(found)} is not {claim}")


def _shown(found: object) -> str:
    """Return a value as a sentence can carry it: short, and printable on any terminal."""
    if isinstance(found, dict | list):
        return "an object" if isinstance(found, dict) else "a list"
    shown = json.dumps(found, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
