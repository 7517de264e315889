from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_drafted_again_of_a_programme")]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="lease_token",
            field=models.UUIDField(editable=False, help_text="Which worker's it is.", null=True),
        ),
        migrations.AlterField(
            model_name="export",
            name="lease_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
