"""Guard the decisions: one at a time, on frozen results, each later one after an earlier."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0020_carry_decisions")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="ranking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="initiatives.ranking",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2b91cbc295eb405cbde56edfd0c9a41311b31750",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_02cf4",
                    table="initiatives_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_on_frozen_results",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT WHERE NOT EXISTS (SELECT FROM initiatives_entry AS entry JOIN initiatives_round AS round ON round.id = entry.round_id JOIN initiatives_ranking AS ranking ON ranking.round_id = round.id WHERE entry.id = NEW.entry_id AND ranking.id = NEW.ranking_id AND ranking.input_sha256 = round.input_sha256 AND ranking.number = (SELECT max(number) FROM initiatives_ranking AS each WHERE each.round_id = round.id) AND (round.state = 'decided' OR round.state = 'released' AND NEW.number > 1))) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'A decision rests on the last ranking of its round, once that is frozen; after the release only a later one follows an earlier.';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="10523dd5c67a8b930b92810543630794c3815887",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_decision_on_frozen_results_26e55",
                    table="initiatives_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_follows_the_last_one",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT WHERE NEW.number > 1 AND NOT EXISTS (SELECT FROM initiatives_decision AS earlier WHERE earlier.id = NEW.supersedes_id AND earlier.entry_id = NEW.entry_id AND earlier.number = NEW.number - 1)) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'A later decision names the one before it about the same proposal.';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="8df85a2d69224242afeccb2b308f360c24b43097",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_decision_follows_the_last_one_442d5",
                    table="initiatives_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_merges_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT FROM initiatives_entry WHERE id = NEW.entry_id AND proposal_id = NEW.merge_into_id) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'A proposal is merged into another one.';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="e4e4dfa7e90133a2e7a0c4e818ddf5a6a4dd5b66",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_decision_merges_two_c6e50",
                    table="initiatives_decision",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("entry", "number"), name="decision_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["recommended", "deferred", "declined", "merged"])
                ),
                name="decision_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rationale", ""), _negated=True),
                    models.Q(("office", ""), _negated=True),
                ),
                name="decision_says_why_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merge_into__isnull", False), ("outcome", "merged")),
                    models.Q(models.Q(("outcome", "merged"), _negated=True), ("merge_into", None)),
                    _connector="OR",
                ),
                name="decision_to_merge_says_into_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("because", ""), ("number", 1), ("stays_because", ""), ("supersedes", None)
                    ),
                    models.Q(
                        ("number__gt", 1),
                        ("supersedes__isnull", False),
                        models.Q(("because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_later_names_the_earlier",
            ),
        ),
    ]
