"""Who may add and remove a proposal's files, and why not."""

from django.conf import settings
from django.db.models import Sum

from collaborative.models import Actor
from collaborative.uploads import size_in_words
from initiatives.models import Proposal
from initiatives.rules.proposals import why_not_edit


def why_not_attach(actor: Actor, proposal: Proposal) -> str | None:
    """Whoever may change the text may change the files."""
    return why_not_edit(actor, proposal)


def why_not_fit(proposal: Proposal, size: int) -> str | None:
    """All files of a proposal together stay under a limit; sizes are bytes as kept."""
    total = proposal.attachments.aggregate(total=Sum("size", default=0))["total"]
    room = settings.ATTACHMENTS_MAX_BYTES - total
    if size <= room:
        return None
    limit, left = settings.ATTACHMENTS_MAX_BYTES, max(room, 0)
    return (
        f"The files of one proposal may have {size_in_words(limit)} together; this one has "
        f"{size_in_words(size)} and there is room for {size_in_words(left)}. Remove a file first, "
        "or save this one smaller."
    )
