"""Who may do what in the database itself.

The tables belong to one role, their owner, which migrates and does nothing else. The portal works
as another, which reads and writes rows and can neither drop, disable nor go around what guards
them. Why there are two: docs/adr/0018-two-roles-in-the-database.md.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

_LOGIN = ("USER", "PASSWORD", "HOST", "PORT")
_MAY_DO_WITH_ROWS = "SELECT, INSERT, UPDATE, DELETE"


class NoOwner(Exception):
    """Nobody can work as the owner here; `str()` says what is missing."""


class NoRole(Exception):
    """The application's role is missing and cannot be made; `str()` says who can."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Be connected as the owner of the tables for the block's length: for migrations.

    Raises NoOwner. The connection is another one, so there is no transaction around the block.
    """
    owner = settings.DATABASE_OWNER
    if owner is None:
        raise NoOwner(
            "The environment variable DATABASE_OWNER_URL is not set: the tables are made and "
            "changed by their owner, never by the role that the portal itself works as. With "
            "Docker: `docker compose run --rm prepare`. docs/production.md says more."
        )
    before = {key: connection.settings_dict[key] for key in _LOGIN}
    _connect(owner)
    try:
        yield
    finally:
        _connect(before)


@transaction.atomic
def give() -> None:
    """Give the application's role its rights on all there is and will be, and no other right.

    The owner does this after each migration. A role that is missing is made. Raises NoRole.
    """
    role = sql.Identifier(settings.DATABASE_APPLICATION["USER"])
    _make_sure_of_the_role()
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",  # PostgreSQL 14 and older gave it to all
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT {rows} ON ALL TABLES IN SCHEMA public TO {role}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}",
        # A temporary table of the same name would be read by a guard in the true one's place.
        "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}",
    ):
        _run(
            sql.SQL(statement).format(
                role=role,
                rows=sql.SQL(_MAY_DO_WITH_ROWS),
                database=sql.Identifier(connection.settings_dict["NAME"]),
            )
        )


def faults() -> Iterator[str]:
    """Say in a sentence each what lets the application's role change what is frozen."""
    role = settings.DATABASE_APPLICATION["USER"]
    with connection.cursor() as cursor:
        for too_much, question in _TOO_MUCH.items():
            cursor.execute(question, {"role": role})
            if cursor.fetchone()[0]:
                yield (
                    f"The portal works in the database as “{role}”, which {too_much}; so what is "
                    "frozen could be changed. Give it a role of its own: docs/production.md."
                )
        cursor.execute(_AWAKE)
        awake = set(cursor.fetchall())
    for model, trigger in pgtrigger.registered():
        table, name = model._meta.db_table, trigger.get_pgid(model)
        if (table, name) not in awake:
            yield f"The guard {name} of {table} is missing or switched off in the database."


_TOO_MUCH = {
    "is a superuser": "SELECT rolsuper FROM pg_roles WHERE rolname = %(role)s",
    "owns tables or can become their owner": """
        SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relkind IN ('r', 'p') AND pg_has_role(%(role)s, relowner, 'MEMBER'))""",
    "may empty whole tables or hang triggers on them": """
        SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relkind IN ('r', 'p')
            AND has_table_privilege(%(role)s, oid, 'TRUNCATE, TRIGGER, REFERENCES'))""",
    "may make tables or functions": """
        SELECT has_schema_privilege(%(role)s, 'public', 'CREATE')
            OR has_database_privilege(%(role)s, current_database(), 'CREATE, TEMPORARY')""",
    "may switch all triggers off for its session": """
        SELECT has_parameter_privilege(%(role)s, 'session_replication_role', 'SET')""",
}
_AWAKE = """
    SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = 'public'::regnamespace AND tgenabled IN ('O', 'A')"""


def _connect(login: Mapping[str, Any]) -> None:
    """Let the next connection, and those after it, sign in so."""
    if all(connection.settings_dict[key] == login[key] for key in _LOGIN):
        return
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's own
    connection.settings_dict.update({key: login[key] for key in _LOGIN})


def _make_sure_of_the_role() -> None:
    """Make the application's role where there is none, with the password of its address."""
    name = settings.DATABASE_APPLICATION["USER"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [name])
        if cursor.fetchone()[0]:
            return
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = CURRENT_USER"
        )
        if not cursor.fetchone()[0]:
            raise NoRole(
                f"The database has no role “{name}”, which DATABASE_URL names, and the owner may "
                "not make roles. Whoever administers the database makes one that may only sign "
                f"in: CREATE ROLE {name} LOGIN PASSWORD '…'; then migrate again."
            )
    _run(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), _secret(name)))


def _secret(name: str) -> sql.Literal:
    """Return the role's password as the server keeps it, so that no log has the password."""
    password = settings.DATABASE_APPLICATION["PASSWORD"]
    if not password:  # it signs in without, as where only a socket leads to the server
        return sql.Literal(None)
    connection.ensure_connection()
    scrambled = connection.connection.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    )
    return sql.Literal(scrambled.decode())


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
