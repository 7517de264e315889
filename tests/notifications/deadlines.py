"""One deadline of each sort, a moment at which it is reminded of, and what ends or moves it.

Each takes the cities and the people in office, and gives a Scene.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from agreements.models import Agreement
from cities.models import Meeting
from initiatives.models import Proposal, Review, Round, Sponsorship
from notifications.models import ByClock
from tests.conftest import NOON
from tests.factories.agreements import circulated, decided
from tests.factories.cities import MeetingFactory
from tests.factories.cohorts import CohortFactory, SeatsFactory
from tests.factories.declarations import DeclarationFactory
from tests.factories.papers import in_force, signed
from tests.factories.proposals import ProposalFactory
from tests.factories.records import CompletionFactory, DutyFactory, SeatRequestFactory
from tests.factories.rounds import EntryFactory, RoundFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.factories.training import AssessmentFactory, RequirementFactory, RespondentFactory
from tests.notifications.scenes import open_round
from training.models import Assessment, Cohort, Requirement, Respondent, SeatRequest, Seats

FRIDAY = datetime(2026, 3, 13, 22, 0, tzinfo=UTC)
"""Friday, March 13, 2026, 5:00 pm Central."""
THREE = FRIDAY - timedelta(days=3)


@dataclass(frozen=True)
class Scene:
    """A deadline of which `name` is told at a moment; `done` ends it, `moved` moves it."""

    at: datetime
    name: str
    done: Callable[[], object]
    moved: Callable[[], object]


def morning(on):
    """8:00 am Central in daylight time."""
    return datetime(on.year, on.month, on.day, 13, tzinfo=UTC)


def reviews(cities, office):
    open_round([office["evaluator"]], closes_at=FRIDAY)
    return Scene(
        THREE,
        "Evaluator, Raytown",
        lambda: Review.objects.update(state="submitted", declared_at=NOON, submitted_at=NOON),
        lambda: Round.objects.update(closes_at=FRIDAY + timedelta(days=70)),
    )


def declarations(cities, office):
    times = {"opens_at": FRIDAY, "closes_at": FRIDAY + timedelta(days=90)}
    entry = EntryFactory(round=RoundFactory(**times), proposal__city=cities["grandview"])
    Round.objects.update(state=Round.State.DECLARATIONS, declared_at=NOON)
    return Scene(
        THREE,
        "Evaluator, Raytown",
        lambda: DeclarationFactory(entry=entry, person=office["evaluator"].user),
        lambda: Round.objects.update(opens_at=FRIDAY + timedelta(days=70)),
    )


def sponsorships(cities, office):
    SponsorshipFactory(
        city=cities["raytown"],
        proposal__city=cities["grandview"],
        proposal__author=office["author"].user,
        state_since=NOON,
    )
    return Scene(
        morning(date(2026, 3, 13)),
        "Liaison, Raytown",
        lambda: Sponsorship.objects.update(state=Sponsorship.State.TAKEN_BACK),
        lambda: Sponsorship.objects.update(state_since=NOON + timedelta(days=70)),
    )


def returned(cities, office):
    ProposalFactory(
        author=office["author"].user, city=cities["raytown"], state="returned", state_since=NOON
    )
    until = NOON + timedelta(days=90)
    announced = {"announced_at": NOON, "opens_at": until, "closes_at": until + timedelta(days=9)}
    return Scene(
        morning(date(2026, 3, 25)),
        "Staff, Raytown",
        lambda: Proposal.objects.update(state="submitted"),
        lambda: RoundFactory(proposals_until=until, **announced),
    )


def cut_offs(cities, office):
    MeetingFactory(organisation=cities["raytown"], on=date(2026, 3, 17), cut_off_at=FRIDAY)
    agreement = circulated(cities["raytown"], cities["grandview"], title="Plows")
    return Scene(
        THREE,
        "Clerk, Raytown",
        lambda: decided(agreement, cities["raytown"]),
        lambda: Meeting.objects.update(
            cut_off_at=FRIDAY + timedelta(days=70), begins_at=None, on=date(2026, 6, 17)
        ),
    )


def terms(cities, office):
    term = {"effective": "in_force", "effective_on": None, "leave_days": 0}
    agreement = in_force(cities["raytown"], cities["grandview"], term=term)
    return Scene(
        datetime(2027, 2, 22, 14, tzinfo=UTC),
        "Clerk, Raytown",
        lambda: Agreement.objects.update(state="ended", ended_on=date(2026, 12, 1)),
        lambda: agreement.versions.update(in_force_on=date(2026, 3, 6)),
    )


def signatures(cities, office):
    agreement = in_force(cities["raytown"], cities["grandview"], title="Plows")
    decided(agreement, cities["raytown"], on=date(2026, 3, 9))
    return Scene(
        morning(date(2026, 4, 1)),
        "Clerk, Raytown",
        lambda: signed(agreement, cities["raytown"]),
        lambda: Agreement.objects.update(state="ended", ended_on=date(2026, 3, 20)),
    )


def filings(cities, office):
    in_force(cities["raytown"], cities["grandview"], kind="statement", on=date(2026, 3, 9))
    return Scene(
        morning(date(2026, 5, 5)),
        "Clerk, Raytown",
        lambda: Agreement.objects.update(state="ended", ended_on=date(2026, 3, 20)),
        lambda: Agreement.objects.update(in_force_on=date(2026, 4, 9)),
    )


def assessments(cities, office):
    RespondentFactory(
        way="account",
        person=office["author"].user,
        city_id=cities["raytown"].pk,
        assessment=AssessmentFactory(closes_at=FRIDAY),
        begun_at=None,
        sent_at=None,
    )
    return Scene(
        THREE,
        "Staff, Raytown",
        lambda: Respondent.objects.update(begun_at=NOON, sent_at=NOON),
        lambda: Assessment.objects.update(closes_at=FRIDAY + timedelta(days=70)),
    )


def lapsing(cities, office):
    rule = RequirementFactory(name="Trench competence")
    duty = DutyFactory(
        trainee__city=cities["raytown"], requirement=rule, first_due_on=date(2026, 4, 16)
    )
    return Scene(
        NOON,
        "Liaison, Raytown",
        lambda: CompletionFactory(trainee=duty.trainee, topic=rule.topic),
        lambda: Requirement.objects.update(is_retired=True),
    )


def seats(cities, office):
    cohort = CohortFactory(seats_free_on=date(2026, 3, 14))
    SeatsFactory(cohort=cohort, city=cities["raytown"])
    return Scene(
        morning(date(2026, 3, 10)),
        "Liaison, Raytown",
        lambda: Seats.objects.update(seats=0),
        lambda: Cohort.objects.update(seats_free_on=date(2026, 3, 28)),
    )


def requests(cities, office):
    SeatRequestFactory(city=cities["raytown"])
    return Scene(
        morning(date(2026, 3, 13)),
        "Training analyst, Government Training Institute",
        lambda: SeatRequest.objects.update(state="withdrawn"),
        lambda: SeatRequest.objects.update(asked_at=NOON + timedelta(days=70)),
    )


SCENES = {
    ByClock.REVIEWS_DUE: reviews,
    ByClock.DECLARATIONS_DUE: declarations,
    ByClock.SPONSORSHIP_DUE: sponsorships,
    ByClock.RETURNED_DUE: returned,
    ByClock.CUT_OFF: cut_offs,
    ByClock.TERM_DUE: terms,
    ByClock.SIGNATURE_DUE: signatures,
    ByClock.FILING_DUE: filings,
    ByClock.ASSESSMENT_DUE: assessments,
    ByClock.TRAINING_DUE: lapsing,
    ByClock.SEATS_DUE: seats,
    ByClock.REQUEST_DUE: requests,
}
