"""The sample studies of shared courses: one that waits to become something, one in preparation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from training.models import FIGURES, Course, Programme
from training.operations import programmes as operations
from training.operations.programmes import Asked

_FILE = Path(__file__).with_suffix(".json")
_AMOUNTS = ("travel", "travel_hours")


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield how the analyst begins each study, and judges those that were judged."""
    for told in json.loads(_FILE.read_text(encoding="utf-8")):
        yield Step(days.moment(told["begun_ago"]), partial(_begin, told, cast))
        if told["judged_ago"] is not None:
            yield Step(days.moment(told["judged_ago"]), partial(_judge, told, cast))


def _begin(told: Mapping[str, Any], cast: Cast, at: datetime) -> None:
    course = Course.objects.get(code=told["course"])
    own = {name: getattr(course, name) for name in FIGURES if hasattr(course, name)}
    figures = dict.fromkeys(FIGURES) | own
    amounts = {
        name: value if isinstance(value, int) else Decimal(value)
        for name, value in told["figures"].items()
    }
    operations.begin(
        course,
        words={
            "title": told["title"],
            "why": told["why"],
            "required_cities": told["required_cities"],
            **figures,
            **amounts,
        },
        asked=[_asked(slug, row, cast) for slug, row in told["cities"].items()],
        is_sample=True,
        by=cast.actors["analyst"],
        at=at,
    )


def _judge(told: Mapping[str, Any], cast: Cast, at: datetime) -> None:
    programme = Programme.objects.get(title=told["title"])
    operations.judge(programme, revision=1, by=cast.actors["analyst"], at=at)


def _asked(slug: str, row: Mapping[str, Any], cast: Cast) -> Asked:
    amounts = {name: Decimal(row[name]) for name in _AMOUNTS if name in row}
    return Asked(city=cast.cities[slug], **{**row, **amounts})
