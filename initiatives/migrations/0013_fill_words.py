from django.db import migrations


class Migration(migrations.Migration):
    """Writes the words of the proposals that were there before."""

    dependencies = [("initiatives", "0012_words_find_proposals")]

    operations = [
        migrations.RunSQL(
            """
            SET LOCAL statement_timeout = 0;
            INSERT INTO initiatives_words (proposal_id, in_title, in_all)
            SELECT
                id,
                initiatives_title_words(reference, title),
                initiatives_title_words(reference, title) || initiatives_text_words(answers)
            FROM initiatives_proposal
            ON CONFLICT (proposal_id) DO NOTHING
            """,
            migrations.RunSQL.noop,
        )
    ]
