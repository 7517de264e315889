"""What a search comes to: the proposals on one page, where the words were found, and the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from collaborative.models import Actor
from collaborative.wording import thousands
from initiatives.models import Proposal
from initiatives.models.finding import BEGIN, END, Passage, passages
from initiatives.models.ordering import Order, Place
from initiatives.models.proposals import ProposalQuerySet, readable_to
from initiatives.questions import SECTIONS, section_of

PAGE = 25
"""Proposals on a page."""
MOST_COUNTED = 1_000
"""Proposals that are counted one by one; beyond, it is said that there are more."""
Chosen = Mapping[str, Any]
"""What was chosen, by the names that the address has for it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A proposal in the list; its title with marks, and a passage with the section's title."""

    proposal: Proposal
    title: SafeString
    section: str
    passage: SafeString


@dataclass(frozen=True, slots=True)
class Page:
    """Some proposals in a row, and the places from which the list goes on, both ways."""

    proposals: Sequence[Proposal]
    before: Place | None = None
    after: Place | None = None


def find(chosen: Chosen, actor: Actor) -> ProposalQuerySet:
    """Keep what somebody may see the title of, and what has every property that was chosen."""
    found, readable = Proposal.objects.listed_for(actor), readable_to(actor)
    if chosen.get("q"):
        found = found.matching(chosen["q"], readable=readable)
    for name, lookup in (("state", "state__in"), ("city", "city__slug"), ("category", "category")):
        if chosen.get(name):
            found = found.filter(**{lookup: chosen[name]})
    if chosen.get("wanted"):
        found = found.wanting(chosen["wanted"], readable=readable)
    if chosen.get("round"):
        found = found.entered_in(chosen["round"])
    if chosen.get("mine"):
        found = found.draft_read_by(actor)
    if chosen.get("needs"):
        found = found.needs(actor, readable=readable)
    return _sent_in(found, chosen)


def _sent_in(found: ProposalQuerySet, chosen: Chosen) -> ProposalQuerySet:
    """Keep what was sent in on the days that were chosen, the first and the last included."""
    for name, lookup, hour in (
        ("sent_from", "submitted_at__gte", time.min),
        ("sent_to", "submitted_at__lte", time.max),
    ):
        if day := chosen.get(name):
            found = found.filter(**{lookup: timezone.make_aware(datetime.combine(day, hour))})
    return found


def total(found: ProposalQuerySet) -> str:
    """Say how many there are: "1 proposal", "312 proposals", "more than 1,000 proposals"."""
    number = found.order_by()[: MOST_COUNTED + 1].count()
    if number > MOST_COUNTED:
        return f"more than {thousands(MOST_COUNTED)} proposals"
    return "1 proposal" if number == 1 else f"{thousands(number)} proposals"


def page(
    found: ProposalQuerySet, order: Order, *, after: Place | None, before: Place | None
) -> Page:
    """Read one page of what is in an order; a page before one that is short is the first."""
    if before is None:
        rows = found.filter(after.beyond()) if after else found
        read = list(rows[: PAGE + 1])
        return _page(read[:PAGE], order, has_before=after is not None, has_after=len(read) > PAGE)
    rows = found.filter(before.beyond(is_reverse=True)).order_by(*order.by(is_reverse=True))
    read = list(rows[: PAGE + 1])
    if len(read) < PAGE:
        return page(found, order, after=None, before=None)
    return _page(read[:PAGE][::-1], order, has_before=len(read) > PAGE, has_after=True)


def _page(rows: Sequence[Any], order: Order, *, has_before: bool, has_after: bool) -> Page:
    if not rows:
        return Page(rows)
    first, last = (Place(order, row.place, row.pk) for row in (rows[0], rows[-1]))
    return Page(rows, before=first if has_before else None, after=last if has_after else None)


def hits(typed: str, proposals: Sequence[Proposal]) -> list[Hit]:
    """Show the proposals of a page, which are marked readable or not, with what was found.

    One query where words were typed, none otherwise.
    """
    titles: dict[int, SafeString] = {}
    found: dict[int, Passage] = {}
    if typed and proposals:
        listed = [proposal.pk for proposal in proposals]
        readable = [proposal.pk for proposal in proposals if proposal.is_readable]  # type: ignore[attr-defined]
        for passage in passages(typed, listed=listed, readable=readable):
            if passage.key == "title":
                titles[passage.proposal] = marked(passage.text)
            else:
                found[passage.proposal] = passage
    return [
        _hit(proposal, titles.get(proposal.pk), found.get(proposal.pk)) for proposal in proposals
    ]


def _hit(proposal: Proposal, title: SafeString | None, passage: Passage | None) -> Hit:
    return Hit(
        proposal=proposal,
        title=title or format_html("{}", proposal.title or "Untitled proposal"),
        section=SECTIONS[section_of(passage.key)].title if passage else "",
        passage=marked(passage.text) if passage else SafeString(),
    )


def marked(text: str) -> SafeString:
    """Escape a text and put what stands between BEGIN and END into `<mark>`."""
    *pairs, rest = re.split(f"{BEGIN}(.*?){END}", text, flags=re.DOTALL)
    marks = format_html_join("", "{}<mark>{}</mark>", zip(pairs[::2], pairs[1::2], strict=True))
    return format_html("{}{}", marks, rest)


def nearest(typed: str, actor: Actor) -> list[Proposal]:
    """Suggest up to three proposals whose titles come near words that found nothing."""
    listed = Proposal.objects.listed_for(actor).marked_readable(actor).without_texts()
    return list(listed.near(typed)[:3])
