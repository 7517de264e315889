"""`{% load gaps %}`: exact figures with two decimals."""

from __future__ import annotations

from fractions import Fraction

from django import template

from training import gaps
from training.models import Topic
from training.results.hurts import Hurts, TopicSafety

register = template.Library()


@register.filter
def score(value: Fraction | None) -> str:
    """Write a number with two decimals, rounded half up; nothing for none."""
    return "" if value is None else gaps.score(value)


@register.filter
def percent(share: Fraction) -> str:
    """Write a share of 1 as whole per cent, rounded half up."""
    return gaps.percent(share)


@register.filter
def of(hurts: Hurts, topic: Topic) -> TopicSafety:
    """What is on record of safety in a topic."""
    return hurts.of(topic)
