"""Triggers for what is frozen: they cannot be ignored by a setting, nor truncated around.

Those of pgtrigger look first whether the session asks for them to be ignored, which any statement
may ask. What is on record must not depend on that. And each looks up tables in the portal's own
schema only, so that none of another's making is read in their place.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from pgtrigger import compiler


class GuardSql(compiler.UpsertTriggerSql):
    """How a guard is made in the database. Migrations name this class: it keeps its meaning."""

    def get_template(self) -> str:
        """Write what pgtrigger writes, without the look at `pgtrigger.ignore`."""
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Guard(pgtrigger.Trigger):
    """A trigger that nobody but the owner of the table can switch off."""

    def compile(self, model: models.Model) -> compiler.Trigger:
        """Render it as pgtrigger does, in the guard's own way."""
        usual = super().compile(model)
        given: dict[str, Any] = {
            name: value for name, value in usual.sql.kwargs.items() if name != "ignore_func_name"
        }
        return compiler.Trigger(name=usual.name, sql=GuardSql(**given))


class Protect(Guard, pgtrigger.Protect):
    """Refuses an operation, as pgtrigger's does; ask for it in place of that where it counts."""


class ReadOnly(Guard, pgtrigger.ReadOnly):
    """Refuses to change some fields, as pgtrigger's does."""


class Moves(Guard, pgtrigger.FSM):
    """Lets a state change only as a table says, as pgtrigger's does."""


def append_only() -> list[pgtrigger.Trigger]:
    """Refuse whatever is not a new row: for events, and for histories of rows."""
    return [
        never_emptied(),
        Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    ]


def never_emptied() -> Guard:
    """Refuse TRUNCATE, which no trigger of a row notices. Each table with a guard has this too."""
    return Guard(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="""
            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                MESSAGE = 'What is in ' || TG_TABLE_NAME || ' is on record and never emptied.';
        """,
    )
