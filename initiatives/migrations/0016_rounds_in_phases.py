"""Make room for a round's phases, for several rankings of it, and for marks that are only added."""

import django.db.models.deletion
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0015_library_of_criteria_sets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="placing",
            name="written_once",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="concord",
            name="written_once",
        ),
        migrations.CreateModel(
            name="KeptReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marks", models.JSONField(default=dict)),
                ("remarks", models.JSONField(default=dict)),
                ("comment", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["review", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("scored", "Scoring closed"),
                            ("discussed", "Marks changed in the discussion"),
                            ("weighed", "Weights changed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("office", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("input_sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["round", "number"],
            },
        ),
        migrations.AlterModelOptions(
            name="concord",
            options={"ordering": ["ranking", "criterion__position", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="mark",
            options={"ordering": ["review", "criterion", "number"]},
        ),
        migrations.AlterModelOptions(
            name="placing",
            options={"ordering": ["ranking", "position", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="remark",
            options={"ordering": ["review", "criterion", "number"]},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="decision_of_a_closed_round",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="mark",
            name="mark_frozen_unless_open",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="mark",
            name="mark_is_on_the_scale",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="remark",
            name="remark_frozen_unless_open",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="review",
            name="review_frozen_once_closed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="outcome_frozen_once_closed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="terms_frozen_once_open",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="withdrawal",
            name="withdrawal_before_the_close",
        ),
        migrations.RemoveConstraint(
            model_name="mark",
            name="mark_once_a_criterion",
        ),
        migrations.RemoveConstraint(
            model_name="remark",
            name="remark_once_a_criterion",
        ),
        migrations.RemoveConstraint(
            model_name="remark",
            name="remark_says_something",
        ),
        migrations.RemoveConstraint(
            model_name="round",
            name="round_state_has_its_dates",
        ),
        migrations.AddField(
            model_name="mark",
            name="at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="remark",
            name="at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="remark",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="round",
            name="by_clock",
            field=models.BooleanField(
                default=False, verbose_name="begin by itself at the planned times"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="declared_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="declares_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="declarations from"),
        ),
        migrations.AddField(
            model_name="round",
            name="frozen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="has_discussion",
            field=models.BooleanField(
                default=False, verbose_name="marks may be changed in a discussion after the close"
            ),
        ),
        migrations.AlterField(
            model_name="concord",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concords",
                to="initiatives.criterion",
            ),
        ),
        migrations.AlterField(
            model_name="mark",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="marks",
                to="initiatives.review",
            ),
        ),
        migrations.AlterField(
            model_name="mark",
            name="value",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="placing",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placings",
                to="initiatives.entry",
            ),
        ),
        migrations.AlterField(
            model_name="remark",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remarks",
                to="initiatives.review",
            ),
        ),
        migrations.AlterField(
            model_name="remark",
            name="text",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="keptreview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="keptreview",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept",
                to="initiatives.review",
            ),
        ),
        migrations.AddField(
            model_name="ranking",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rankings",
                to="initiatives.round",
            ),
        ),
        migrations.AddField(
            model_name="concord",
            name="ranking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concords",
                to="initiatives.ranking",
            ),
        ),
        migrations.AddField(
            model_name="placing",
            name="ranking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placings",
                to="initiatives.ranking",
            ),
        ),
    ]
