"""A year's plan of classes for all cities, by an exact optimiser that says how good it is."""

from training.planning.checking import breaches, cost_of, costs_of
from training.planning.sentences import on_day
from training.planning.solving import Progress, Watch, plan
from training.planning.terms import (
    ONLINE,
    Aim,
    Away,
    Blackout,
    CannotPlan,
    Case,
    Closure,
    Course,
    Found,
    Held,
    Lacking,
    OutOfTime,
    Reached,
    Stopped,
    Venue,
    Want,
)

__all__ = [
    "ONLINE",
    "Aim",
    "Away",
    "Blackout",
    "CannotPlan",
    "Case",
    "Closure",
    "Course",
    "Found",
    "Held",
    "Lacking",
    "OutOfTime",
    "Progress",
    "Reached",
    "Stopped",
    "Venue",
    "Want",
    "Watch",
    "breaches",
    "cost_of",
    "costs_of",
    "on_day",
    "plan",
]
