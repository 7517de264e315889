"""Name the outcomes anew, and tie every decision to the ranking that stood."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

OUTCOMES = {"chosen": "recommended", "parked": "deferred", "not_chosen": "declined"}


def carry(apps, schema_editor):
    """Each decision rests on the last ranking of its round, which froze with the close."""
    decisions = apps.get_model("initiatives", "Decision").objects
    for before, after in OUTCOMES.items():
        decisions.filter(outcome=before).update(outcome=after)
    rankings = apps.get_model("initiatives", "Ranking").objects
    of_round = rankings.filter(round__entries=OuterRef("entry")).order_by("-number")
    decisions.update(ranking=Subquery(of_round.values("pk")[:1]))
    _wait_for_release(apps)


def _wait_for_release(apps):
    """A proposal whose round is not released is being evaluated; the release moves it."""
    proposals = apps.get_model("initiatives", "Proposal").objects
    decided = apps.get_model("initiatives", "Decision").objects.filter(
        entry__round__state="decided", entry__proposal__state__in=OUTCOMES
    )
    proposals.filter(pk__in=decided.values("entry__proposal")).update(state="in_round")


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0019_decisions_follow_each_other")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
