"""Keep each file that records were read from once, and steps after a decision of any kind."""

import collaborative.guards
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# A file that several records were read from is kept once.
FILES_TO_THEMSELVES = """
    INSERT INTO agreements_importedfile (sha256, raw)
        SELECT DISTINCT ON (source_sha256) source_sha256, raw
        FROM agreements_importedrecord ORDER BY source_sha256, id;
    UPDATE agreements_importedrecord AS record SET file_id = file.id
        FROM agreements_importedfile AS file WHERE file.sha256 = record.source_sha256;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0008_documents_closed"),
        ("cities", "0004_guards_that_cannot_be_ignored"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("raw", models.BinaryField()),
            ],
            options={
                "ordering": ["sha256"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="importedrecord",
            name="source_never_changes",
        ),
        migrations.RemoveConstraint(
            model_name="action",
            name="action_after_is_of_a_kind_and_a_day",
        ),
        migrations.RemoveConstraint(
            model_name="importedrecord",
            name="imported_record_kept_once",
        ),
        migrations.AddField(
            model_name="importedrecord",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="agreements.importedfile",
            ),
        ),
        migrations.RunSQL(FILES_TO_THEMSELVES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="importedrecord",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="agreements.importedfile",
            ),
        ),
        migrations.RemoveField(
            model_name="importedrecord",
            name="raw",
        ),
        migrations.RemoveField(
            model_name="importedrecord",
            name="source_sha256",
        ),
        migrations.AlterField(
            model_name="importedrecord",
            name="source_kind",
            field=models.CharField(
                choices=[
                    ("legistar-api", "Legistar JSON"),
                    ("legistar-print", 'Print "Legislation Details (With Text)"'),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("after", False), ("on__isnull", False), _connector="OR"),
                name="action_after_is_of_a_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importedfile",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=collaborative.guards.GuardSql(
                    func="\n            RAISE EXCEPTION USING ERRCODE = 'check_violation',\n                MESSAGE = 'What is in ' || TG_TABLE_NAME || ' is on record and never emptied.';\n        ",
                    hash="9ac63e8d79765e3f22282f375ebb842a50000a4c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_21a30",
                    table="agreements_importedfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importedfile",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=collaborative.guards.GuardSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8f201fe47c98034b53bb4d9a574f7d59f6de4e63",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_never_changes_28d7f",
                    table="agreements_importedfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="importedrecord",
            constraint=models.UniqueConstraint(
                models.F("city"),
                models.F("file"),
                django.db.models.functions.text.Upper("file_number"),
                name="imported_record_kept_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importedrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="source_never_changes",
                sql=collaborative.guards.GuardSql(
                    condition='WHEN (OLD."city_id" IS DISTINCT FROM (NEW."city_id") OR OLD."facts" IS DISTINCT FROM (NEW."facts") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."file_number" IS DISTINCT FROM (NEW."file_number") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_at" IS DISTINCT FROM (NEW."imported_at") OR OLD."source_kind" IS DISTINCT FROM (NEW."source_kind"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="835990f7e6fb6d1a34095df055c01f90c163aeac",
                    operation="UPDATE",
                    pgid="pgtrigger_source_never_changes_2d4da",
                    table="agreements_importedrecord",
                    when="BEFORE",
                ),
            ),
        ),
    ]
