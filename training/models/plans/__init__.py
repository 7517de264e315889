"""A year's plan of classes: what it is made from, and what the optimiser found."""

from training.models.plans.found import AdoptedClass, Aimed, LeftOut, PlannedClass, PlannedSeats
from training.models.plans.given import PlanDay, PlanLimit, PlanTravel, PlanVenue, PlanWant
from training.models.plans.years import YearPlan

__all__ = [
    "AdoptedClass",
    "Aimed",
    "LeftOut",
    "PlanDay",
    "PlanLimit",
    "PlanTravel",
    "PlanVenue",
    "PlanWant",
    "PlannedClass",
    "PlannedSeats",
    "YearPlan",
]
