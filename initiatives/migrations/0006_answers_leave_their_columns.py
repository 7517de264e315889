import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0005_carry_texts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_sent_in_is_complete",
        ),
        migrations.RemoveIndex(
            model_name="proposal",
            name="proposal_words_problem",
        ),
        migrations.RemoveIndex(
            model_name="proposal",
            name="proposal_words_idea",
        ),
        migrations.RemoveIndex(
            model_name="proposal",
            name="proposal_words_current_service",
        ),
        migrations.RemoveField(
            model_name="proposal",
            name="current_service",
        ),
        migrations.RemoveField(
            model_name="proposal",
            name="idea",
        ),
        migrations.RemoveField(
            model_name="proposal",
            name="problem",
        ),
        migrations.RemoveField(
            model_name="proposalhistory",
            name="current_service",
        ),
        migrations.RemoveField(
            model_name="proposalhistory",
            name="idea",
        ),
        migrations.RemoveField(
            model_name="proposalhistory",
            name="problem",
        ),
        migrations.RemoveField(
            model_name="proposalhistory",
            name="version",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "initiatives_proposalhistory" ("author_id", "category", "city_id", "created_at", "department_id", "first_year_cost", "first_year_saving", "form_key", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "state", "state_since", "submitted_at", "title") VALUES (NEW."author_id", NEW."category", NEW."city_id", NEW."created_at", NEW."department_id", NEW."first_year_cost", NEW."first_year_saving", NEW."form_key", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."state", NEW."state_since", NEW."submitted_at", NEW."title"); RETURN NULL;',
                    hash="2c91507f1ffbde69d09015b7f74c4c31ff86d14f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_63681",
                    table="initiatives_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."city_id" IS DISTINCT FROM (NEW."city_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."first_year_cost" IS DISTINCT FROM (NEW."first_year_cost") OR OLD."first_year_saving" IS DISTINCT FROM (NEW."first_year_saving") OR OLD."form_key" IS DISTINCT FROM (NEW."form_key") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "initiatives_proposalhistory" ("author_id", "category", "city_id", "created_at", "department_id", "first_year_cost", "first_year_saving", "form_key", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "state", "state_since", "submitted_at", "title") VALUES (NEW."author_id", NEW."category", NEW."city_id", NEW."created_at", NEW."department_id", NEW."first_year_cost", NEW."first_year_saving", NEW."form_key", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."state", NEW."state_since", NEW."submitted_at", NEW."title"); RETURN NULL;',
                    hash="a8772a5f536fe85dc151473210659d6d63cf7ad3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6fe9",
                    table="initiatives_proposal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "returned", "withdrawn"]),
                    models.Q(
                        models.Q(("title", ""), _negated=True),
                        models.Q(("category", ""), _negated=True),
                        ("answers__has_keys", ["problem", "idea"]),
                        ("first_year_cost__isnull", False),
                        ("first_year_saving__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_sent_in_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference__regex", "^EJC-[0-9]{4}-[0-9]{3,}$")),
                name="proposal_reference_is_year_and_number",
            ),
        ),
    ]
