"""The limits of a plan as people say them, those who want the same course together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from training.planning import limits
from training.planning.limits import Limit
from training.planning.terms import Case, Want

MOST_NAMED = 6
"""So many places are named in one sentence; the rest is counted."""


def said(case: Case, clash: Sequence[Limit]) -> Iterator[str]:
    """Say each limit of a clash: first who wants what and by when, then what stands against it."""
    yield from _wants(case, frozenset(clash))
    for kind, key in sorted(clash):
        if kind in _SAID:
            yield _SAID[kind](case, key)


def on_day(value: date) -> str:
    """Say a day in full, as in "Tuesday, March 3, 2026"."""
    return f"{value:%A, %B} {value.day}, {value.year}"


def span(first: date, last: date) -> str:
    """Say one day, or from which to which, as the end of a sentence."""
    return f"on {on_day(first)}" if first == last else f"from {on_day(first)} to {on_day(last)}"


def counted(number: int, one: str = "person", more: str = "people") -> str:
    """Say a number of things."""
    return f"{number:,} {one if number == 1 else more}"


def _wants(case: Case, clash: frozenset[Limit]) -> Iterator[str]:
    alike: dict[tuple[str, date | None], list[Want]] = defaultdict(list)
    for want in sorted(case.wants, key=lambda one: (one.course, one.place, one.key)):
        if (limits.WANT, want.key) in clash:
            due_on = want.due_on if (limits.DUE, want.key) in clash else None
            alike[want.course, due_on].append(want)
    names = {course.key: course.name for course in case.courses}
    for (course, due_on), wants in alike.items():
        by = f" by {on_day(due_on)}" if due_on else ""
        asked: Counter[str] = Counter()
        for want in wants:
            asked[want.place] += want.seats
        places = [f"{place} {number:,}" for place, number in asked.items()]
        if rest := len(places) - MOST_NAMED:
            places = [*places[:MOST_NAMED], f"{rest} more places"] if rest > 0 else places
        seats = sum(want.seats for want in wants)
        asks = f"{counted(seats)} {'is' if seats == 1 else 'are'} to have {names[course]}{by}"
        yield f"{asks}: {'; '.join(places)}."


def _away(case: Case, key: str) -> str:
    away = case.away[int(key)]
    return f"At most {counted(away.most)} of {away.place} may be away on one day."


def _blackout(case: Case, key: str) -> str:
    one = case.blackouts[int(key)]
    whose = f" of {one.place}" if one.place else ""
    return f"Nobody{whose} is away {span(one.first, one.last)}{_because(one.why)}."


def _closed(case: Case, key: str) -> str:
    one = case.closures[int(key)]
    when = span(one.first, one.last)
    return f"{_venue(case, one.venue)} is not free {when}{_because(one.why)}."


def _because(why: str) -> str:
    return f" ({why})" if why else ""


def _venue(case: Case, key: str) -> str:
    return next(one.name for one in case.venues if one.key == key)


def _size(case: Case, key: str, *, is_least: bool) -> str:
    course = next(one for one in case.courses if one.key == key)
    if is_least:
        return f"A class of {course.name} needs at least {counted(course.least)}."
    return f"A class of {course.name} takes at most {counted(course.most)}."


def _seats(case: Case, key: str) -> str:
    venue = next(one for one in case.venues if one.key == key)
    return f"{venue.name} holds at most {counted(venue.seats)}."


def _day(case: Case, _: str) -> str:
    return f"At most {counted(case.most_a_day or 0, 'class', 'classes')} may be held on one day."


_SAID: Mapping[str, Callable[[Case, str], str]] = MappingProxyType(
    {
        limits.LEAST: lambda case, key: _size(case, key, is_least=True),
        limits.MOST: lambda case, key: _size(case, key, is_least=False),
        limits.SEATS: _seats,
        limits.ROOM: lambda case, key: f"{_venue(case, key)} has one class at a time.",
        limits.CLOSED: _closed,
        limits.BLACKOUT: _blackout,
        limits.AWAY: _away,
        limits.DAY: _day,
        limits.BUDGET: lambda case, _: f"It may cost at most ${(case.budget or 0) / 100:,.2f}.",
    }
)
"""How each kind of limit is said; who wants what by when is said before them."""
