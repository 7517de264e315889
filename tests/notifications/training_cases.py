"""Training's letters: what each is about, what its event says, and how its subject begins."""

from decimal import Decimal

from tests.conftest import NOON
from tests.factories.cohorts import CohortFactory, EnrolmentFactory, SeatsFactory
from tests.factories.plans import YearPlanFactory
from tests.factories.programmes import JudgementFactory, ProgrammeCityFactory, ProgrammeFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.training import AssessmentFactory, RespondentFactory
from training.models import Cohort, Enrolment, Programme


def assessment(scene):
    """An assessment that asks one of Raytown's staff with the own account."""
    made = AssessmentFactory(title="Sample needs", slug="needs")
    RespondentFactory(
        assessment=made,
        way="account",
        person=scene["author"].user,
        city=scene["cities"]["raytown"],
        begun_at=None,
        sent_at=None,
    )
    return made


def closed(scene):
    """The same, after its close."""
    made = assessment(scene)
    type(made).objects.update(state="closed")
    return made


def enrolment(scene, **given):
    """The place of one of Raytown's staff in a cohort, held where the place is completed."""
    state = given.get("state", Enrolment.State.ENROLLED)
    is_held = state == Enrolment.State.COMPLETED
    seat = SeatsFactory(
        cohort=CohortFactory(
            title="Sample course", state=Cohort.State.HELD if is_held else Cohort.State.OPEN
        ),
        city=scene["cities"]["raytown"],
    )
    return EnrolmentFactory(seat=seat, person=scene["author"].user, name="", **given)


def named(scene):
    """The place of somebody without an account, whom Grandview's liaison enrolled."""
    seat = SeatsFactory(
        cohort=CohortFactory(title="Sample course"), city=scene["cities"]["grandview"]
    )
    return EnrolmentFactory(seat=seat, name="Sample operator")


def cohort(scene):
    """A cohort in which one of Raytown's staff has a place."""
    return enrolment(scene).cohort


def open_to_liaisons(scene):
    """A cohort with seats for Grandview."""
    return SeatsFactory(
        cohort=CohortFactory(title="Sample course"), city=scene["cities"]["grandview"]
    ).cohort


def cancelled(scene):
    """A cohort that was called off."""
    made = cohort(scene)
    Cohort.objects.filter(pk=made.pk).update(
        state=Cohort.State.CANCELLED, cancel_reason="The instructor is ill."
    )
    return made


def held(scene):
    """A cohort that one of Raytown's staff completed."""
    return enrolment(scene, state=Enrolment.State.COMPLETED).cohort


def programme(scene, **stands):
    """A shared course that was judged, in which Grandview asks for seats."""
    row = ProgrammeCityFactory(
        programme=ProgrammeFactory(title="Sample shared course"), city=scene["cities"]["grandview"]
    )
    JudgementFactory(programme=row.programme)
    Programme.objects.update(state="judged", judged_at=NOON, state_since=NOON)
    Programme.objects.update(**stands)
    return Programme.objects.get()


def plan(scene, **found):
    """The analyst's year plan, worked out one way or the other."""
    return YearPlanFactory(
        title="Sample plan", prepared_by=scene["analyst"].user, asked_at=NOON, **found
    )


CASES = {
    "assessment.opened": (
        assessment,
        {},
        "Which training do you need? Answer by Sunday, March 15, 2026, 1:00 pm Central",
    ),
    "assessment.closed": (
        closed,
        {},
        "“Sample needs” has closed",
    ),
    "cohort.opened": (open_to_liaisons, {}, "Open for enrolment: Sample course"),
    "cohort.moved": (cohort, {}, "Moved: Sample course"),
    "cohort.cancelled": (
        cancelled,
        {"reason": "The instructor is ill."},
        "Cancelled: Sample course",
    ),
    "cohort.held": (held, {"completed": 1}, "You completed: Sample course"),
    "cohort.followed_up": (held, {}, "Three months later: Sample course"),
    "enrolment.enrolled": (named, {}, "A place in Sample course"),
    "enrolment.moved_up": (enrolment, {}, "A place has fallen free: Sample course"),
    "programme.judged": (
        lambda scene: programme(scene, state="judged"),
        {"verdict": "feasible", "number": 1},
        "Feasible: Sample shared course",
    ),
    "programme.proposed": (
        lambda scene: programme(scene, state="initiative", proposal=ProposalFactory()),
        {"proposal": "EJC-2026-014", "city": "Raytown"},
        "Now a proposal: Sample shared course",
    ),
    "programme.drafted_as_agreement": (
        lambda scene: programme(scene, state="agreement"),
        {"agreement": "Sample agreement"},
        "Now a draft agreement: Sample shared course",
    ),
    "programme.came_back": (
        lambda scene: programme(scene, state="judged"),
        {"reason": "The grant fell through."},
        "To decide on again: Sample shared course",
    ),
    "programme.dropped": (
        lambda scene: programme(scene, state="dropped", drop_reason="Too few people ask for it."),
        {"reason": "Too few people ask for it."},
        "Dropped: Sample shared course",
    ),
    "year_plan.ready": (
        lambda scene: plan(scene, state="ready", cost=Decimal("12345.50"), seconds=Decimal(3)),
        {},
        "Ready: Sample plan",
    ),
    "year_plan.infeasible": (
        lambda scene: plan(
            scene, state="infeasible", clash=["No venue holds 40 people."], is_least_clash=True
        ),
        {},
        "Cannot be kept: Sample plan",
    ),
    "year_plan.failed": (
        lambda scene: plan(scene, state="failed", reason="Three workers did not come back."),
        {},
        "Failed: Sample plan",
    ),
}
