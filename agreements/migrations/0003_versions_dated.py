"""Say since when the versions bind that were in force before versions were dated."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_steps_of_a_matter")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE agreements_version AS version
            SET in_force_on = agreement.in_force_on
            FROM agreements_agreement AS agreement
            WHERE agreement.id = version.agreement_id
                AND agreement.in_force_on IS NOT NULL
                AND version.circulated_at IS NOT NULL
            """,
            migrations.RunSQL.noop,
        )
    ]
