"""Which proposals say much the same: the nearest by the three-letter groups they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramDistance, TrigramSimilarity
from django.db.models import QuerySet
from django.db.models.functions import Concat, Greatest

from collaborative.models import Actor
from initiatives.models import Proposal
from initiatives.models.likeness import COMPARED, prose
from initiatives.models.proposals import ProposalQuerySet
from initiatives.questions import Text

MOST = 5
ALIKE = 0.4
"""From which share on two texts are called alike. Among the sample proposals texts on different
matters share up to a third; one that was written to repeat another shared half."""
MERGEABLE = frozenset({Proposal.State.SUBMITTED, Proposal.State.ACCEPTED})
"""States in which a proposal is merged into another, or takes another in."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A proposal that says much the same; the shares are fractions, 1 where nothing differs."""

    proposal: Proposal
    title_share: float
    prose_share: float

    @property
    def is_mergeable(self) -> bool:
        """Whether it could take another in, as its state goes."""
        return self.proposal.state in MERGEABLE

    @property
    def words(self) -> str:
        """Say how much is alike, in whole percent."""
        title, prose_ = (round(share * 100) for share in (self.title_share, self.prose_share))
        return f"Titles {title} percent alike; idea and problem {prose_} percent alike"


def alike(proposal: Proposal, text: Text, actor: Actor) -> list[Likeness]:
    """List the proposals most like a text of this one, of those that the actor may read.

    One statement. By what others read of them, never by their drafts. What was merged into this
    one is no duplicate any more.
    """
    others = (
        Proposal.objects.visible_to(actor).exclude(pk=proposal.pk).exclude(merged_into=proposal.pk)
    )
    title, said = text.get("title", ""), compared(text)
    nearest = _nearest(others, "title", title).union(_nearest(others, prose(), said))
    found = (
        Proposal.objects.filter(pk__in=nearest)
        .annotate(
            title_share=TrigramSimilarity("title", title),
            prose_share=TrigramSimilarity(prose(), said),
        )
        .annotate(share=Greatest("title_share", "prose_share"))
        .filter(share__gte=ALIKE)
        .select_related("city")
        .without_texts()
        .order_by("-share", "pk")
    )
    return list(_likenesses(found[:MOST]))


def compared(text: Text) -> str:
    """The beginnings of idea and problem, as `prose` takes them from the database."""
    return f"{text.get('idea', '')[:COMPARED]} {text.get('problem', '')[:COMPARED]}"


def _nearest(proposals: ProposalQuerySet, what: str | Concat, said: str) -> QuerySet[Proposal, Any]:
    """Take the few nearest by one text; the index hands them out in order of distance."""
    return proposals.order_by(TrigramDistance(what, said)).values("pk")[:MOST]


def _likenesses(found: Iterable[Any]) -> Iterator[Likeness]:
    for proposal in found:
        yield Likeness(proposal, proposal.title_share, proposal.prose_share)
