"""For whom a page was made: a signed word in its form that outlives the session.

Whoever has been signed out meanwhile, and whoever's form lost its token against forgery, shows
with it whose text arrives. It opens nothing: what comes with it is only kept for that person.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

from collaborative.http import Request
from initiatives.models import Proposal
from initiatives.operations import revising

FIELD = "made_for"
TURN = "turn"
GOOD_FOR = timedelta(days=3)
"""A page left open over a weekend still saves; an older one asks to be opened anew."""
_SALT = "initiatives.section"
_HIGHEST_TURN = 2**31 - 1


@dataclass(frozen=True, slots=True)
class MadeFor:
    """The keys of the proposal and the person, and the page's own."""

    proposal: int
    person: int
    page: uuid.UUID


def stamp(request: Request, proposal: Proposal) -> str:
    """Sign a new page of a proposal for the person who asks for it."""
    facts = [proposal.pk, request.user.pk, uuid.uuid4().hex]
    return signing.dumps(facts, salt=_SALT)


def made_for(request: HttpRequest) -> MadeFor | None:
    """Read for whom the page was made that sent this; nothing where no good stamp came."""
    try:
        proposal, person, page = signing.loads(
            request.POST.get(FIELD, ""), salt=_SALT, max_age=GOOD_FOR
        )
    except signing.BadSignature:
        return None
    return MadeFor(proposal, person, uuid.UUID(page))


def turn(request: HttpRequest) -> int | None:
    """Read which of the page's sendings this is; nothing where no script counts them."""
    typed = request.POST.get(TURN, "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 11  # noqa: PLR2004 - digits
    return min(int(typed), _HIGHEST_TURN) if is_number else None


def sent_by(request: Request, proposal: Proposal) -> revising.Page | None:
    """The page that sent this, where it was made for this person and this proposal."""
    owner = made_for(request)
    if owner is None or (owner.proposal, owner.person) != (proposal.pk, request.user.pk):
        return None
    return revising.Page(owner.page, turn(request))
