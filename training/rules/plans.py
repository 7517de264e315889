"""Who may plan a year, give a plan up, adopt it, and why not."""

from collaborative.models import Actor
from collaborative.roles import Permission
from training.models import YearPlan

BY_THE_ANALYST = "A year is planned by the training analyst. Ask the Government Training Institute."


def why_not_read_plans(actor: Actor) -> str | None:
    """Plans are for those who read the programmes."""
    if actor.may(Permission.PLAN_YEAR) or actor.may(Permission.READ_PROGRAMMES):
        return None
    return "Year plans are for the liaisons, the facilitators and the training analyst."


def why_not_plan(actor: Actor) -> str | None:
    """Only the analyst prepares plans."""
    return None if actor.may(Permission.PLAN_YEAR) else BY_THE_ANALYST


def why_not_change(actor: Actor, plan: YearPlan) -> str | None:
    """What a plan is made from is open until it was asked for."""
    if reason := why_not_plan(actor):
        return reason
    if plan.state == YearPlan.State.DRAFT:
        return None
    return (
        f"The plan is {plan.get_state_display().lower()}; what it is made from stays as it was. "
        "Plan again to change it."
    )


def why_not_ask(actor: Actor, plan: YearPlan, *, lacks: list[str]) -> str | None:
    """A plan needs people, days and places before it can be worked out."""
    if reason := why_not_change(actor, plan):
        return reason
    return " ".join(lacks) or None


def why_not_cancel(actor: Actor, plan: YearPlan) -> str | None:
    """What is not worked out yet can be given up."""
    if reason := why_not_plan(actor):
        return reason
    if plan.state == YearPlan.State.DRAFT or plan.is_under_way:
        return None
    return f"The plan is {plan.get_state_display().lower()}; there is nothing to give up."


def why_not_plan_again(actor: Actor, plan: YearPlan) -> str | None:
    """Another plan can follow one that is no longer worked on."""
    if reason := why_not_plan(actor):
        return reason
    if plan.state == YearPlan.State.DRAFT or plan.is_under_way:
        return f"The plan is {plan.get_state_display().lower()}; it can be changed once it is done."
    return None


def why_not_adopt(actor: Actor, plan: YearPlan) -> str | None:
    """A plan that is ready is adopted once; its classes then become cohorts."""
    if reason := why_not_plan(actor):
        return reason
    if not actor.may(Permission.RUN_COHORT):
        return "Whoever adopts a plan opens its cohorts. Ask the training analyst."
    if plan.state == YearPlan.State.READY:
        return None
    return f"The plan is {plan.get_state_display().lower()}; only one that is ready is adopted."


def why_not_take(plan: YearPlan) -> str | None:
    """There is a file once there are classes."""
    if plan.is_found:
        return None
    return f"The plan is {plan.get_state_display().lower()}; it has no classes yet."
