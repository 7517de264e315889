"""Who is told of invitations, proposals, comments and rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from cities.models import Invitation, Office
from collaborative.models import Event
from collaborative.roles import Permission
from initiatives.models import (
    Comment,
    Proposal,
    ProposalUserPermission,
    Review,
    Round,
    Sponsorship,
    Submission,
)
from initiatives.phases import Right
from initiatives.results.talk import addressed
from notifications.catalogue.audiences.addressees import Addressee, carrying, people
from notifications.catalogue.subjects import thing


def invited_address(event: Event, on: date) -> Iterator[Addressee]:
    """The address an invitation is for, while it can be accepted."""
    del on
    invitation = thing(event)
    if isinstance(invitation, Invitation) and invitation.state == Invitation.State.SENT:
        yield Addressee(invitation.email)


def invited_colleague(event: Event, on: date) -> Iterator[Addressee]:
    """The colleague with whom a draft was shared, while the invitation stands."""
    granted = ProposalUserPermission.objects.filter(
        user=event.detail["colleague_id"], content_object=event.about_key
    )
    yield from people(Q(pk__in=granted.values("user")), on)


def addressed_by_comment(event: Event, on: date) -> Iterator[Addressee]:
    """Whom a comment names or asks, of those who may read it on the day."""
    said = thing(event)
    if isinstance(said, Comment):
        for person in addressed(said, wording=event.detail["wording"], on=on):
            yield Addressee(person.email, person)


def screeners(event: Event, on: date) -> Iterator[Addressee]:
    """Those who screen proposals, while this one waits for it."""
    proposal = thing(event)
    if isinstance(proposal, Proposal) and proposal.state == Proposal.State.SUBMITTED:
        yield from carrying(Permission.SCREEN_PROPOSAL, on)


def authors(event: Event, on: date) -> Iterator[Addressee]:
    """The author and the colleagues invited to write, but not whoever did it."""
    proposal = thing(event)
    if isinstance(proposal, Proposal):
        yield from _authors(proposal, on, not_=event.by_id)


def authors_of_decided_again(event: Event, on: date) -> Iterable[Addressee]:
    """The authors, of a decision that came after the release; that itself has its own notices."""
    return authors(event, on) if event.detail.get("later") else ()


def authors_of_screened(event: Event, on: date) -> Iterable[Addressee]:
    """The authors, of a merge at the screening; one that a round decided has its own notices."""
    return () if "round" in event.detail else authors(event, on)


def senders(event: Event, on: date) -> Iterator[Addressee]:
    """Whoever sent a proposal in, its author, and the colleagues invited to write."""
    submission = thing(event)
    if isinstance(submission, Submission):
        writers = ProposalUserPermission.objects.filter(
            content_object=submission.proposal, permission__codename="edit_draft"
        )
        own = Q(pk__in=[submission.by_id, submission.proposal.author_id])
        yield from people(own | Q(pk__in=writers.values("user")), on)


def liaisons_of_announced(event: Event, on: date) -> Iterator[Addressee]:
    """The cities' liaisons, while the round still takes proposals."""
    round_ = thing(event)
    if isinstance(round_, Round) and round_.state == Round.State.PREPARING:
        yield from carrying(Permission.RECEIVE_DIGEST, on, not_=event.by_id)


def authors_of_returned(event: Event, on: date) -> Iterator[Addressee]:
    """The authors, while the proposal waits for them."""
    proposal = thing(event)
    if isinstance(proposal, Proposal) and proposal.state == Proposal.State.RETURNED:
        yield from authors(event, on)


def authors_of_this_alone(event: Event, on: date) -> Iterator[Addressee]:
    """The authors, but not those who hear the same of the other proposal of a merge.

    Nobody, where the same act sent the proposal back, or where a round decided about both: that
    letter, or the notice of the round, tells of both.
    """
    if event.detail.get("returned") or event.detail.get("is_told"):
        return
    other = Proposal.objects.filter(pk=event.detail.get("other", 0)).first()
    told = set() if other is None else {other.author_id, *_invited_writers(other)}
    for one in authors(event, on):
        if one.person is None or one.person.pk not in told:
            yield one


def authors_unless_returned(event: Event, on: date) -> Iterator[Addressee]:
    """The authors, unless the same act sent the proposal back: that letter tells of both."""
    if not event.detail.get("returned"):
        yield from authors(event, on)


def _invited_writers(proposal: Proposal) -> Iterable[int]:
    return ProposalUserPermission.objects.filter(
        content_object=proposal, permission__codename="edit_draft"
    ).values_list("user", flat=True)


def liaisons_of_asked_city(event: Event, on: date) -> Iterator[Addressee]:
    """The liaisons of a city that is asked to co-sponsor, while that question waits for them."""
    asked = thing(event)
    if isinstance(asked, Sponsorship) and asked.is_waiting and asked.state_since == event.at:
        liaisons = Office.objects.held_on(on).carrying(Permission.SPONSOR)
        of_city = liaisons.filter(organisation=asked.city_id)
        yield from people(Q(pk__in=of_city.values("person")), on, not_=event.by_id)


def authors_of_answered(event: Event, on: date) -> Iterator[Addressee]:
    """The authors of a proposal that a city answered for, while this is its answer."""
    answered = thing(event)
    if isinstance(answered, Sponsorship) and answered.answered_at == event.at and answered.is_word:
        yield from _authors(answered.proposal, on, not_=event.by_id)


def evaluators_in_office(event: Event, on: date) -> Iterator[Addressee]:
    """Every evaluator in office, while conflicts are declared."""
    round_ = thing(event)
    if isinstance(round_, Round) and round_.state == Round.State.DECLARATIONS:
        yield from carrying(Permission.EVALUATE, on)


def evaluators_of_round(event: Event, on: date) -> Iterator[Addressee]:
    """Evaluators with reviews to do in an open round; their reminders count from then on."""
    round_ = thing(event)
    if isinstance(round_, Round):
        yield from people(Q(pk__in=_unfinished(round_).values("evaluator")), on)


def evaluator_of_review(event: Event, on: date) -> Iterator[Addressee]:
    """The evaluator of a review that was added to a round after it opened."""
    review = thing(event)
    if not isinstance(review, Review):
        return
    round_ = review.entry.round
    if round_.opened_at is not None and event.at > round_.opened_at:
        waiting = _unfinished(round_).filter(pk=review.pk)
        yield from people(Q(pk__in=waiting.values("evaluator")), on)


def round_keepers(event: Event, on: date) -> Iterator[Addressee]:
    """Those who run rounds, about a ranked round that they have not released yet."""
    round_ = thing(event)
    if isinstance(round_, Round) and round_.has_result and round_.released_at is None:
        yield from carrying(Permission.RUN_ROUND, on, not_=event.by_id)


def round_keepers_of_review(event: Event, on: date) -> Iterator[Addressee]:
    """Those who run rounds, about a review in a round whose results are not frozen."""
    review = thing(event)
    if isinstance(review, Review) and review.entry.round.allows(Right.RECUSE):
        yield from carrying(Permission.RUN_ROUND, on, not_=event.by_id)


def _authors(proposal: Proposal, on: date, *, not_: int | None) -> Iterator[Addressee]:
    writers = ProposalUserPermission.objects.filter(
        content_object=proposal, permission__codename="edit_draft"
    )
    return people(Q(pk=proposal.author_id) | Q(pk__in=writers.values("user")), on, not_=not_)


def _unfinished(round_: Round) -> QuerySet[Review]:
    return Review.objects.unfinished().filter(
        entry__round=round_, entry__round__state=Round.State.SCORING
    )
