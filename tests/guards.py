"""Working as the owner of the tables, and with guards off: what no role of the portal's can do.

The tests sign in as the owner and put his rights away at once (`tests/conftest.py`), so all of the
portal's own code runs with the application's rights. A test that must change a table, or that
shows what would happen without a guard, takes the owner's rights back for the length of a block.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations


@contextmanager
def as_owner() -> Iterator[None]:
    """Have the owner's rights for the length of the block, in the same transaction."""
    if connection.in_atomic_block:
        with transaction.atomic():  # an error gives the role back by going back to here
            run("SET ROLE NONE")
            yield
            run(f"SET ROLE {settings.DATABASE_APPLICATION['USER']}")
        return
    run("SET ROLE NONE")
    try:
        yield
    finally:
        run(f"SET ROLE {settings.DATABASE_APPLICATION['USER']}")


@contextmanager
def unguarded(*uris: str) -> Iterator[None]:
    """Switch triggers off for the block: those named ("agreements.Act:frozen"), or simply all.

    All includes those of foreign keys, and then only for this connection. The block has the
    owner's rights.
    """
    if not uris:
        with as_owner():
            run("SET session_replication_role = replica")
            yield
            run("SET session_replication_role = DEFAULT")
        return
    guards = pgtrigger.registered(*uris)
    switch = "ALTER TABLE {} {} TRIGGER {}"
    with as_owner():
        for act in ("DISABLE", "ENABLE"):
            run("SET CONSTRAINTS ALL IMMEDIATE")  # a table that waits for checks cannot be altered
            for model, trigger in guards:
                run(switch.format(model._meta.db_table, act, trigger.get_pgid(model)))
            run("SET CONSTRAINTS ALL DEFERRED")
            if act == "DISABLE":
                yield


@contextmanager
def application_only() -> Iterator[None]:
    """Let every connection put the owner's rights away; flushing, which truncates, keeps them."""
    options, whole = connection.settings_dict["OPTIONS"], DatabaseOperations.sql_flush
    role = f"-c role={settings.DATABASE_APPLICATION['USER']}"

    def flush(*arguments, **chosen):
        return [
            "SET LOCAL ROLE NONE",
            "SET LOCAL session_replication_role = replica",  # past what is never emptied
            *whole(*arguments, **chosen),
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", flush)
        patch.setitem(options, "options", f"{options['options']} {role}")
        _connect_anew()
        yield
    _connect_anew()


def run(statement: str) -> None:
    """Run a statement as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def let_go_of_the_database() -> None:
    """End every other session in it: what a test's thread left open would keep it from going."""
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def _connect_anew() -> None:
    connection.close()
    connection.close_pool()
