"""What a panel of a home page is made of."""

from dataclasses import dataclass

MOST = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: its name, what is asked, and where to do it."""

    label: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One question of a home page with its answer."""

    title: str
    tasks: tuple[Task, ...]
    nothing: str
    more: str = ""
    more_label: str = ""
