"""The list of proposals as a table to take away: one row each, as far as its reader may read it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone

from cities.models import City
from collaborative.models import Actor
from initiatives.models import Proposal
from initiatives.models.ordering import Order
from initiatives.models.proposals import ProposalQuerySet, readable_to
from initiatives.questions import QUESTIONS
from initiatives.results.tables import Cell

CHUNK = 500
"""Rows that are in memory at a time."""
TEXTS = ("problem", "idea")
"""The answers that the table has in full."""
COLUMNS = (
    "Reference",
    "Title",
    "Lead city",
    "Kind of service",
    "State",
    "State since (Central time)",
    "Sent in (Central time)",
    "Lead department",
    "Other cities wanted",
    "Cost in the first year (US dollars)",
    "Saving in the first year (US dollars)",
    *(QUESTIONS[key].words for key in TEXTS),
)
WIDTHS = (15, 40, 18, 26, 20, 18, 18, 24, 30, 16, 16, 60, 60)
"""Of the columns, in characters."""
_OPEN = ("reference", "title", "city__name", "category", "state", "state_since", "submitted_at")
_READ = ("department__name", "wanted", "first_year_cost", "first_year_saving", *TEXTS)
"""What a reader of the text finds in it; for everybody else these cells are blank."""


def rows(
    found: ProposalQuerySet, order: Order, *, typed: str, actor: Actor
) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of every proposal found, in an order; a few rows are in memory at a time.

    Times are the portal's own, Central; amounts are US dollars.
    """
    listed = found.in_order(order, typed, readable=readable_to(actor)).marked_readable(actor)
    texts = {key: KT(f"answers__{key}") for key in TEXTS}
    read = listed.annotate(wanted=_wanted(), **texts).values_list(*_OPEN, "is_readable", *_READ)
    for row in read.iterator(chunk_size=CHUNK):
        reference, title, city, category, state, since, sent_in, is_readable, *text = row
        yield (
            reference,
            title or "Untitled proposal",
            city,
            str(Proposal.Category(category).label) if category else "Not chosen yet",
            str(Proposal.State(state).label),
            timezone.localtime(since),
            timezone.localtime(sent_in) if sent_in else None,
            *(text if is_readable else [None] * len(text)),
        )


def _wanted() -> Subquery:
    """The names of the wanted cities in one cell, in alphabetical order."""
    wanted = City.objects.filter(wanted_in=OuterRef("pk")).order_by().values("wanted_in")
    return Subquery(wanted.annotate(names=StringAgg("name", ", ", order_by="name")).values("names"))
