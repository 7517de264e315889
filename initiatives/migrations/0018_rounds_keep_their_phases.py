"""Guard the phases, the rankings and the marks."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0017_carry_rounds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mark",
            name="at",
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name="remark",
            name="at",
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name="placing",
            name="ranking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placings",
                to="initiatives.ranking",
            ),
        ),
        migrations.AlterField(
            model_name="concord",
            name="ranking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concords",
                to="initiatives.ranking",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_of_a_frozen_round",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT FROM initiatives_entry JOIN initiatives_round ON initiatives_round.id = initiatives_entry.round_id WHERE initiatives_entry.id = NEW.entry_id AND initiatives_round.state <> 'decided') THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'A decision is recorded once the results are frozen, until the release.';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="21cf1bdd42cf09dc553b1469261e832d63b34a96",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_decision_of_a_frozen_round_95a5d",
                    table="initiatives_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_frozen_unless_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held RECORD;",
                    func="\n            FOR held IN SELECT state FROM initiatives_round WHERE id IN (SELECT round_id FROM initiatives_entry JOIN initiatives_review ON initiatives_review.entry_id = initiatives_entry.id WHERE initiatives_review.id IN (NEW.review_id, OLD.review_id)) FOR SHARE LOOP\n                IF held.state NOT IN ('scoring', 'discussion') THEN\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The round is ' || held.state || ': mark_frozen_unless_open refuses this change.';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="6aabe2c8c5f9122b5ba3336a8c999f4d27017ef6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_mark_frozen_unless_open_0334d",
                    table="initiatives_mark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_is_on_the_scale",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT WHERE NOT EXISTS (SELECT FROM initiatives_review JOIN initiatives_entry ON initiatives_entry.id = initiatives_review.entry_id JOIN initiatives_criterion ON initiatives_criterion.round_id = initiatives_entry.round_id WHERE initiatives_review.id = NEW.review_id AND initiatives_review.state IN ('declared', 'submitted') AND initiatives_criterion.id = NEW.criterion_id AND (NEW.value IS NULL OR NEW.value BETWEEN initiatives_criterion.minimum AND initiatives_criterion.maximum))) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The mark is not on the scale of a criterion of the review''s round.';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="047e58375f9c0ecc4634210948a6fac251dec870",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_mark_is_on_the_scale_ffb35",
                    table="initiatives_mark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="38cb1ce482fc17c77c7c075cc73007cef0b29b05",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_5c6d1",
                    table="initiatives_mark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="remark",
            trigger=pgtrigger.compiler.Trigger(
                name="remark_frozen_unless_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held RECORD;",
                    func="\n            FOR held IN SELECT state FROM initiatives_round WHERE id IN (SELECT round_id FROM initiatives_entry JOIN initiatives_review ON initiatives_review.entry_id = initiatives_entry.id WHERE initiatives_review.id IN (NEW.review_id, OLD.review_id)) FOR SHARE LOOP\n                IF held.state NOT IN ('scoring', 'discussion') THEN\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The round is ' || held.state || ': remark_frozen_unless_open refuses this change.';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="1004f1ad74e22d2cec4294301c1831b6b511cbef",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_remark_frozen_unless_open_b617e",
                    table="initiatives_remark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="remark",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6203c827cf6bbee502c80dcbb282e1f14333b179",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_1bc48",
                    table="initiatives_remark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="review_stands_once_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held RECORD;",
                    func="\n            FOR held IN SELECT state FROM initiatives_round WHERE id IN (SELECT round_id FROM initiatives_entry WHERE id IN (NEW.entry_id, OLD.entry_id)) FOR SHARE LOOP\n                IF held.state NOT IN ('preparing', 'declarations', 'scoring', 'discussion') THEN\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The round is ' || held.state || ': review_stands_once_frozen refuses this change.';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="ec02f88270ee55c00e950f2f3258ef845e61eb2c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_review_stands_once_frozen_5f6ab",
                    table="initiatives_review",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="terms_frozen_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state <> 'preparing' AND (OLD.slug, OLD.quorum, OLD.sponsors_needed, OLD.top, OLD.draws, OLD.seed, OLD.salt, OLD.has_discussion, OLD.declared_at) IS DISTINCT FROM (NEW.slug, NEW.quorum, NEW.sponsors_needed, NEW.top, NEW.draws, NEW.seed, NEW.salt, NEW.has_discussion, NEW.declared_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6bb92cf1a202ac7575f6bf85fdf52622403dd350",
                    operation="UPDATE",
                    pgid="pgtrigger_terms_frozen_once_open_ab0c6",
                    table="initiatives_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="moments_stand_once_passed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.opened_at IS DISTINCT FROM NEW.opened_at AND OLD.opened_at IS NOT NULL OR OLD.closed_at IS DISTINCT FROM NEW.closed_at AND OLD.closed_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="99a422aba5c4ddf9d3e4b615190972220c032b99",
                    operation="UPDATE",
                    pgid="pgtrigger_moments_stand_once_passed_38281",
                    table="initiatives_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="outcome_stands_once_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.input_sha256 <> '' AND (OLD.closes_at, OLD.closed_at, OLD.frozen_at, OLD.input_sha256) IS DISTINCT FROM (NEW.closes_at, NEW.closed_at, NEW.frozen_at, NEW.input_sha256))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="015576445f2242a26ee8b674297e97a77adc7e74",
                    operation="UPDATE",
                    pgid="pgtrigger_outcome_stands_once_frozen_58166",
                    table="initiatives_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="withdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="withdrawal_before_the_close",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held RECORD;",
                    func="\n            FOR held IN SELECT state FROM initiatives_round WHERE id IN (SELECT round_id FROM initiatives_entry WHERE id IN (NEW.entry_id, OLD.entry_id)) FOR SHARE LOOP\n                IF held.state NOT IN ('declarations', 'scoring') THEN\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The round is ' || held.state || ': withdrawal_before_the_close refuses this change.';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="bdaac2ae60cadbc21b0552ea2c09debaef24d6e9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_withdrawal_before_the_close_c780f",
                    table="initiatives_withdrawal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                fields=("review", "criterion", "number"), name="mark_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="mark_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.UniqueConstraint(
                fields=("review", "criterion", "number"), name="remark_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="remark_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at", None),
                        ("declared_at", None),
                        ("opened_at", None),
                        ("state", "preparing"),
                    ),
                    models.Q(
                        ("closed_at", None),
                        ("declared_at__isnull", False),
                        ("opened_at", None),
                        ("state", "declarations"),
                    ),
                    models.Q(
                        ("closed_at", None), ("opened_at__isnull", False), ("state", "scoring")
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("opened_at__isnull", False),
                        ("state__in", ["discussion", "decided", "released"]),
                    ),
                    _connector="OR",
                ),
                name="round_state_has_its_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("frozen_at__isnull", False), ("state__in", ["decided", "released"])
                        ),
                        models.Q(
                            models.Q(("state__in", ["decided", "released"]), _negated=True),
                            ("frozen_at", None),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("released_at__isnull", False), ("state", "released")),
                        models.Q(
                            models.Q(("state", "released"), _negated=True), ("released_at", None)
                        ),
                        _connector="OR",
                    ),
                ),
                name="round_frozen_and_released_in_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("declares_at", None),
                    ("declares_at__lte", models.F("opens_at")),
                    _connector="OR",
                ),
                name="round_declares_before_it_opens",
                violation_error_message="Conflicts are declared before scoring begins: give an earlier time, or a later planned opening.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="round",
            name="round_opens_after_the_last_proposals",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposals_until", None),
                    ("proposals_until__lte", models.F("opens_at")),
                    _connector="OR",
                ),
                name="round_opens_after_the_last_proposals",
                violation_error_message="Proposals must be in before scoring opens: give an earlier time, or a later planned opening.",
            ),
        ),
        migrations.AddConstraint(
            model_name="concord",
            constraint=models.UniqueConstraint(
                fields=("ranking", "criterion"), name="concord_once_a_ranking"
            ),
        ),
        migrations.AddConstraint(
            model_name="placing",
            constraint=models.UniqueConstraint(
                fields=("ranking", "entry"), name="placing_once_a_ranking"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptreview",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5c7d8f92eda7685e0dfa68018f9c4025994fe1f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_e9abb",
                    table="initiatives_keptreview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ranking",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="ranking_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ranking",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="ranking_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="ranking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cause__in", ["scored", "discussed"]), ("reason", "")),
                    models.Q(("cause", "weighed"), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ranking_of_new_weights_has_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ranking",
            trigger=pgtrigger.compiler.Trigger(
                name="ranking_stands_once_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE held RECORD;",
                    func="\n            FOR held IN SELECT state FROM initiatives_round WHERE id IN (NEW.round_id, OLD.round_id) FOR SHARE LOOP\n                IF held.state NOT IN ('discussion') THEN\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'The round is ' || held.state || ': ranking_stands_once_frozen refuses this change.';\n                END IF;\n            END LOOP;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="9aafb2f04d79d96063cacd5ed23e848665aad53d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_ranking_stands_once_frozen_fc56a",
                    table="initiatives_ranking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ranking",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="601bcff9f5c02358b89af997152105153e4303a8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_9c889",
                    table="initiatives_ranking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="concord",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5d2b057cad7f49e97f46f2348a8930be006244e0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_dc609",
                    table="initiatives_concord",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placing",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4960a2e5c05ff29ee097dc2d13ebbccb2f10302d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_a043f",
                    table="initiatives_placing",
                    when="BEFORE",
                ),
            ),
        ),
    ]
