"""The figures as a table to read, or to paste into a page."""

from collections.abc import Iterator, Mapping, Sequence

from tests.bench.measuring import Figures
from tests.bench.works import LIST, MOST_STATEMENTS, MOST_TIMES_BARE, Work

HEADINGS = (
    "work",
    "p50 ms at {large:,}",
    "statements",
    "kB",
    "times bare",
    "p50 ms at {small:,}",
    "growth",
    "goals",
)


def table(
    works: Sequence[Work],
    *,
    small: tuple[int, Mapping[str, Figures]],
    large: tuple[int, Mapping[str, Figures]],
) -> str:
    """Set the works in lines; `small` and `large` are the proposals and the figures by name."""
    headings = [text.format(small=small[0], large=large[0]) for text in HEADINGS]
    lines = [headings, *(_line(work, small[1], large[1]) for work in works)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    set_out = [_set(line, widths) for line in lines]
    return "\n".join([set_out[0], _set(["-" * width for width in widths], widths), *set_out[1:]])


def _line(work: Work, small: Mapping[str, Figures], large: Mapping[str, Figures]) -> list[str]:
    own, before = large[work.name], small[work.name]
    times = own.milliseconds / large[work.beside].milliseconds if work.beside else None
    return [
        work.name,
        f"{own.milliseconds:.1f}",
        f"{own.statements}",
        f"{own.bytes / 1000:,.0f}",
        "" if times is None else f"{times:.1f}",
        f"{before.milliseconds:.1f}",
        f"{own.milliseconds / before.milliseconds:.2f}",
        "; ".join(_goals(work, own, before, times)),
    ]


def _goals(work: Work, own: Figures, before: Figures, times: float | None) -> Iterator[str]:
    if not work.is_page:
        return
    yield _said(f"{MOST_STATEMENTS} statements", is_met=own.statements <= MOST_STATEMENTS)
    yield _said("as many for all sizes", is_met=own.statements == before.statements)
    if work.beside == LIST and times is not None:
        yield _said(f"{MOST_TIMES_BARE} times bare", is_met=times <= MOST_TIMES_BARE)


def _said(goal: str, *, is_met: bool) -> str:
    return goal if is_met else f"MISSED: {goal}"


def _set(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return f"| {' | '.join(padded)} |"
