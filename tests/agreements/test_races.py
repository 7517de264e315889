"""Clerks and facilitators who press at the same moment.

Each race starts all at a barrier, against a real server with a database connection for each. What
could go wrong is shown with the guards off.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from agreements import results
from agreements.models import Act, Action, Agreement, Version
from agreements.operations import acts
from agreements.operations.facts import Step
from collaborative.lifecycle import Lifecycle, StaleState
from collaborative.lifecycle import Step as Move
from collaborative.models import Event
from collaborative.roles import Role
from tests.agreements.test_acts import PASSED
from tests.conftest import NOON, in_office
from tests.factories.agreements import PartyFactory, VersionFactory, circulated
from tests.factories.cities import CityFactory, OrganisationFactory
from tests.guards import as_owner, run, unguarded
from tests.racing import LATE, WON, Track

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # The server leaves its connections to the pool, which closes them with the process.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
RACES = 40
ACT = {
    "instrument": "ordinance",
    "file_number": "BILL NO. 26-01",
    "result": "passed",
    "acted_on": "2026-02-24",
    "which_text": "circulated",
    "step-TOTAL_FORMS": "0",
    "step-INITIAL_FORMS": "0",
}


@pytest.fixture
def pair(transactional_db):
    """Raytown and Grandview."""
    return CityFactory(slug="raytown"), CityFactory(slug="grandview")


@contextmanager
def track_of(url: str, *people) -> Iterator[Track]:
    track = Track(url, list(people))
    yield track
    track.pool.shutdown()


@pytest.fixture
def without_a_hold(monkeypatch) -> None:
    """Nobody waits for anybody."""
    monkeypatch.setattr(acts, "hold", lambda agreement: Agreement.objects.get(pk=agreement.pk))


def last_two(live_server, pair) -> list[Agreement]:
    """Race both clerks to the last two acts of some agreements."""
    agreements = [circulated(*pair) for _ in range(RACES)]
    answers = Counter()
    clerks = [in_office(Role.CLERK, city) for city in pair]
    with track_of(live_server.url, *clerks) as track:
        for agreement in agreements:
            parties = [agreement.parties.get(organisation=city).pk for city in pair]
            path = f"/agreements/{agreement.slug}/acts/record/"
            answers[*track.race(*((path, {**ACT, "party": str(party)}) for party in parties))] += 1
    assert answers == {(WON, WON): RACES}
    return list(Agreement.objects.all())


def test_the_last_two_acts_at_one_moment_bring_it_into_force_once(live_server, pair):
    found = last_two(live_server, pair)
    since = date(2026, 2, 24)
    assert {(each.state, each.in_force_on) for each in found} == {("in_force", since)}
    kinds = Counter(Event.objects.values_list("kind", flat=True))
    assert kinds == {"act.recorded": 2 * RACES, "agreement.in_force": RACES}
    assert list(results.invariants()) == []


def test_without_the_hold_neither_clerk_sees_the_other_and_it_stays_out(
    live_server, pair, without_a_hold
):
    assert any(each.state == "circulated" for each in last_two(live_server, pair))


def one_twice(live_server, pair) -> Counter:
    """Race two clerks of one city to the same act."""
    clerks = [in_office(Role.CLERK, pair[0], name=f"Clerk {number}") for number in (1, 2)]
    answers = Counter()
    with track_of(live_server.url, *clerks) as track:
        for _ in range(RACES):
            agreement = circulated(*pair)
            party = agreement.parties.get(organisation=pair[0])
            path = f"/agreements/{agreement.slug}/acts/record/"
            answers[*track.race((path, {**ACT, "party": str(party.pk)}))] += 1
    return answers


def test_the_same_act_recorded_twice_at_one_moment_is_on_record_once(live_server, pair):
    assert one_twice(live_server, pair) == {(WON, LATE): RACES}
    assert Act.objects.count() == RACES


@pytest.fixture
def no_constraint(transactional_db) -> Iterator[None]:
    """The database without its guard against a second record of one act."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('act_recorded_once'::regclass)")
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX act_recorded_once")
    yield
    with unguarded():
        run("TRUNCATE agreements_act CASCADE")
    with as_owner():
        run(definition)


def test_without_hold_and_constraint_the_same_act_is_on_record_twice(
    live_server, pair, without_a_hold, no_constraint
):
    one_twice(live_server, pair)
    assert Act.objects.count() > RACES


def test_a_correction_and_a_later_step_at_one_moment_lose_nothing(pair):
    """Whoever comes second either finds the other's on the record that stands, or is told."""
    clerk = in_office(Role.CLERK, pair[0])
    told = 0
    for _ in range(RACES):
        act = decided(pair, clerk)
        refusals = together(
            lambda act=act: acts.correct_act(act, facts=CORRECTED, by=clerk, at=NOON),
            lambda act=act: acts.add_action(act, step=SIGNED, by=clerk, at=NOON),
        )
        stands = Act.objects.get(corrects=act)
        assert stands.actions.filter(after=True).count() + len(refusals) == 1
        told += len(refusals)
    assert Action.objects.filter(after=True, act__corrects=None).count() == RACES - told


def test_a_step_that_comes_between_the_question_and_a_correction_is_refused(pair, monkeypatch):
    clerk, hold = in_office(Role.CLERK, pair[0]), acts.hold
    act = decided(pair, clerk)

    def held_late(agreement):
        monkeypatch.setattr(acts, "hold", hold)
        acts.correct_act(Act.objects.get(pk=act.pk), facts=CORRECTED, by=clerk, at=NOON)
        return hold(agreement)

    monkeypatch.setattr(acts, "hold", held_late)
    with pytest.raises(StaleState, match="was corrected on"):
        acts.add_action(act, step=SIGNED, by=clerk, at=NOON)


CORRECTED = replace(PASSED, mover="Member 2", actions=())
SIGNED = Step(kind="signed", on=date(2026, 2, 26))


def decided(pair, clerk) -> Act:
    party = circulated(*pair).parties.get(organisation=pair[0])
    return acts.record_act(party, facts=replace(PASSED, actions=()), by=clerk, at=NOON)


def together(*deeds) -> list[Exception]:
    """Do things at the same moment, each with its own connection; return the refusals."""
    ready, refusals, faults = threading.Barrier(len(deeds)), [], []

    def do(deed):
        ready.wait(timeout=20)
        try:
            deed()
        except (StaleState, PermissionDenied) as refusal:
            refusals.append(refusal)
        except Exception as fault:  # noqa: BLE001 - a thread's fault is the test's
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert faults == []
    return refusals


def two_circulating(live_server, pair) -> Counter:
    marc = OrganisationFactory(slug="marc", kind="regional")
    people = [in_office(Role.FACILITATOR, marc, name=f"Facilitator {n}") for n in (1, 2)]
    answers = Counter()
    with track_of(live_server.url, *people) as track:
        for _ in range(RACES):
            agreement = PartyFactory(organisation=pair[0]).agreement
            PartyFactory(agreement=agreement, organisation=pair[1])
            VersionFactory(agreement=agreement)
            answers[*track.race((f"/agreements/{agreement.slug}/circulate/", {}))] += 1
    return answers


def test_of_two_facilitators_who_circulate_one_does(live_server, pair):
    assert two_circulating(live_server, pair) == {(WON, LATE): RACES}
    assert Event.objects.filter(kind="agreement.circulated").count() == RACES
    assert Version.objects.filter(circulated_at__isnull=False).count() == RACES


def test_without_hold_and_door_the_second_is_not_told_who_was_first(
    live_server, pair, without_a_hold, monkeypatch
):
    """Still nothing goes out twice: the draft is gone, and the version is frozen."""
    guarded = Lifecycle.advance

    def advance(self, thing, event, **given):
        anywhere = Move(frozenset(type(thing).State.values), self.steps[event].after)
        return guarded(Lifecycle(self.start, {event: anywhere}), thing, event, **given)

    monkeypatch.setattr(Lifecycle, "advance", advance)
    assert two_circulating(live_server, pair)[WON, LATE] < RACES
    assert Version.objects.filter(circulated_at__isnull=False).count() == RACES
