"""Who may be asked to review what, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cities.models import Office
from collaborative.models import Actor
from collaborative.roles import Role
from collaborative.wording import day, moment
from initiatives.models import Declaration, Entry, ProposalUserPermission, Review, Round
from initiatives.phases import Right
from initiatives.rules.rounds import why_not_run


@dataclass(frozen=True, slots=True)
class Bars:
    """Whom a round's proposals bar: who helped to write them, and who declared a conflict.

    Writers are pairs of proposal and person; conflicts are words by entry and person.
    """

    writers: frozenset[tuple[int, int]]
    conflicts: Mapping[tuple[int, int], str]


def bars_of(round_: Round) -> Bars:
    """Find whom a round's proposals bar. Two queries."""
    authors = round_.entries.order_by().values_list("proposal_id", "proposal__author_id")
    colleagues = ProposalUserPermission.objects.filter(
        content_object__entries__round=round_,
        permission__codename__in=["edit_draft", "comment_draft"],
    ).values_list("content_object_id", "user_id")
    recused = Review.objects.filter(entry__round=round_, state=Review.State.RECUSED).order_by()
    declared = Declaration.objects.conflicts().filter(entry__round=round_).order_by()
    told = declared.values_list("entry_id", "person_id", "at", "reason").union(
        recused.values_list("entry_id", "evaluator_id", "recused_at", "conflict")
    )
    return Bars(
        writers=frozenset(authors.union(colleagues)),
        conflicts={
            (entry, person): f"a conflict of interest on {day(at)}: {reason}"
            for entry, person, at, reason in told
        },
    )


def why_not_arrange(actor: Actor, round_: Round) -> str | None:
    """Evaluators are assigned until scoring closes."""
    if reason := why_not_run(actor):
        return reason
    if round_.allows(Right.ASSIGN):
        return None
    assert round_.closed_at is not None  # the database keeps every state together with its date
    return f"This round closed on {moment(round_.closed_at)}. Evaluators are no longer assigned."


def why_not_assign(actor: Actor, entry: Entry, office: Office, *, bars: Bars) -> str | None:
    """Whoever is asked is an evaluator, not of the lead city, no writer, and has no conflict."""
    if reason := why_not_arrange(actor, entry.round):
        return reason
    if office.role != Role.EVALUATOR:
        return f"{office} is not an evaluator’s office."
    if office.organisation_id == entry.proposal.city_id:
        return f"{office.organisation} leads {entry.proposal}, so its evaluators do not review it."
    if (entry.proposal_id, office.person_id) in bars.writers:
        return f"{office.person} helped to write {entry.proposal} and does not review it."
    if conflict := bars.conflicts.get((entry.pk, office.person_id)):
        return f"{office.person} declared {conflict}"
    return None


def why_not_unassign(actor: Actor, review: Review) -> str | None:
    """Only a review that its evaluator has not begun is taken back."""
    if reason := why_not_arrange(actor, review.entry.round):
        return reason
    if review.state == Review.State.ASSIGNED:
        return None
    return f"{review} is {review.get_state_display().lower()} and stays on record."
