"""Rank what was ranked before by the scores with every evaluator alike.

Those were kept with two decimals, so that scores nearer to each other share a rank.
"""

from django.db import migrations

FILL = """
ALTER TABLE initiatives_placing DISABLE TRIGGER USER;
UPDATE initiatives_placing SET raw_rank = found.rank
FROM (
    SELECT id, rank() OVER (PARTITION BY ranking_id ORDER BY raw_score DESC) AS rank
    FROM initiatives_placing WHERE rank IS NOT NULL
) AS found
WHERE found.id = initiatives_placing.id;
ALTER TABLE initiatives_placing ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0023_every_evaluator_alike")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
