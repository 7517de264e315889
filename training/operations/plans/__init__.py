"""Year plans: prepared, asked for, worked out by a worker that may die, planned again, adopted."""

from training.operations.plans.adopting import adopt
from training.operations.plans.asking import ask, cancel, plan_again
from training.operations.plans.preparing import (
    add_limit,
    add_want,
    change,
    prepare,
    remove_limit,
    remove_want,
    set_days,
    set_places,
    take_wants,
)
from training.operations.plans.working import work_out_waiting

__all__ = [
    "add_limit",
    "add_want",
    "adopt",
    "ask",
    "cancel",
    "change",
    "plan_again",
    "prepare",
    "remove_limit",
    "remove_want",
    "set_days",
    "set_places",
    "take_wants",
    "work_out_waiting",
]
