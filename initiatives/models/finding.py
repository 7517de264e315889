"""How proposals are found by words: what PostgreSQL keeps of them, and how it is asked.

The functions named here are made in a migration; they know the portal's own text search
configuration: English words by their stems, without accents.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db import connection, models
from django.db.models import Case, Expression, F, Func, Q, Value, When
from django.db.models.functions import Cast

from initiatives.questions import QUESTIONS

FINEST = 1_000_000
"""Steps of relevance between nothing and everything: whole numbers can stand in an address."""
BEGIN, END = "\x02", "\x03"
"""What stands before and after a word that was found, until the page marks it."""

_FOUND_IN = """
    WITH asked AS (SELECT initiatives_any(initiatives_asked(%(typed)s)) AS words)
    SELECT id, 'title', ts_headline('portal', initiatives_shown(title), asked.words, %(whole)s)
    FROM initiatives_proposal, asked
    WHERE id = ANY(%(listed)s)
    UNION ALL
    SELECT
        id,
        found.key,
        ts_headline('portal', initiatives_shown(found.value), asked.words, %(part)s)
    FROM initiatives_proposal, asked, LATERAL (
        SELECT key, value
        FROM (
            SELECT key, left(value, 40000) AS value
            FROM jsonb_each_text(answers)
            WHERE split_part(key, '__', 1) = ANY(%(keys)s)
            ORDER BY array_position(%(keys)s, split_part(key, '__', 1)), key
            OFFSET 0
        ) AS in_order
        WHERE to_tsvector('portal', initiatives_spaced(value)) @@ asked.words
        LIMIT 1
    ) AS found
    WHERE id = ANY(%(readable)s)
"""
_MARKS = f"StartSel={BEGIN}, StopSel={END}"
_WHOLE = f"{_MARKS}, HighlightAll=true"
_PART = f'{_MARKS}, MaxFragments=2, MaxWords=16, MinWords=6, FragmentDelimiter=" … "'
_SEARCHED = [key for key in QUESTIONS if key not in {"title", "category", "department", "wanted"}]
"""The questions whose answers are searched as text, in the order in which they are read."""


class Words(models.Model):
    """What a proposal is found by: the words of its title, and those of all it says.

    PostgreSQL writes it whenever a reference, title or published text changes. It stands beside
    the proposal, so that no page that reads one loads its words.
    """

    proposal = models.OneToOneField("Proposal", models.CASCADE, primary_key=True)
    in_title = SearchVectorField()
    in_all = SearchVectorField()

    class Meta:
        verbose_name_plural = "words"
        indexes = [
            GinIndex(fields=["in_title"], name="words_in_title"),
            GinIndex(fields=["in_all"], name="words_in_all"),
        ]

    def __str__(self) -> str:
        return f"Words of {self.proposal.reference}"


_OF_ITS_WORDS = pgtrigger.UpdateOf(  # type: ignore[no-untyped-call] # the library's own
    "reference", "title", "answers"
)


def keep_words() -> pgtrigger.Trigger:
    """Write the words of a proposal whenever what they are made of changes."""
    return pgtrigger.Trigger(
        name="keep_words",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | _OF_ITS_WORDS,
        declare=[("title_words", "tsvector")],
        func="""
            IF TG_OP = 'UPDATE' AND (OLD.reference, OLD.title, OLD.answers)
                IS NOT DISTINCT FROM (NEW.reference, NEW.title, NEW.answers) THEN
                RETURN NULL;
            END IF;
            title_words = initiatives_title_words(NEW.reference, NEW.title);
            INSERT INTO initiatives_words (proposal_id, in_title, in_all)
            VALUES (NEW.id, title_words, title_words || initiatives_text_words(NEW.answers))
            ON CONFLICT (proposal_id) DO UPDATE
            SET in_title = EXCLUDED.in_title, in_all = EXCLUDED.in_all;
            RETURN NULL;
        """,
    )


def title_key(field: str) -> Func:
    """A title as titles are put in order: neither capitals nor accents count."""
    return Func(field, function="initiatives_title_key", output_field=models.TextField())


class Asked(SearchQuery):
    """What somebody typed, as a query: "…", -word and or; the last word may be a beginning.

    It is a query of its own, so that PostgreSQL does not know it when it plans: it would read
    every text for a word that is in nearly all, which takes longer than to ask the index.
    """

    template = "(SELECT %(function)s(%(expressions)s))"

    def __init__(self, typed: str) -> None:
        """Ask for what was typed."""
        super().__init__(Value(prepared(typed)))
        self.function = "initiatives_asked"


def prepared(typed: str) -> str:
    """Set parts of hyphenated words apart, as they are kept: "street-sweeper" has two.

    What is to be left out stays one thing: -street-sweeper is -"street sweeper".
    """
    held = re.sub(r"(^|\s)-([^\W\d_]+(?:-[^\W\d_]+)+)", r'\1-"\2"', typed)
    return re.sub(r"([^\W\d_])-(?=[^\W\d_])", r"\1 ", held)


def hits(typed: str, readable: Q) -> Expression:
    """Say what the words find: by all it says where it is readable, by its title elsewhere.

    Each proposal is asked one of the two and never both, so that a word to be left out says
    nothing of a hidden text either.
    """
    asked = Asked(typed)
    in_all = Words.objects.filter(in_all=asked).values("pk")
    in_title = Words.objects.filter(in_title=asked).values("pk")
    return Case(
        When(readable, then=Q(pk__in=in_all)),
        default=Q(pk__in=in_title),
        output_field=models.BooleanField(),
    )


def relevance(typed: str, readable: Q) -> Expression:
    """Weigh a hit: title before problem and idea before the rest, and more often before less."""
    asked = Asked(typed)
    weighed = Case(
        When(readable, then=_rank("words__in_all", asked)),
        default=_rank("words__in_title", asked),
    )
    return Cast(weighed * Value(float(FINEST)), models.IntegerField())


def _rank(words: str, asked: Asked) -> SearchRank:
    return SearchRank(F(words), asked)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a word was found: the answer's key, and its words around between BEGIN and END."""

    proposal: int
    key: str
    text: str


def passages(
    typed: str, *, listed: Collection[int], readable: Collection[int]
) -> Iterator[Passage]:
    """Yield the titles of the listed with their marks, and a passage of each that is readable.

    One query. The passage is from the first answer that has one of the words.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _FOUND_IN,
            {
                "typed": prepared(typed),
                "listed": list(listed),
                "readable": list(readable),
                "keys": _SEARCHED,
                "whole": _WHOLE,
                "part": _PART,
            },
        )
        for row in cursor.fetchall():
            yield Passage(*row)
