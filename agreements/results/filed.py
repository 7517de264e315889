"""The documents beside an agreement and its acts, numbered, as far as somebody may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from agreements.models import Agreement, Closing, Document
from collaborative.models import Actor
from collaborative.wording import day


@dataclass(frozen=True, slots=True)
class Filed:
    """One document by its number, which it keeps; of a closed one outsiders learn only why.

    `document` is None for those who may not read it; `closing` is what closes it now.
    """

    number: int
    document: Document | None
    closing: Closing | None

    @property
    def label(self) -> str:
        """What it is called by whoever may not read it."""
        return f"Document {self.number}"

    @property
    def closed(self) -> str:
        """Why it is closed, by whom and since when; "" for an open one."""
        if self.closing is None:
            return ""
        since = day(self.closing.closed_at)
        by = self.closing.office or "an office"
        return f"Closed to the public. {self.closing.under} Closed by {by} on {since}."


def documents_of(agreement: Agreement) -> list[Document]:
    """Every document of an agreement and of its acts, in the order of their numbers.

    Each with what closes it now in `closing_now`. Costs two queries.
    """
    current = Closing.objects.filter(reopened_at=None)
    found = (
        Document.objects.filter(Q(agreement=agreement) | Q(act__party__agreement=agreement))
        .select_related("act__party__organisation")
        .prefetch_related(Prefetch("closings", current, to_attr="closing_now"))
    )
    documents = list(found.order_by("added_at", "sha256", "name"))
    for each in documents:
        if each.act is None:
            each.agreement = agreement
        else:
            each.act.party.agreement = agreement
    return documents


def filed(documents: Sequence[Document], actor: Actor) -> list[Filed]:
    """The documents that `documents_of` read, as this actor may know of them.

    Costs one query where some are closed, else none.
    """
    closed = [each.pk for each in documents if closing_of(each)]
    readable = Document.objects.filter(pk__in=closed).visible_to(actor) if closed else ()
    hidden = set(closed) - {each.pk for each in readable}
    return [
        Filed(number, None if each.pk in hidden else each, closing_of(each))
        for number, each in enumerate(documents, start=1)
    ]


def closing_of(document: Document) -> Closing | None:
    """What closes a document now, as `documents_of` read it."""
    found: Sequence[Closing] = document.closing_now  # type: ignore[attr-defined] # prefetched
    return found[0] if found else None


def hidden_names(documents: Sequence[Document], shown: Sequence[Filed]) -> frozenset[str]:
    """The names of documents that are not to be said to somebody who may know of these."""
    pairs = zip(documents, shown, strict=True)
    return frozenset(each.name for each, known in pairs if known.document is None)
