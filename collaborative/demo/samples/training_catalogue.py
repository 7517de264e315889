"""The sample topics, courses and requirements, on which all other samples of training rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from training.catalogues import Facts
from training.models import Topic
from training.operations.catalogue import add_course
from training.operations.requirements import Terms, add_requirement
from training.operations.topics import add_topic

KEPT_AGO = 590
_AMOUNTS = ("hours", "fixed_cost", "cost_per_seat", "market_price", "market_travel")
_FILE = Path(__file__).with_suffix(".json")


def step(cast: Cast, *, days: Days) -> Step:
    """Return how the analyst puts the catalogue together, before anything is asked."""
    told = json.loads(_FILE.read_text(encoding="utf-8"))
    return Step(days.moment(KEPT_AGO), lambda at: _keep(told, cast, at))


def _keep(told: Mapping[str, Any], cast: Cast, at: datetime) -> None:
    analyst = cast.actors["analyst"]
    for topic in told["topics"]:
        add_topic(**topic, is_sample=True, by=analyst, at=at)
    for course in told["courses"]:
        amounts = {name: Decimal(course[name]) for name in _AMOUNTS if name in course}
        add_course(Facts(**course | amounts), is_sample=True, by=analyst, at=at)
    for requirement in told["requirements"]:
        add_requirement(
            _terms(requirement, cast), slug=requirement["slug"], is_sample=True, by=analyst, at=at
        )


def _terms(said: Mapping[str, Any], cast: Cast) -> Terms:
    return Terms(
        name=said["name"],
        topic=Topic.objects.get(slug=said["topic"]),
        basis=said["basis"],
        source=said["source"],
        city=cast.cities[said["city"]] if said["city"] else None,
        whom=said["whom"],
        hours=Decimal(said["hours"]) if said["hours"] else None,
        every_months=said["every_months"],
    )
