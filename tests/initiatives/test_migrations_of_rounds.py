"""What an older installation's rounds become."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.guards import as_owner

OLD = [("initiatives", "0015_library_of_criteria_sets")]
CARRIED = [("initiatives", "0018_rounds_keep_their_phases")]
OPENED = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SAVED, CLOSED, RELEASED = (OPENED + timedelta(days=days) for days in (4, 11, 20))
STATES = {
    "preparing": {},
    "open": {"opened_at": OPENED},
    "closed": {"opened_at": OPENED, "closed_at": CLOSED, "input_sha256": "c" * 64},
    "released": {
        "opened_at": OPENED,
        "closed_at": CLOSED,
        "released_at": RELEASED,
        "input_sha256": "d" * 64,
    },
}


@pytest.fixture(scope="module")
def carried(django_db_setup, django_db_blocker):
    """What the old rows have become; afterwards the tables are empty and as they are now."""
    with django_db_blocker.unblock(), as_owner():
        try:
            yield _carry()
        finally:
            call_command("flush", verbosity=0, interactive=False)
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())


def _carry():
    """Write a round in each state in the old tables, migrate, and read what there is then."""
    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    old = executor.loader.project_state(OLD).apps
    for state, dates in STATES.items():
        _round(old, state, dates)
    executor = MigrationExecutor(connection)
    executor.migrate(CARRIED)
    return executor.loader.project_state(CARRIED).apps


def _round(old, state, dates):
    """A round with one proposal that one evaluator marked, as far as its state allows."""
    city = old.get_model("cities", "City").objects.create(
        slug=f"lead-of-{state}", name=state.title(), kind="city", council="City Council"
    )
    person = old.get_model("collaborative", "User").objects.create(
        email=f"{state}@sample.example", name="Evaluator, Raytown"
    )
    round_ = old.get_model("initiatives", "Round").objects.create(
        slug=state,
        title=state.title(),
        state="preparing",
        opens_at=OPENED,
        closes_at=CLOSED,
        salt="0" * 32,
    )
    criterion = old.get_model("initiatives", "Criterion").objects.create(
        round=round_, position=1, key="savings", label="Savings", weight=Decimal(100)
    )
    proposal = old.get_model("initiatives", "Proposal").objects.create(
        reference=f"EJC-2026-{list(STATES).index(state) + 1:03}",
        city=city,
        author=person,
        created_at=OPENED,
        state_since=OPENED,
        state="draft",
    )
    entry = old.get_model("initiatives", "Entry").objects.create(round=round_, proposal=proposal)
    if state == "preparing":
        return
    rounds = old.get_model("initiatives", "Round").objects.filter(pk=round_.pk)
    rounds.update(state="open", opened_at=OPENED)
    other = old.get_model("cities", "City").objects.create(
        slug=f"beside-{state}", name=f"Beside {state}", kind="city", council="City Council"
    )
    review = old.get_model("initiatives", "Review").objects.create(
        entry=entry,
        evaluator=person,
        city=other,
        state="declared",
        assigned_at=OPENED,
        declared_at=OPENED,
        saved_at=SAVED,
    )
    said = {"review": review, "criterion": criterion}
    old.get_model("initiatives", "Mark").objects.create(value=4, **said)
    old.get_model("initiatives", "Remark").objects.create(text="Sound.", **said)
    if "closed_at" in dates:
        places = old.get_model("initiatives", "Placing").objects
        places.create(entry=entry, position=1, rank=1, cities=1)
        old.get_model("initiatives", "Concord").objects.create(criterion=criterion, n=0)
        rounds.update(state=state, **dates)


def test_every_round_is_in_its_phase_and_what_was_closed_was_frozen_then(carried):
    rounds = carried.get_model("initiatives", "Round").objects.order_by("pk")
    assert list(rounds.values_list("slug", "state", "closed_at", "frozen_at")) == [
        ("preparing", "preparing", None, None),
        ("open", "scoring", None, None),
        ("closed", "decided", CLOSED, CLOSED),
        ("released", "released", CLOSED, CLOSED),
    ]


def test_every_closed_round_has_its_one_ranking_with_its_places(carried):
    rankings = carried.get_model("initiatives", "Ranking").objects.order_by("round__pk")
    assert list(
        rankings.values_list(
            "round__slug",
            "number",
            "cause",
            "at",
            "input_sha256",
            "placings__rank",
            "concords__n",
        )
    ) == [
        ("closed", 1, "scored", CLOSED, "c" * 64, 1, 0),
        ("released", 1, "scored", CLOSED, "d" * 64, 1, 0),
    ]


@pytest.mark.parametrize("name", ["Mark", "Remark"])
def test_marks_and_remarks_are_of_the_last_save(carried, name):
    said = carried.get_model("initiatives", name).objects
    assert set(said.values_list("number", "at")) == {(1, SAVED)}
    assert said.count() == 3
