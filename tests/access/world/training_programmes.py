"""Shared courses: one judged feasible, which its readers read, and one the analyst works on."""

from decimal import Decimal

from django.utils import timezone

from tests.access.principals import OWN
from tests.access.world.things import World
from tests.factories.programmes import ProgrammeCityFactory, ProgrammeFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.training import CourseFactory
from training.models import Programme
from training.operations import programmes

READERS = ("liaison", "liaison_elsewhere", "facilitator", "analyst")
NAMED_TO = (*READERS, "administrator")
"""The record of events names what was judged; the page itself stays closed to administrators."""


def add_programmes(world: World, cities) -> None:
    """Add both; the own city and two others ask for fourteen seats."""
    now, analyst = timezone.now(), world.people["analyst"]
    course = CourseFactory(code="SMP-SUP1", title="First year as a supervisor")
    made = {}
    for name, readers in (("judged", NAMED_TO), ("draft", ("analyst",))):
        made[name] = ProgrammeFactory(
            course=course,
            slug=f"{name}-programme",
            title=world.canary(f"{name}-programme", *readers),
            state_since=now,
            wage=Decimal("30.00"),
            backfill_rate=Decimal("45.00"),
            required_cities=3,
            onsite_fixed=Decimal("1500.00"),
            onsite_per_seat=Decimal("20.00"),
        )
        asked = {OWN: (6, "5.00"), "grandview": (5, "0.00"), "independence": (3, "10.00")}
        for slug, (seats, travel) in asked.items():
            ProgrammeCityFactory(
                programme=made[name],
                city=cities[slug],
                seats=seats,
                shift_seats=seats // 3,
                travel=Decimal(travel),
                source="Counted for the sample.",
            )
    programmes.judge(made["judged"], revision=1, by=analyst, at=now)
    _add_proposed(world, cities, course)
    world.things |= {
        "proposed_programme": "proposed-programme",
        "judged_programme": "judged-programme",
        "draft_programme": "draft-programme",
    }


def _add_proposed(world: World, cities, course) -> None:
    """Add one whose proposal was withdrawn before anybody else could read it."""
    now = timezone.now()
    made = ProgrammeFactory(
        course=course,
        slug="proposed-programme",
        title=world.canary("proposed-programme", *NAMED_TO),
        state_since=now,
    )
    ProgrammeCityFactory(programme=made, city=cities[OWN])
    programmes.judge(made, revision=1, by=world.people["analyst"], at=now)
    proposal = ProposalFactory(city=cities[OWN], state="withdrawn")
    Programme.objects.filter(pk=made.pk).update(state="initiative", proposal=proposal)
