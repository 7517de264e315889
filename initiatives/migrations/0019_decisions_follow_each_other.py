"""Make room for later decisions, and for the ranking that each rests on."""

import django.db.models.deletion
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0018_rounds_keep_their_phases")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="written_once",
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={"ordering": ["entry", "number"]},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="decision_of_a_frozen_round",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_outcome_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_has_a_rationale",
        ),
        migrations.AddField(
            model_name="decision",
            name="because",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="decision",
            name="merge_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="initiatives.proposal",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="decision",
            name="ranking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="initiatives.ranking",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="stays_because",
            field=models.TextField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="decision",
            name="supersedes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="initiatives.decision",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="initiatives.entry",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("recommended", "Recommended"),
                    ("deferred", "Deferred"),
                    ("declined", "Declined"),
                    ("merged", "Merged into another"),
                ],
                max_length=12,
            ),
        ),
    ]
