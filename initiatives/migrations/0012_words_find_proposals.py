import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models

# English words by their stems, without accents; numbers as they are written.
CONFIGURATION = """
    CREATE TEXT SEARCH CONFIGURATION portal (COPY = pg_catalog.english);
    ALTER TEXT SEARCH CONFIGURATION portal
        ALTER MAPPING FOR word, hword, hword_part WITH unaccent, english_stem;
    ALTER TEXT SEARCH CONFIGURATION portal
        ALTER MAPPING FOR numword, numhword WITH unaccent, simple;
"""
NO_CONFIGURATION = "DROP TEXT SEARCH CONFIGURATION portal"

# Each body is BEGIN ATOMIC: what it names is looked up once, here, so that a dump is restored
# without a search path. A "<" would begin a tag to PostgreSQL's parser, which leaves out what
# follows; the parts of a hyphenated word are words of their own; the "a" between two answers is
# not searched itself and keeps a phrase from reaching over. A tsvector holds a megabyte at most:
# no text may fail to be saved for its length, so only so many characters are searched.
FUNCTIONS = r"""
    CREATE FUNCTION initiatives_shown(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT translate(replace(value, '<', '< '), E'\x02\x03', '');
    END;

    CREATE FUNCTION initiatives_spaced(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT regexp_replace(
            replace(value, '<', '< '), '([[:alpha:]])-(?=[[:alpha:]])', '\1 ', 'g'
        );
    END;

    CREATE FUNCTION initiatives_title_key(title text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT lower(unaccent('unaccent', title));
    END;

    CREATE FUNCTION initiatives_title_words(reference text, title text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT setweight(
            to_tsvector(
                'portal',
                reference || ' ' || substr(reference, 5) || ' ' || initiatives_spaced(title)
            ),
            'A'
        );
    END;

    CREATE FUNCTION initiatives_text_words(answers jsonb) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT
            setweight(to_tsvector('portal', coalesce(left(main, 40000), '')), 'B')
            || setweight(to_tsvector('portal', coalesce(left(other, 100000), '')), 'C')
        FROM (
            SELECT
                string_agg(initiatives_spaced(value), ' a ' ORDER BY key)
                FILTER (WHERE key IN ('problem', 'idea')) AS main,
                string_agg(initiatives_spaced(value), ' a ' ORDER BY key)
                FILTER (
                    WHERE key NOT IN ('problem', 'idea', 'title', 'category', 'department')
                    AND NOT starts_with(key, 'wanted__')
                ) AS other
            FROM jsonb_each_text(answers)
        ) AS divided;
    END;

    CREATE FUNCTION initiatives_asked(typed text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT CASE
            WHEN typed ~ '[[:alnum:]]{2}$' THEN
                regexp_replace(
                    websearch_to_tsquery('portal', typed)::text,
                    '(^|[^!])(''([^'']|'''')*'')$',
                    '\1\2:*'
                )::tsquery
            ELSE websearch_to_tsquery('portal', typed)
        END;
    END;

    CREATE FUNCTION initiatives_any(asked tsquery) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT CASE
            WHEN querytree(asked) = 'T' THEN ''
            ELSE regexp_replace(querytree(asked), ' (&|<->|<[0-9]+>) ', ' | ', 'g')
        END::tsquery;
    END;
"""
NO_FUNCTIONS = """
    DROP FUNCTION initiatives_any(tsquery);
    DROP FUNCTION initiatives_asked(text);
    DROP FUNCTION initiatives_text_words(jsonb);
    DROP FUNCTION initiatives_title_words(text, text);
    DROP FUNCTION initiatives_title_key(text);
    DROP FUNCTION initiatives_spaced(text);
    DROP FUNCTION initiatives_shown(text);
"""


class Migration(migrations.Migration):
    """Lets PostgreSQL keep the words by which a proposal is found."""

    dependencies = [
        ("cities", "0001_members"),
        ("initiatives", "0011_comments_and_their_audiences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, NO_CONFIGURATION),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="initiatives.proposal",
                    ),
                ),
                ("in_title", django.contrib.postgres.search.SearchVectorField()),
                ("in_all", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name_plural": "words",
            },
        ),
        migrations.RemoveIndex(
            model_name="proposal",
            name="proposal_words_title",
        ),
        migrations.RemoveIndex(
            model_name="proposal",
            name="proposal_words_reference",
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["-state_since", "-id"], name="proposal_latest"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                models.Func(
                    "title", function="initiatives_title_key", output_field=models.TextField()
                ),
                models.F("id"),
                name="proposal_by_title",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE title_words tsvector;",
                    func="\n            IF TG_OP = 'UPDATE' AND (OLD.reference, OLD.title, OLD.answers)\n                IS NOT DISTINCT FROM (NEW.reference, NEW.title, NEW.answers) THEN\n                RETURN NULL;\n            END IF;\n            title_words = initiatives_title_words(NEW.reference, NEW.title);\n            INSERT INTO initiatives_words (proposal_id, in_title, in_all)\n            VALUES (NEW.id, title_words, title_words || initiatives_text_words(NEW.answers))\n            ON CONFLICT (proposal_id) DO UPDATE\n            SET in_title = EXCLUDED.in_title, in_all = EXCLUDED.in_all;\n            RETURN NULL;\n        ",
                    hash="1402aec9a78bb2905542a07691a69b7dd7156a1c",
                    operation='INSERT OR UPDATE OF "reference", "title", "answers"',
                    pgid="pgtrigger_keep_words_15ea0",
                    table="initiatives_proposal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="words",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["in_title"], name="words_in_title"
            ),
        ),
        migrations.AddIndex(
            model_name="words",
            index=django.contrib.postgres.indexes.GinIndex(fields=["in_all"], name="words_in_all"),
        ),
    ]
