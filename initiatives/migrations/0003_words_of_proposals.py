from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Finds words within proposals without reading all of them."""

    dependencies = [
        ("initiatives", "0002_evaluation"),
    ]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="proposal",
            index=GinIndex(
                OpClass(Upper("reference"), "gin_trgm_ops"), name="proposal_words_reference"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=GinIndex(OpClass(Upper("title"), "gin_trgm_ops"), name="proposal_words_title"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=GinIndex(
                OpClass(Upper("problem"), "gin_trgm_ops"), name="proposal_words_problem"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=GinIndex(OpClass(Upper("idea"), "gin_trgm_ops"), name="proposal_words_idea"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=GinIndex(
                OpClass(Upper("current_service"), "gin_trgm_ops"),
                name="proposal_words_current_service",
            ),
        ),
    ]
