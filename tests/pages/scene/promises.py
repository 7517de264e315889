"""Agreements in draft, before the councils, in force and ended; acts with votes and doubts."""

from datetime import date, timedelta

from django.utils import timezone

from agreements.models import Act, Agreement
from agreements.operations import acts, drafting
from agreements.operations.facts import Ballot, Facts
from agreements.operations.outlines import outline
from collaborative.models import Actor
from collaborative.roles import Role
from tests.access.principals import OWN
from tests.access.world import World
from tests.conftest import in_office
from tests.factories.agreements import DocumentFactory

WORDS = """## 1. Purpose

To share one fleet of snow ploughs among the parties.

## 2. What each brings

| Party | Ploughs | Drivers |
| --- | --- | --- |
| City of Raytown, Missouri | 4 | 9 |
| City of Independence, Missouri | 11 | 26 |

- Salt is bought together.
- A party that withdraws says so a year before.
"""


def add_agreements(world: World, cities) -> None:
    """Add agreements in the states that the access table does not need."""
    parties = [cities[OWN], cities["independence"]]
    blank = outline(None, parties=[f"City of {city.name}, Missouri" for city in parties])
    _draft(world, "blank_draft", "Share a fire training tower", parties, text=blank)
    _draft(world, "lone_draft", "Share a records vault", [], text="")
    _draft(world, "torn_agreement", "Buy tyres together", parties)
    _draft(world, "raced", "Share a crime laboratory", parties)
    clerk = world.people["clerk"]
    second = in_office(Role.CLERK, cities["independence"])
    _add_in_force(world, parties, clerk, second)
    _add_blocked(world, parties, clerk, second)
    _add_corrected(world, parties, clerk)


def _days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def _draft(world: World, name: str, title: str, parties, *, text: str = WORDS) -> Agreement:
    terms = drafting.Terms(
        title=title,
        kind=Agreement.Kind.COOPERATIVE,
        purpose="So that no city buys alone what five can use.",
        text=text,
        parties=parties,
        is_sample=True,
    )
    begun = timezone.now() - timedelta(days=60)
    agreement = drafting.draft(terms, by=world.people["facilitator"], at=begun)
    world.things[name] = agreement.slug
    return agreement


def _circulated(world: World, name: str, title: str, parties) -> Agreement:
    agreement = _draft(world, name, title, parties)
    sent = timezone.now() - timedelta(days=50)
    drafting.circulate(agreement, by=world.people["facilitator"], at=sent)
    return agreement


def _record(agreement: Agreement, clerk: Actor, party, **more) -> Act:
    """Record that a council passed it, with a roll call."""
    said = {
        "instrument": Act.Instrument.RESOLUTION,
        "title": "A resolution approving an agreement with other cities",
        "body": "City Council - Regular Session",
        "introduced_on": _days_ago(40),
        "agenda_on": _days_ago(25),
        "acted_on": _days_ago(25),
        "mover": "Member 1",
        "seconder": "Member 2",
        "tally": "3-1",
        "result": Act.Result.PASSED,
        "votes": (
            *(Ballot(f"Member {n}", "aye", "Aye") for n in (1, 2, 3)),
            Ballot("Member 4", "nay", "Nay"),
        ),
        **more,
    }
    return acts.record_act(
        agreement.parties.get(organisation=party),
        facts=Facts(**said),
        by=clerk,
        at=timezone.now() - timedelta(days=20),
    )


def _add_in_force(world: World, parties, clerk: Actor, second: Actor) -> None:
    """Adopted by both, with papers; a second one like it has ended."""
    for name, title in (("in_force", "Share snow ploughs"), ("ended", "Share a sign shop")):
        agreement = _circulated(world, name, title, parties)
        act = _record(agreement, clerk, parties[0], file_number=f"RES. NO. 26-08 {name[:2]}")
        _record(agreement, second, parties[1], file_number=f"R-2026-114 {name[:2]}")
        world.things[f"{name}_act"] = act.pk
        DocumentFactory(agreement=agreement, added_by=clerk.user)
        world.things[f"{name}_act"] = act.pk
        DocumentFactory(
            agreement=None, act=act, name="Minutes of the council.pdf", added_by=clerk.user
        )
    agreement.refresh_from_db()
    drafting.end(
        agreement,
        reason="The shop was sold.",
        on=timezone.localdate(),
        by=world.people["facilitator"],
        at=timezone.now(),
    )


def _add_blocked(world: World, parties, clerk: Actor, second: Actor) -> None:
    """One council had other words before it; the roll call of the other does not add up."""
    blocked = _circulated(world, "blocked", "Share a data centre", parties)
    words = WORDS.replace("a year", "half a year")
    other = _record(blocked, clerk, parties[0], file_number="RES. NO. 26-09", other_text=words)
    _record(blocked, second, parties[1], file_number="R-2026-115", tally="6-0")
    world.things |= {"other_sha": other.text.sha256, "other_act": other.pk}


def _add_corrected(world: World, parties, clerk: Actor) -> None:
    """One council's act was put right."""
    corrected = _circulated(world, "corrected", "Share a translator", parties)
    act = _record(corrected, clerk, parties[0], file_number="RES. NO. 26-10")
    facts = Facts(
        instrument=Act.Instrument.ORDINANCE,
        file_number="ORD. NO. 26-10",
        acted_on=_days_ago(25),
        result=Act.Result.PASSED,
    )
    acts.correct_act(act, facts=facts, by=clerk, at=timezone.now())
    world.things["act_corrected"] = act.pk
