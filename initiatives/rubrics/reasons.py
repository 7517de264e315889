"""When a mark needs its reason in words."""

from typing import Protocol


class Answered(Protocol):
    """What is marked: a criterion of a round, or a question of a set."""

    @property
    def is_gate(self) -> bool:
        """Whether it is answered with yes or no, 1 or 0."""

    @property
    def scale(self) -> range:
        """Every mark that may be given."""

    @property
    def remark_below(self) -> int | None:
        """The highest of the low marks that need their reason."""

    @property
    def remark_above(self) -> int | None:
        """The lowest of the high marks that need their reason."""


def is_wanted(asked: Answered, mark: int) -> bool:
    """Tell whether a mark needs its reason."""
    below, above = asked.remark_below, asked.remark_above
    return (below is not None and mark <= below) or (above is not None and mark >= above)


def when_wanted(asked: Answered) -> str:
    """Say for which marks a reason is needed, as in "marks of 1 or less"; "" where for none."""
    wanted = [mark for mark in asked.scale if is_wanted(asked, mark)]
    if not wanted:
        return ""
    if len(wanted) == len(asked.scale):
        return "every answer" if asked.is_gate else "every mark"
    if asked.is_gate:
        return "“Yes”" if wanted == [1] else "“No”"
    low = [mark for mark in wanted if asked.remark_below is not None and mark <= asked.remark_below]
    high = [mark for mark in wanted if mark not in low]
    return " and ".join(filter(None, (_below(low, asked.scale), _above(high, asked.scale))))


def _below(marks: list[int], scale: range) -> str:
    if not marks:
        return ""
    return f"a mark of {scale[0]}" if len(marks) == 1 else f"marks of {marks[-1]} or less"


def _above(marks: list[int], scale: range) -> str:
    if not marks:
        return ""
    return f"a mark of {scale[-1]}" if len(marks) == 1 else f"marks of {marks[0]} or more"
