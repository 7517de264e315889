"""What is on record stays as it is, by whichever path somebody comes.

Every model of the agreements' is either in `FROZEN`, with the columns that may change all the same,
or in `LIVES` with the reason. Each path is tried with the rights of the portal, and again with the
guards off, where it must get through: so each guard is the one that holds.
"""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from agreements.models import (
    Act,
    Action,
    Agreement,
    Closing,
    Document,
    Exhibit,
    Export,
    ExportItem,
    Filing,
    ImportedFile,
    ImportedRecord,
    Party,
    PartyAnswer,
    PartyComment,
    SignatureLine,
    Term,
    TermCheck,
    Text,
    Version,
    Vote,
    Withdrawal,
)
from collaborative.models import Event
from tests.agreements.adopted import on_record
from tests.guards import as_owner, run, unguarded

pytestmark = pytest.mark.django_db

VersionHistory = apps.get_model("agreements", "VersionHistory")

FROZEN: dict[type[models.Model], set[str]] = {
    # The state moves on, and since when it binds follows from the councils' acts.
    Agreement: {"state", "state_since", "revision", "in_force_on", "ended_on"},
    Version: {"in_force_on", "replaced_on"},
    VersionHistory: set(),
    Text: set(),
    # That it has left follows from its notice, which comes later.
    Party: {"left_on"},
    SignatureLine: set(),
    Filing: set(),
    Term: set(),
    Withdrawal: set(),
    Act: set(),
    Action: set(),
    Vote: set(),
    Document: set(),
    # Opening again is written beside the closing, once.
    Closing: {"reopened_by_id", "reopened_at", "reason"},
    Exhibit: set(),
    TermCheck: set(),
    PartyComment: set(),
    PartyAnswer: set(),
    # What a reader doubts in it, and which act it tells of, are found out later.
    ImportedFile: set(),
    ImportedRecord: {"quality", "act_id"},
    Event: set(),
}
LIVES: dict[type[models.Model], str] = {
    Export: "copies that somebody asked for; the record is elsewhere",
    ExportItem: "likewise",
}

ANOTHER = {
    "boolean": "NOT COALESCE({0}, FALSE)",
    "date": "COALESCE({0}, '2026-01-01') + 1",
    "timestamp with time zone": "COALESCE({0}, '2026-01-01') + interval '1 day'",
    "jsonb": """'{{"other": 1}}'""",
    "bytea": "'other'",
    "uuid": "gen_random_uuid()",
    "varchar": "left({0}, 1) || 'other'",
    "varchar[]": "'{{other}}'",
    "text": "{0} || 'other'",
    "smallint": "COALESCE({0}, 0) + 1",
    "integer": "COALESCE({0}, 0) + 1",
    "bigint": "COALESCE({0}, 0) + 1000",
}
"""Another value for a column of each type."""
REMOVING = {
    "DELETE": "DELETE FROM {table}",
    "in a query": "WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone",
    "MERGE": "MERGE INTO {table} USING (SELECT 1) AS one ON TRUE WHEN MATCHED THEN DELETE",
    "ignoring": (
        "SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text"
        " FROM pg_trigger WHERE tgname LIKE 'pgtrigger%'), TRUE); DELETE FROM {table}"
    ),
}
CLOSED = {
    "TRUNCATE": "TRUNCATE {table} CASCADE",
    "DISABLE TRIGGER": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TRIGGER": "DROP TRIGGER {trigger} ON {table}",
    "DROP FUNCTION": "DROP FUNCTION {trigger}() CASCADE",
    "ALTER COLUMN": "ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0",
    "DROP TABLE": "DROP TABLE {table} CASCADE",
    "a rule": "CREATE RULE other AS ON INSERT TO {table} DO INSTEAD NOTHING",
}


def named(model) -> str:
    return model.__name__


@pytest.fixture
def rows(cities):
    found = on_record(cities["raytown"], cities["grandview"])
    run("SET CONSTRAINTS ALL IMMEDIATE")  # a table that waits for checks cannot be altered
    run("SET CONSTRAINTS ALL DEFERRED")
    return found


def attempt(do) -> DatabaseError | None:
    """Do something that PostgreSQL may refuse, check at once what waits for the end, undo it."""
    try:
        with transaction.atomic():
            do()
            run("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error
    return None


def sql(pattern: str, model, field=None):
    """Return what runs the statement for a model's table and, where it names one, a column."""
    field = field or model._meta.pk
    column = f'"{field.column}"'
    kind = re.sub(r"\(\d+\)", "", field.db_type(connection))
    value = ANOTHER[kind].format(column)
    trigger = guards_of(model)[0] if "{trigger}" in pattern else ""
    statement = pattern.format(
        table=model._meta.db_table, column=column, value=value, trigger=trigger
    )
    return lambda: run(statement)


def guards_of(model) -> list[str]:
    return [trigger.get_pgid(model) for trigger in model._meta.triggers]


def test_every_model_of_the_agreements_is_frozen_or_lives_for_a_reason():
    known = {*FROZEN, *LIVES}
    missing = {*apps.get_app_config("agreements").get_models()} - known
    assert {named(model) for model in missing} == set()
    assert all(LIVES.values())


@pytest.mark.parametrize("model", FROZEN, ids=named)
def test_no_column_of_a_frozen_row_can_be_set(rows, model):
    """Without the guards each can; where a value is none of the column's, a check says so."""
    assert rows[model]
    for field in model._meta.concrete_fields:
        update = sql("UPDATE {table} SET {column} = {value}", model, field)
        if field.column not in FROZEN[model]:
            assert attempt(update), field.column
        with unguarded():
            error = attempt(update)
        assert error is None or "constraint" in str(error), field.column


@pytest.mark.parametrize("model", FROZEN, ids=named)
def test_no_frozen_row_is_removed_by_sql(rows, model):
    for path, pattern in REMOVING.items():
        assert attempt(sql(pattern, model)), path
        with unguarded():
            assert attempt(sql(pattern, model)) is None, path


BY_THE_ORM = {
    "save": lambda row, _: row.save(),
    "save of a copy": lambda row, _: type(row)(**values_of(row)).save(force_update=True),
    "update": lambda row, name: alone(row).update(**{name: getattr(row, name)}),
    "bulk_update": lambda row, name: type(row)._base_manager.bulk_update([row], [name]),
    "delete of a queryset": lambda row, _: alone(row)._raw_delete(using="default"),
    "upsert": lambda row, name: type(row)._base_manager.bulk_create(
        [row], update_conflicts=True, unique_fields=["pk"], update_fields=[name]
    ),
}


def values_of(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def alone(row):
    return type(row)._base_manager.filter(pk=row.pk)


def change(row) -> str:
    """Give a frozen column of the row another value, if it has one of words; return its name."""
    frozen = [
        field
        for field in row._meta.concrete_fields
        if not field.primary_key and field.column not in FROZEN[type(row)]
    ]
    words = [field for field in frozen if isinstance(field, models.CharField) and not field.choices]
    if not words:
        return frozen[0].name
    setattr(row, words[0].attname, "other")
    return words[0].name


@pytest.mark.parametrize("model", FROZEN, ids=named)
def test_no_frozen_row_is_written_by_the_orm(rows, model):
    for row in rows[model]:
        name = change(row)
        for path, write in BY_THE_ORM.items():
            assert attempt(lambda row=row, name=name, write=write: write(row, name)), path
            with unguarded():
                error = attempt(lambda row=row, name=name, write=write: write(row, name))
            assert error is None or "constraint" in str(error), path


@pytest.mark.parametrize("model", FROZEN, ids=named)
def test_no_guard_of_a_frozen_table_gives_way_to_the_portals_role(rows, model):
    for way, pattern in CLOSED.items():
        error = attempt(sql(pattern, model))
        assert "must be owner of" in str(error) or "permission denied" in str(error), way
        with unguarded():
            assert attempt(sql(pattern, model)) is None, way


@pytest.mark.parametrize("model", FROZEN, ids=named)
def test_not_even_the_owner_empties_a_frozen_table(rows, model):
    with as_owner():
        assert "on record and never emptied" in str(attempt(sql(CLOSED["TRUNCATE"], model)))


@pytest.mark.parametrize(
    "statement",
    [
        # A vote more on a decided act, on its steps, and on what came after.
        (
            "INSERT INTO agreements_vote (act_id, position, voter, value, word, is_mayor)"
            " SELECT id, 90, 'Member 90', 'nay', 'Nay', FALSE FROM agreements_act"
        ),
        (
            "INSERT INTO agreements_vote (action_id, position, voter, value, word, is_mayor)"
            " SELECT id, 90, 'Member 90', 'nay', 'Nay', FALSE FROM agreements_action"
        ),
        # A party more.
        (
            "INSERT INTO agreements_party (agreement_id, organisation_id)"
            " SELECT agreement_id, (SELECT id FROM cities_organisation WHERE slug = 'independence')"
            " FROM agreements_party LIMIT 1"
        ),
        # Back to where all may change.
        "UPDATE agreements_agreement SET state = 'draft'",
        "UPDATE agreements_act SET result = 'pending'",
        (
            "UPDATE agreements_version SET circulated_at = NULL, text_id = NULL, draft = 'Other'"
            " WHERE number = 1"
        ),
    ],
)
def test_nothing_is_put_beside_what_is_frozen_nor_thawed(rows, statement):
    error = attempt(lambda: run(statement))
    assert error is not None
    with unguarded():
        assert attempt(lambda: run(statement)) is None


def test_a_guard_reads_the_true_table_where_a_temporary_one_has_its_name(rows):
    """Only the owner can make one at all."""
    more = (
        "INSERT INTO agreements_vote (act_id, position, voter, value, word, is_mayor)"
        " SELECT act_id, 90, 'Member 90', 'nay', 'Nay', FALSE FROM agreements_vote"
        " WHERE act_id IS NOT NULL"
    )
    with as_owner():
        run("CREATE TEMPORARY TABLE agreements_act (id bigint, result text)")
        assert Act.objects.count() == 0
        assert "votes of a decided act do not change" in str(attempt(lambda: run(more)))
        run("DROP TABLE pg_temp.agreements_act")
