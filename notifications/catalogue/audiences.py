"""Who is told: for each notice the people it concerns today.

An audience is asked twice: when the message is written to the ledger, and again when it is
sent. So it answers by how things stand now: once a proposal is screened, nobody is told any
more that it waits for screening. Each costs two or three queries, however many people there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from agreements.adoption import CellState
from agreements.events import AgreementEvent, VersionEvent
from agreements.models import Act, Agreement, Export
from agreements.results import standing
from cities.models import Invitation, Office
from collaborative.models import Event, User
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
from notifications.catalogue.subjects import thing
from notifications.schedule import ladder, latest


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a message goes: an address, and whose it is if they have an account."""

    address: str
    person: User | None = None


UNDECIDED = frozenset(
    {
        CellState.NO_RECORD,
        CellState.BEFORE_COUNCIL,
        CellState.POSTPONED,
        CellState.ADOPTED_EARLIER,
    }
)
"""Where a council stands that has not decided."""
_WAITS: Mapping[str, frozenset[str]] = {
    AgreementEvent.CIRCULATED: frozenset({Agreement.State.CIRCULATED}),
    VersionEvent.CIRCULATED: frozenset({Agreement.State.CIRCULATED, Agreement.State.IN_FORCE}),
}
"""In which states of an agreement its councils are still asked to take up what was circulated."""
_ASKED: Mapping[str, frozenset[CellState]] = {
    AgreementEvent.CIRCULATED: UNDECIDED,
    # Whatever a council did with an earlier text, it is asked to adopt this one.
    VersionEvent.CIRCULATED: frozenset(CellState) - {CellState.ADOPTED, CellState.WITHDRAWN},
}
"""Where the councils stand that are asked."""

IS_NEWS_FOR = timedelta(days=30)
"""For how long after the day it is told to people that something happened by itself."""

Audience = Callable[[Event, date], Iterable[Addressee]]
"""Asked about an event on a day."""


def nobody(event: Event, on: date) -> Iterable[Addressee]:
    """Nobody at once: the digests tell it."""
    del event, on
    return ()


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
    yield from _people(Q(pk__in=granted.values("user")), on)


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
        yield from _carrying(Permission.SCREEN_PROPOSAL, on)


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
        yield from _people(own | Q(pk__in=writers.values("user")), on)


def liaisons_of_announced(event: Event, on: date) -> Iterator[Addressee]:
    """The cities' liaisons, while the round still takes proposals."""
    round_ = thing(event)
    if isinstance(round_, Round) and round_.state == Round.State.PREPARING:
        yield from _carrying(Permission.RECEIVE_DIGEST, on, not_=event.by_id)


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
        yield from _people(Q(pk__in=of_city.values("person")), on, not_=event.by_id)


def authors_of_answered(event: Event, on: date) -> Iterator[Addressee]:
    """The authors of a proposal that a city answered for, while this is its answer."""
    answered = thing(event)
    if isinstance(answered, Sponsorship) and answered.answered_at == event.at and answered.is_word:
        yield from _authors(answered.proposal, on, not_=event.by_id)


def evaluators_in_office(event: Event, on: date) -> Iterator[Addressee]:
    """Every evaluator in office, while conflicts are declared."""
    round_ = thing(event)
    if isinstance(round_, Round) and round_.state == Round.State.DECLARATIONS:
        yield from _carrying(Permission.EVALUATE, on)


def evaluators_of_round(event: Event, on: date) -> Iterator[Addressee]:
    """Evaluators with reviews to do in an open round.

    Where the close is so near that a reminder is due already, the reminder tells them.
    """
    round_ = thing(event)
    if isinstance(round_, Round) and not reminder_is_due(round_, at=event.at):
        yield from _people(Q(pk__in=_unfinished(round_).values("evaluator")), on)


def evaluator_of_review(event: Event, on: date) -> Iterator[Addressee]:
    """The evaluator of a review that was added to a round after it opened."""
    review = thing(event)
    if not isinstance(review, Review):
        return
    round_ = review.entry.round
    if round_.opened_at is not None and event.at > round_.opened_at:
        waiting = _unfinished(round_).filter(pk=review.pk)
        yield from _people(Q(pk__in=waiting.values("evaluator")), on)


def round_keepers(event: Event, on: date) -> Iterator[Addressee]:
    """Those who run rounds, about a ranked round that they have not released yet."""
    round_ = thing(event)
    if isinstance(round_, Round) and round_.has_result and round_.released_at is None:
        yield from _carrying(Permission.RUN_ROUND, on, not_=event.by_id)


def round_keepers_of_review(event: Event, on: date) -> Iterator[Addressee]:
    """Those who run rounds, about a review in a round whose results are not frozen."""
    review = thing(event)
    if isinstance(review, Review) and review.entry.round.allows(Right.RECUSE):
        yield from _carrying(Permission.RUN_ROUND, on, not_=event.by_id)


def clerks_before_council(event: Event, on: date) -> Iterator[Addressee]:
    """The clerks of the parties whose council has not decided on the agreement.

    Nobody, where the text was read from an old record: no council is asked to take it up.
    """
    agreement = thing(event)
    if event.detail.get("imported"):
        return
    if isinstance(agreement, Agreement) and agreement.state in _WAITS[event.kind]:
        asked = [
            square.party.organisation_id
            for square in standing(agreement).squares
            if square.cell.state in _ASKED[event.kind]
        ]
        clerks_ = Office.objects.held_on(on).carrying(Permission.RECORD_ACT)
        waiting = clerks_.filter(organisation__in=asked)
        yield from _people(Q(pk__in=waiting.values("person")), on, not_=event.by_id)


def clerks(event: Event, on: date) -> Iterator[Addressee]:
    """The parties' clerks."""
    agreement = thing(event)
    if isinstance(agreement, Agreement):
        yield from _clerks(agreement, on, not_=event.by_id)


def draft_readers(event: Event, on: date) -> Iterator[Addressee]:
    """The clerks and liaisons of the parties, who read and comment on drafts."""
    agreement = thing(event)
    if isinstance(agreement, Agreement):
        readers = (
            Office.objects.held_on(on)
            .carrying(Permission.READ_DRAFT_AGREEMENT)
            .filter(organisation__parties__agreement=agreement)
        )
        yield from _people(Q(pk__in=readers.values("person")), on, not_=event.by_id)


def agreement_drafters(event: Event, on: date) -> Iterator[Addressee]:
    """Those who draft agreements."""
    if isinstance(thing(event), Agreement):
        yield from _carrying(Permission.DRAFT_AGREEMENT, on, not_=event.by_id)


def clerks_and_drafters(event: Event, on: date) -> Iterator[Addressee]:
    """The parties' clerks, and those who draft agreements."""
    agreement = thing(event)
    if isinstance(agreement, Agreement):
        drafters = Office.objects.held_on(on).carrying(Permission.DRAFT_AGREEMENT)
        yield from _clerks(agreement, on, or_=Q(pk__in=drafters.values("person")), not_=event.by_id)


def clerks_of_renewed(event: Event, on: date) -> Iterable[Addressee]:
    """The parties' clerks and those who draft, of a renewal that is news.

    Nobody, where an old agreement is put on record and its renewals are years ago.
    """
    renewed_on = date.fromisoformat(event.detail["on"])
    is_news = event.at.date() - renewed_on < IS_NEWS_FOR
    return clerks_and_drafters(event, on) if is_news else ()


def drafters_of_act(event: Event, on: date) -> Iterator[Addressee]:
    """Those who draft agreements, about a council's act."""
    if isinstance(thing(event), Act):
        yield from _carrying(Permission.DRAFT_AGREEMENT, on, not_=event.by_id)


def exporters_of_ready(event: Event, on: date) -> Iterable[Addressee]:
    """Whoever asked for an export, while its file is kept and is theirs to take."""
    return _exporter(event, Export.State.READY, on)


def exporters_of_failed(event: Event, on: date) -> Iterable[Addressee]:
    """Whoever asked for an export that could not be made."""
    return _exporter(event, Export.State.FAILED, on)


def _exporter(event: Event, state: Export.State, on: date) -> Iterator[Addressee]:
    export = thing(event)
    if isinstance(export, Export) and export.state == state:
        who = Office.objects.actor(export.asked_by, on=on)
        if Export.objects.visible_to(who).filter(pk=export.pk).exists():
            yield from _people(Q(pk=export.asked_by_id), on)


def reminder_is_due(round_: Round, *, at: datetime) -> bool:
    """Whether a reminder of the round's close was due at that moment."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return latest(ladder(round_.closes_at, zone=zone), at=at) is not None


def _authors(proposal: Proposal, on: date, *, not_: int | None) -> Iterator[Addressee]:
    writers = ProposalUserPermission.objects.filter(
        content_object=proposal, permission__codename="edit_draft"
    )
    return _people(Q(pk=proposal.author_id) | Q(pk__in=writers.values("user")), on, not_=not_)


def _unfinished(round_: Round) -> QuerySet[Review]:
    return Review.objects.unfinished().filter(
        entry__round=round_, entry__round__state=Round.State.SCORING
    )


def _clerks(
    agreement: Agreement, on: date, *, or_: Q | None = None, not_: int | None = None
) -> Iterator[Addressee]:
    of_parties = (
        Office.objects.held_on(on)
        .carrying(Permission.RECORD_ACT)
        .filter(organisation__parties__agreement=agreement)
    )
    who = Q(pk__in=of_parties.values("person"))
    return _people(who | or_ if or_ else who, on, not_=not_)


def _carrying(permission: Permission, on: date, *, not_: int | None = None) -> Iterator[Addressee]:
    holders = Office.objects.held_on(on).carrying(permission)
    return _people(Q(pk__in=holders.values("person")), on, not_=not_)


def _people(who: Q, on: date, *, not_: int | None = None) -> Iterator[Addressee]:
    """Those of them who have an account and hold an office on the day."""
    in_office = Office.objects.held_on(on)
    people = User.objects.filter(who, is_active=True, pk__in=in_office.values("person"))
    for person in people.order_by("pk"):
        if person.pk != not_:
            yield Addressee(person.email, person)


def contains(audience: Collection[Addressee], person: User | None, address: str) -> bool:
    """Whether a message's addressee is (still) among them."""
    return any(
        one.person == person and (person is not None or one.address == address) for one in audience
    )
