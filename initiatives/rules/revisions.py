"""Who may read which earlier text of a proposal."""

from django.db.models import Q, QuerySet

from collaborative.models import Actor
from initiatives.models import Proposal, Revision, Round
from initiatives.results.history import Reader
from initiatives.rules.proposals import reader, reads_draft


def revisions_open_to(actor: Actor, proposal: Proposal) -> QuerySet[Revision]:
    """Keep the revisions whose text somebody may read who may read the proposal.

    Its writers and whom they invited read every one; officials whatever was sent in; everybody
    else what was sent in last, what the evaluators of a released round judged unless it was
    withdrawn from that round, and, for an evaluator, the text of the own review.
    """
    if reads_draft(actor, proposal):
        return proposal.revisions.all()
    if reader(actor, proposal) >= Reader.OFFICIAL:
        return proposal.revisions.filter(submissions__isnull=False).distinct()
    last = proposal.submissions.order_by("-at", "-pk").values("revision")[:1]
    judged = Q(reviews__entry__round__state=Round.State.RELEASED, reviews__entry__withdrawal=None)
    if actor.user is not None:
        judged |= Q(reviews__evaluator=actor.user)
    return proposal.revisions.filter(Q(pk__in=last) | judged).distinct()
