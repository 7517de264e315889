import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0021_decisions_stand"),
        ("notifications", "0001_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreparedNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "readers",
                    models.CharField(
                        choices=[
                            ("authors", "The authors"),
                            ("co-sponsors", "The liaisons of the co-sponsor cities"),
                            ("evaluators", "The evaluators of the round"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=150)),
                ("text", models.TextField(blank=True, max_length=5000)),
                ("held_because", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.decision",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="initiatives.proposal",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prepared_notices",
                        to="initiatives.round",
                    ),
                ),
            ],
            options={
                "ordering": ["round", "readers", "proposal", "recipient"],
            },
        ),
        migrations.CreateModel(
            name="NoticeTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "readers",
                    models.CharField(
                        choices=[
                            ("authors", "The authors"),
                            ("co-sponsors", "The liaisons of the co-sponsor cities"),
                            ("evaluators", "The evaluators of the round"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recommended", "Recommended"),
                            ("deferred", "Deferred"),
                            ("declined", "Declined"),
                            ("merged", "Merged into another"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(max_length=150)),
                ("text", models.TextField(max_length=5000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_templates",
                        to="initiatives.round",
                    ),
                ),
            ],
            options={
                "ordering": ["round", "readers", "outcome"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "readers", "outcome"), name="notice_template_once_a_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("readers", "evaluators")),
                            models.Q(
                                ("readers__in", ["authors", "co-sponsors"]),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notice_template_tells_of_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="notice_template_says_something",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticetemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="notice_template_stands_once_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held RECORD;",
                    func="\n            FOR held IN SELECT state FROM initiatives_round WHERE id IN (NEW.round_id, OLD.round_id) FOR SHARE LOOP\n                IF held.state NOT IN ('decided') THEN\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The round is ' || held.state || ': notice_template_stands_once_released refuses this change.';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="65a9021a7fe350ee577f84f22031f670cc6f48f0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_notice_template_stands_once_released_3cdbb",
                    table="notifications_noticetemplate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="preparednotice",
            constraint=models.UniqueConstraint(
                fields=("round", "readers", "proposal", "recipient"),
                name="prepared_notice_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="preparednotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", None), ("proposal", None), ("readers", "evaluators")),
                    models.Q(
                        ("readers__in", ["authors", "co-sponsors"]), ("proposal__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="prepared_notice_is_about_a_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparednotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", None), ("subject", ""), ("text", "")),
                    models.Q(
                        models.Q(("subject", ""), _negated=True),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="prepared_notice_has_all_its_words",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preparednotice",
            trigger=pgtrigger.compiler.Trigger(
                name="prepared_notice_stands_once_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held RECORD;",
                    func="\n            FOR held IN SELECT state FROM initiatives_round WHERE id IN (NEW.round_id, OLD.round_id) FOR SHARE LOOP\n                IF held.state NOT IN ('decided') THEN\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The round is ' || held.state || ': prepared_notice_stands_once_released refuses this change.';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="8502f76399d44ea888ac7e9d88c6e52d8372f20c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_prepared_notice_stands_once_released_c370a",
                    table="notifications_preparednotice",
                    when="BEFORE",
                ),
            ),
        ),
    ]
