"""Make room in a ranking for the rank that every evaluator alike would give."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0022_weights_in_force")]

    operations = [
        migrations.AddField(
            model_name="placing", name="raw_rank", field=models.PositiveIntegerField(null=True)
        )
    ]
