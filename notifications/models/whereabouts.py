"""Where the database lives in which mail goes out, and whether its mail is held."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.db import connection, models
from django.db.models import Q

from collaborative import guards

LONGEST_REASON = 200
_HERE = """
    SELECT concat_ws(' ',
        (SELECT system_identifier FROM pg_control_system()),
        left(pg_walfile_name(pg_current_wal_lsn()), 8),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        'notifications_message'::regclass::oid)"""


def here() -> str:
    """Return what names the place of this database: cluster, timeline, database and ledger.

    A dump restored anywhere, into the same database even, makes a new ledger; a base backup that
    is rolled forward begins a new timeline. Only files copied back as they were look the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HERE)
        (place,) = cursor.fetchone()
    return str(place)


class WhereaboutsQuerySet(models.QuerySet["Whereabouts"]):
    """Reads whether mail is held."""

    def held(self) -> Self:
        """Keep the row while mail is held."""
        return self.filter(held_at__isnull=False)


class Whereabouts(models.Model):
    """Where the database lived when mail last went out, and since when mail is held. One row.

    A backup brings its row along; that its place is not the one it names is how a restored
    database is known.
    """

    key = models.PositiveSmallIntegerField(primary_key=True, default=1)
    place = models.CharField(max_length=200)
    seen_at = models.DateTimeField(help_text="When mail was last known to go out from there.")
    held_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects: ClassVar[models.Manager[Whereabouts]] = models.Manager.from_queryset(
        WhereaboutsQuerySet
    )()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key=1), name="whereabouts_is_one_row"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_because="")
                | (Q(held_at__isnull=False) & ~Q(held_because="")),
                name="whereabouts_held_for_a_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return "All mail"
