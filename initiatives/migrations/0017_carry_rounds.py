"""Carry rounds into their phases, their ranking into its own row, and marks to their time."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

PHASES = {"open": "scoring", "closed": "decided"}


def carry(apps, schema_editor):
    """Name the phases anew; what was closed was frozen in the same moment."""
    rounds = apps.get_model("initiatives", "Round").objects
    rounds.filter(closed_at__isnull=False).update(frozen_at=F("closed_at"))
    for before, after in PHASES.items():
        rounds.filter(state=before).update(state=after)
    _gather_rankings(apps)
    _date_marks(apps)


def _gather_rankings(apps):
    """Give every closed round the one ranking that it has."""
    rankings = apps.get_model("initiatives", "Ranking").objects
    placings = apps.get_model("initiatives", "Placing").objects
    concords = apps.get_model("initiatives", "Concord").objects
    for round_ in apps.get_model("initiatives", "Round").objects.exclude(closed_at=None):
        ranking = rankings.create(
            round=round_,
            number=1,
            cause="scored",
            at=round_.closed_at,
            input_sha256=round_.input_sha256,
        )
        placings.filter(entry__round=round_).update(ranking=ranking)
        concords.filter(criterion__round=round_).update(ranking=ranking)


def _date_marks(apps):
    """Date marks and remarks by the last save of their review, which is all that is known."""
    reviews = apps.get_model("initiatives", "Review").objects.filter(pk=OuterRef("review"))
    saved = reviews.annotate(last=Coalesce("saved_at", "submitted_at", "assigned_at"))
    for name in ("Mark", "Remark"):
        said = apps.get_model("initiatives", name).objects
        said.update(at=Subquery(saved.values("last")[:1]))


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0016_rounds_in_phases")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
