"""What an older installation's proposals become."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.guards import as_owner

OLD = [("initiatives", "0003_words_of_proposals")]
CARRIED = [("initiatives", "0006_answers_leave_their_columns")]
BEGUN = datetime(2026, 2, 2, 15, 0, tzinfo=UTC)
SAVED, SENT, SENT_AGAIN = (BEGUN + timedelta(days=days) for days in (1, 2, 9))
WITH_A_PAST = "EJC-2024-014"
STATES = (
    "draft",
    "submitted",
    "returned",
    "accepted",
    "declined",
    "withdrawn",
    "in_round",
    "chosen",
    "parked",
    "not_chosen",
)


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
    """Write rows in the old tables, migrate, and read what there is then."""
    executor = MigrationExecutor(connection)
    executor.migrate(OLD)
    old = executor.loader.project_state(OLD).apps
    world = people_and_places(old)
    in_every_state(old, world)
    with_a_past(old, world)
    executor = MigrationExecutor(connection)
    executor.migrate(CARRIED)
    return executor.loader.project_state(CARRIED).apps, world


def people_and_places(old):
    """A city with a department, another city, and an author."""
    city, other = (
        old.get_model("cities", "City").objects.create(
            slug=slug, name=slug.title(), kind="city", council="City Council"
        )
        for slug in ("raytown", "grandview")
    )
    works = old.get_model("cities", "Department").objects.create(
        organisation_id=city.pk, name="Public works"
    )
    author = old.get_model("collaborative", "User").objects.create(
        email="author@sample.example", name="Staff, Raytown"
    )
    return {"city": city, "other": other, "works": works, "author": author}


def write(old, world, reference, **fields):
    """A proposal as it was kept: every answer in its column."""
    proposal = old.get_model("initiatives", "Proposal").objects.create(
        **{
            "reference": reference,
            "city": world["city"],
            "author": world["author"],
            "department": world["works"],
            "created_at": BEGUN,
            "state_since": BEGUN,
            "state": "draft",
            "title": f"Sweeper {reference}",
            "category": "fleet",
            "problem": "Each city rents one.\nTwice a year.",
            "current_service": "A firm sweeps.",
            "idea": "Buy one.",
            "first_year_cost": Decimal("91000.50"),
            "first_year_saving": Decimal(0),
            **fields,
        }
    )
    proposal.wanted_cities.set([world["other"]])
    return proposal


def whole(world, reference) -> dict[str, str]:
    return {
        "category": "fleet",
        "department": str(world["works"].pk),
        "how__raytown": "A firm sweeps.",
        "idea": "Buy one.",
        "problem": "Each city rents one.\nTwice a year.",
        "title": f"Sweeper {reference}",
        "wanted__grandview": "yes",
        "yearly_cost_cash": "91000.50",
        "yearly_saving_cash": "0.00",
    }


def record(old, proposal, kind, at, **detail):
    old.get_model("collaborative", "Event").objects.create(
        kind=kind,
        about_type="initiatives.proposal",
        about_key=str(proposal.pk),
        about_name="Sweeper",
        by_id=proposal.author_id,
        office="Liaison, Raytown",
        at=at,
        detail=detail,
    )


def in_every_state(old, world):
    """One in each state, one withdrawn before it was sent in, and one that says nothing."""
    for number, state in enumerate(STATES, start=1):
        dates = {} if state == "draft" else {"submitted_at": SENT, "state_since": SENT}
        write(old, world, f"2026-{number:03}", state=state, **dates)
    write(old, world, "2025-1000", state="withdrawn", state_since=SENT)
    nothing = dict.fromkeys(("title", "category", "problem", "current_service", "idea"), "")
    unknown = dict.fromkeys(("department", "first_year_cost", "first_year_saving"))
    write(old, world, "2025-001", **nothing, **unknown).wanted_cities.clear()


def with_a_past(old, world):
    """One that was saved twice and sent in twice; who saved the second time nobody knows."""
    proposal = write(old, world, "2024-014", title="First", idea="")
    record(old, proposal, "proposal.started", BEGUN)
    changes = (
        {"version": 2, "title": "Second", "idea": "Buy one.", "first_year_cost": None},
        {"state": "submitted", "submitted_at": SENT, "first_year_cost": Decimal(5)},
        {"state": "returned"},
        {"version": 3, "problem": "It rains."},
        {"state": "submitted", "submitted_at": SENT_AGAIN, "state_since": SENT_AGAIN},
    )
    for change in changes:
        old.get_model("initiatives", "Proposal").objects.filter(pk=proposal.pk).update(**change)
    record(old, proposal, "proposal.saved", SAVED, version=2)
    record(old, proposal, "proposal.submitted", SENT, again=False)
    record(old, proposal, "proposal.submitted", SENT_AGAIN, again=True)


def rows(new, model, *fields, past=False):
    """The rows about the proposal with a past, or about the others, by reference."""
    found = new.get_model("initiatives", model).objects.order_by("pk")
    grouped = {}
    for reference, *row in found.values_list("proposal__reference", *fields):
        if (reference == WITH_A_PAST) == past:
            grouped.setdefault(reference, []).append(tuple(row))
    return grouped


def test_every_state_keeps_its_whole_text_its_dates_and_its_number(carried):
    new, world = carried
    kept = new.get_model("initiatives", "Proposal").objects.exclude(reference=WITH_A_PAST)
    author, expected = world["author"].pk, {}
    expected["EJC-2025-001"] = ("draft", BEGUN, None, {})
    expected["EJC-2025-1000"] = ("withdrawn", SENT, None, whole(world, "2025-1000"))
    for number, state in enumerate(STATES, start=1):
        reference = f"2026-{number:03}"
        dates = (BEGUN, None) if state == "draft" else (SENT, SENT)
        expected[f"EJC-{reference}"] = (state, *dates, whole(world, reference))
    assert {
        one.reference: (one.state, one.state_since, one.submitted_at, one.draft) for one in kept
    } == expected
    assert [one.reference for one in kept if one.answers != one.draft or one.version != 1] == []
    one = kept.get(reference="EJC-2026-007")
    assert (
        one.title,
        one.category,
        one.department_id,
        one.first_year_cost,
        one.first_year_saving,
        [city.slug for city in one.wanted_cities.all()],
    ) == ("Sweeper 2026-007", "fleet", world["works"].pk, Decimal("91000.50"), 0, ["grandview"])
    assert rows(new, "Revision", "number", "changes", "how", "restored", "by", "office", "at") == {
        reference: [(1, text, "copied", None, author, "", since)]
        for reference, (_state, since, _sent, text) in expected.items()
    }
    assert rows(new, "Submission", "revision__number", "by", "office", "at") == {
        reference: [(1, author, "Staff, Raytown", sent)]
        for reference, (_state, _since, sent, _text) in expected.items()
        if sent
    }
    assert new.get_model("initiatives", "KeptText").objects.count() == 0


def test_every_text_there_was_becomes_a_revision_with_who_wrote_it_and_when(carried):
    new, world = carried
    author, first = world["author"].pk, whole(world, "2024-014") | {"title": "First"}
    del first["idea"]
    second = {"idea": "Buy one.", "title": "Second", "yearly_cost_cash": "5.00"}
    third = {"problem": "It rains."}
    assert rows(new, "Revision", "number", "changes", "how", "by", "office", "at", past=True) == {
        WITH_A_PAST: [
            (1, first, "typed", author, "Liaison, Raytown", BEGUN),
            (2, second, "typed", author, "Liaison, Raytown", SAVED),
            (3, third, "copied", author, "", SENT_AGAIN),
        ]
    }
    assert rows(new, "Submission", "revision__number", "by", "office", "at", past=True) == {
        WITH_A_PAST: [
            (2, author, "Liaison, Raytown", SENT),
            (3, author, "Liaison, Raytown", SENT_AGAIN),
        ]
    }
    kept = new.get_model("initiatives", "Proposal").objects.get(reference=WITH_A_PAST)
    assert (kept.version, kept.draft, kept.answers) == (3, first | second | third, kept.draft)
