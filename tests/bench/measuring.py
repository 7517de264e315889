"""Doing each work many times, all in turn, so that a busy moment of the machine hits all alike."""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.site import Answer, Visited
from tests.bench.works import Work

WARM_UP = 2


@dataclass(frozen=True)
class Figures:
    """The median time, the statements of one answer, the memory at its largest so far, the size."""

    milliseconds: float
    statements: int
    megabytes: int
    bytes: int


def measure(works: Sequence[Work], sites: Sequence[Visited]) -> list[Mapping[str, Figures]]:
    """Return the figures of each site by the work's name."""
    for _ in range(WARM_UP):
        for site in sites:
            for work in works:
                work.do(site)
    answers: list[dict[str, list[Answer]]] = [defaultdict(list) for _ in sites]
    for turn in range(max(work.repeats for work in works)):
        for work in works:
            if turn < work.repeats:
                for site, own in zip(sites, answers, strict=True):
                    own[work.name].append(work.do(site))
    return [{name: _figures(those) for name, those in own.items()} for own in answers]


def _figures(answers: Sequence[Answer]) -> Figures:
    return Figures(
        milliseconds=statistics.median(answer.milliseconds for answer in answers),
        statements=max(answer.statements for answer in answers),
        megabytes=max(answer.megabytes for answer in answers),
        bytes=max(answer.bytes for answer in answers),
    )
