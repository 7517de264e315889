"""`manage.py migrate`: Django's own, run by the owner of the tables, who then gives out rights."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connection

from collaborative import rights


class Command(migrate.Command):
    """Brings the tables up to date, the cache's too, and lets the portal's role at their rows."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; with --plan and --check only look."""
        only_looks = options["plan"] or options["check_unapplied"]
        try:
            with rights.as_owner():
                _take_time()
                super().handle(*args, **options)
                if not only_looks:
                    call_command("createcachetable", verbosity=0)
                    rights.give()
        except (rights.NoOwner, rights.NoRole) as refusal:
            raise CommandError(str(refusal)) from None


def _take_time() -> None:
    """Let this session think between two statements: that is Python at work, not a client gone."""
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
