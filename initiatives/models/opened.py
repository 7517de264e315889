"""What rounds and reviews open and close of the proposals that are in them.

It is the one place where they add to who may read a proposal, or see that there is one. Whatever
stands here must bring no row twice: reach over rounds by `pk__in` of a subquery.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import Q

from collaborative.models import Actor
from collaborative.roles import Permission
from initiatives.phases import Right, with_any

NOTHING = Q(pk__in=[])


def readable_by_evaluation(actor: Actor) -> Q:
    """Say which proposals a round opens to somebody: the evaluators' and the released ones.

    An evaluator reads once scoring is open and the declaration that there is no conflict on
    record, and not after a recusal.
    """
    entered = _entries().filter(withdrawal=None)
    readable = Q(pk__in=entered.filter(round__state="released").values("proposal"))
    if actor.user is None:
        return readable
    declared = entered.filter(
        reviews__evaluator=actor.user,
        reviews__city__in=actor.organisations(Permission.EVALUATE),
        reviews__state__in=["declared", "submitted"],
        round__state__in=with_any(Right.MARK, Right.CHANGE_MARKS, Right.READ_STANDINGS),
    )
    return readable | Q(pk__in=declared.values("proposal"))


def closed_by_conflict(actor: Actor) -> Q:
    """Say of which proposals somebody reads no more than the title, because of a conflict.

    Whoever recused, or declared a conflict before, reads on when the round is released and
    everybody does.
    """
    unreleased = _entries().exclude(round__state="released")
    recused = unreleased.filter(reviews__evaluator=actor.user, reviews__state="recused")
    declared = unreleased.filter(declarations__person=actor.user, declarations__is_conflict=True)
    return Q(pk__in=recused.values("proposal")) | Q(pk__in=declared.values("proposal"))


def listed_by_evaluation(actor: Actor) -> Q:
    """Say of which proposals a round shows somebody the title and the state.

    What they let somebody read is listed anyhow. An evaluator knows what is assigned once the
    round has opened.
    """
    if actor.user is None:
        return NOTHING
    assigned = _entries().filter(
        reviews__evaluator=actor.user,
        reviews__city__in=actor.organisations(Permission.EVALUATE),
        round__state__in=with_any(Right.DECLARE, Right.CHANGE_MARKS, Right.READ_STANDINGS),
    )
    return Q(pk__in=assigned.values("proposal"))


def _entries() -> models.QuerySet[models.Model]:
    """The proposals' entries in rounds; rounds know proposals, and not the reverse."""
    return apps.get_model("initiatives", "Entry")._default_manager.order_by()
