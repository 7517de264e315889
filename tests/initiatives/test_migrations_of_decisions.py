"""What an older installation's decisions become."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.guards import as_owner

OLD = [("initiatives", "0018_rounds_keep_their_phases")]
CARRIED = [("initiatives", "0021_decisions_stand")]
OPENED = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CLOSED, DECIDED, RELEASED = (OPENED + timedelta(days=days) for days in (11, 15, 20))
OUTCOMES = ("chosen", "parked", "not_chosen")


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
    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    old = executor.loader.project_state(OLD).apps
    _round(old, "waiting", state="decided")
    _round(old, "public", state="released", released_at=RELEASED)
    executor = MigrationExecutor(connection)
    executor.migrate(CARRIED)
    return executor.loader.project_state(CARRIED).apps


def _round(old, slug, **last):
    """A round with a proposal for each outcome, moved when it was decided, as was done then."""
    city = old.get_model("cities", "City").objects.create(
        slug=f"lead-of-{slug}", name=slug.title(), kind="city", council="City Council"
    )
    person = old.get_model("collaborative", "User").objects.create(
        email=f"{slug}@sample.example", name="Facilitator"
    )
    rounds = old.get_model("initiatives", "Round").objects
    round_ = rounds.create(
        slug=slug, title=slug, state="preparing", opens_at=OPENED, closes_at=CLOSED, salt="0" * 32
    )
    entries = [
        old.get_model("initiatives", "Entry").objects.create(
            round=round_, proposal=_proposal(old, f"{slug[0]}{number}", outcome, city, person)
        )
        for number, outcome in enumerate(OUTCOMES)
    ]
    kept = rounds.filter(pk=round_.pk)
    kept.update(state="scoring", opened_at=OPENED)
    kept.update(state="discussion", closed_at=CLOSED)
    rankings = old.get_model("initiatives", "Ranking").objects
    for number, digest in ((1, "a" * 64), (2, "b" * 64)):
        rankings.create(round=round_, number=number, cause="scored", at=CLOSED, input_sha256=digest)
    kept.update(state="decided", frozen_at=CLOSED, input_sha256="b" * 64)
    for entry, outcome in zip(entries, OUTCOMES, strict=True):
        old.get_model("initiatives", "Decision").objects.create(
            entry=entry,
            outcome=outcome,
            rationale="Sample.",
            decided_by=person,
            office="Facilitator, MARC",
            decided_at=DECIDED,
        )
    kept.update(**last)


def _proposal(old, tail, state, city, person):
    number = {"w": 0, "p": 10}[tail[0]] + int(tail[1])
    return old.get_model("initiatives", "Proposal").objects.create(
        reference=f"EJC-2026-{number:03}",
        city=city,
        author=person,
        created_at=OPENED,
        submitted_at=OPENED,
        state=state,
        state_since=DECIDED,
        title="Sample",
        category="fleet",
        answers={"problem": "Sample.", "idea": "Sample."},
        first_year_cost=Decimal(1),
        first_year_saving=Decimal(1),
    )


@pytest.mark.parametrize("slug", ["waiting", "public"])
def test_every_outcome_has_its_new_name_and_rests_on_the_last_ranking(carried, slug):
    decisions = carried.get_model("initiatives", "Decision").objects
    rows = decisions.filter(entry__round__slug=slug).order_by("entry__proposal__reference")
    assert list(
        rows.values_list("outcome", "number", "supersedes", "ranking__input_sha256", "decided_at")
    ) == [
        (outcome, 1, None, "b" * 64, DECIDED) for outcome in ("recommended", "deferred", "declined")
    ]


@pytest.mark.parametrize(("slug", "states"), [("waiting", ["in_round"] * 3), ("public", OUTCOMES)])
def test_only_what_was_released_has_moved(carried, slug, states):
    proposals = carried.get_model("initiatives", "Proposal").objects
    found = proposals.filter(entries__round__slug=slug).order_by("reference")
    assert list(found.values_list("state", flat=True)) == list(states)
