"""Two facilitators who press at the same moment, over HTTP, two hundred times.

Each race starts both at a barrier, against a real server with a database connection for each.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pgtrigger
import pytest
from django.db import connection
from django.utils import timezone

from collaborative.lifecycle import Lifecycle, Step
from collaborative.models import Event
from collaborative.roles import Role
from initiatives import results
from initiatives.models import Concord, Decision, Entry, Placing, Ranking, Round
from initiatives.operations import rounds
from notifications.models import Message
from notifications.operations import outbox
from tests.conftest import in_office
from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import CriterionFactory, EntryFactory, ReviewFactory, RoundFactory
from tests.guards import as_owner, run, unguarded
from tests.racing import LATE, WON, Track

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # The server leaves its connections to the pool, which closes them with the process.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
RACES = 200
MOMENTS = "initiatives.Round:moments_stand_once_passed"
ONCE = "decision_one_at_a_time"
DECISION = {"outcome": "declined", "rationale": "It ranks below the others."}


@pytest.fixture
def track(live_server, marc) -> Iterator[Track]:
    """Two facilitators at MARC, each with a browser that is signed in."""
    people = [in_office(Role.FACILITATOR, marc, name=f"Facilitator {n}") for n in (1, 2)]
    track = Track(live_server.url, people)
    yield track
    track.pool.shutdown()


def opened(number: int, **given) -> list[Entry]:
    """So many rounds that are being scored, each with one proposal."""
    now, author = timezone.now(), UserFactory()
    city, other = CityFactory(slug="raytown"), CityFactory(slug="grandview")
    entries = []
    for _ in range(number):
        round_ = RoundFactory(closes_at=now + timedelta(days=9), quorum=1, **given)
        CriterionFactory(round=round_)
        proposal = ProposalFactory(state="in_round", city=city, author=author)
        entries.append(EntryFactory(round=round_, proposal=proposal))
        ReviewFactory(entry=entries[-1], city=other)
    Round.objects.update(state=Round.State.SCORING, opened_at=now)
    return entries


def test_one_closing_one_ranking_one_decision_and_one_set_of_notices(track):
    entries = opened(RACES, draws=1)
    closings, decisions = Counter(), Counter()
    for entry in entries:
        home = f"/rounds/{entry.round.slug}"
        closings[*track.race((f"{home}/close/", {}))] += 1
        decisions[*track.race((f"{home}/decisions/{entry.proposal.reference}/", DECISION))] += 1
    assert (closings, decisions) == ({(WON, LATE): RACES}, {(WON, LATE): RACES})
    outbox.post_events(at=timezone.now())
    assert counts() == dict.fromkeys(counts(), RACES)
    assert list(results.invariants()) == []


def counts() -> dict[str, int]:
    """How many there are of what each round has once; the letter is to who did not close it."""
    kinds = Counter(Event.objects.values_list("kind", flat=True))
    return {
        "closed": kinds["round.closed"],
        "frozen": kinds["round.frozen"],
        "ranking": Ranking.objects.count(),
        "placing": Placing.objects.count(),
        "concord": Concord.objects.count(),
        "decision": Decision.objects.count(),
        "letters": Message.objects.filter(kind="round.closed").count(),
    }


@pytest.fixture
def any_state(monkeypatch, transactional_db) -> Iterator[None]:
    """Both guards off: a step is taken from any state, and a moment that has passed is moved."""
    guarded = Lifecycle.advance

    def advance(self, thing, event, **given):
        anywhere = Step(frozenset(type(thing).State.values), self.steps[event].after)
        return guarded(Lifecycle(self.start, {event: anywhere}), thing, event, **given)

    monkeypatch.setattr(Lifecycle, "advance", advance)
    with as_owner():
        pgtrigger.disable(MOMENTS)
    yield
    with as_owner():
        pgtrigger.enable(MOMENTS)


def test_without_the_guards_of_the_door_and_the_database_rounds_are_closed_twice(track, any_state):
    """The races can be lost."""
    for entry in opened(RACES, draws=1, has_discussion=True):
        track.race((f"/rounds/{entry.round.slug}/close/", {}))
    assert Ranking.objects.filter(number=2).count() > RACES / 2


@pytest.fixture
def no_constraint(transactional_db) -> Iterator[None]:
    """The database without its guard against a second decision."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [ONCE]
        )
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE initiatives_decision DROP CONSTRAINT {ONCE}")
    yield
    with unguarded():
        run("TRUNCATE initiatives_decision CASCADE")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE initiatives_decision ADD CONSTRAINT {ONCE} {definition}")


def test_without_the_guard_of_the_database_a_proposal_is_decided_twice(track, no_constraint):
    """The look for an earlier decision alone would not do: both look before either has written."""
    entries = opened(RACES, draws=1)
    for entry in entries:
        rounds.close(entry.round, by=track.people[0], at=timezone.now())
        track.race((f"/rounds/{entry.round.slug}/decisions/{entry.proposal.reference}/", DECISION))
    assert Decision.objects.count() > 1.5 * RACES
