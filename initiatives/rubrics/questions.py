"""One question of a set, and its form as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from initiatives.rubrics.reasons import when_wanted

GATE = "gate"
SCORED = "scored"
DECIMALS = ("weight", "threshold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a criterion asks: `weight` in per cent, `threshold` in marks, `anchors` marks to words.

    A mark at or below `remark_below`, or at or above `remark_above`, needs its reason in words;
    None asks for none. Without a `key`, the short name in the published file, one is made from the
    label.
    """

    label: str
    key: str = ""
    guidance: str = ""
    kind: str = SCORED
    weight: Decimal | None = None
    minimum: int = 0
    maximum: int = 5
    threshold: Decimal | None = None
    remark_below: int | None = None
    remark_above: int | None = None
    source: str = ""
    anchors: Mapping[int, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.label

    @property
    def is_gate(self) -> bool:
        """Whether it is answered with yes or no, 1 or 0."""
        return self.kind == GATE

    @property
    def scale(self) -> range:
        """Every mark that may be given, the lowest first."""
        return range(self.minimum, self.maximum + 1)

    @property
    def needs_reason_for(self) -> str:
        """The marks that need their reason, in words; "" where none does."""
        return when_wanted(self)

    @property
    def worded(self) -> list[tuple[str, str]]:
        """The marks that have words, by name: a gate's are Yes and No."""
        return [(self.name_of(mark), text) for mark, text in sorted(self.anchors.items())]

    def name_of(self, mark: int) -> str:
        """Say a mark as it is read: a gate's 1 is Yes, and its 0 is No."""
        return ("Yes" if mark else "No") if self.is_gate else str(mark)


def read(records: Iterable[Mapping[str, Any]]) -> list[Question]:
    """Return the questions of a set's JSON; a gate has no weight, no threshold and a fixed scale.

    Raises TypeError, KeyError or ValueError for what is no set: the sets of the portal and those
    that it wrote itself are.
    """
    return [_question(record) for record in records]


def write(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return the JSON of a set: equal sets give equal JSON, whatever way they were read."""
    return [dict(_fields(question)) for question in questions]


def _question(record: Mapping[str, Any]) -> Question:
    decimals = {name: Decimal(record[name]) for name in DECIMALS if record.get(name) is not None}
    anchors = {int(mark): text for mark, text in record.get("anchors", {}).items()}
    fixed = {"minimum": 0, "maximum": 1} if record.get("kind") == GATE else {}
    return Question(**{**record, **decimals, **fixed, "anchors": anchors})


def _fields(question: Question) -> Iterator[tuple[str, Any]]:
    """Yield what is said; what is not said is left out."""
    for name in question.__slots__:
        value = getattr(question, name)
        if name == "anchors":
            yield name, {str(mark): text for mark, text in sorted(value.items())}
        elif isinstance(value, Decimal):
            yield name, plain(value)
        elif value not in {None, ""}:
            yield name, value


def plain(number: Decimal) -> str:
    """Write a number without zeros that say nothing: 95.00 is "95", 2.50 is "2.5"."""
    return f"{number.normalize():f}"
