"""What people do with comments: add, answer, word anew, resolve and reopen."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event, User
from initiatives.events import CommentEvent
from initiatives.models import Audience, Comment, CommentWording, Mention, Proposal
from initiatives.operations.revising import locked
from initiatives.results.talk import audiences, company
from initiatives.rules import talk as rules


class StaleWording(Exception):
    """Its writer worded the comment elsewhere since the page was opened; nothing was written.

    `current` is the wording as it stands now.
    """

    def __init__(self, current: CommentWording) -> None:
        """Keep the wording as it stands."""
        super().__init__(f"{current.comment} was changed since it was read.")
        self.current = current


@transaction.atomic
def comment(
    proposal: Proposal,
    *,
    audience: Audience,
    section: str,
    text: str,
    by: Actor,
    at: datetime,
    mentioned: Collection[User] = (),
    key: uuid.UUID | None = None,
) -> Comment:
    """Begin a thread about a section ("" for the whole proposal) and return it.

    `key` is worth one comment: a form that is sent twice finds the first one again.
    """
    current = locked(proposal)
    own = audiences(by, current)
    if reason := rules.why_not_comment(by, current, audience, own):
        raise PermissionDenied(reason)
    key = key or uuid.uuid4()
    begun = Comment(
        proposal=current, section=section, audience=audience, thread_key=key, form_key=key
    )
    return _say(begun, text=text, mentioned=mentioned, own=own, by=by, at=at)


@transaction.atomic
def reply(
    thread: Comment,
    *,
    text: str,
    by: Actor,
    at: datetime,
    mentioned: Collection[User] = (),
    key: uuid.UUID | None = None,
) -> Comment:
    """Answer in a thread, for its audience, and return the answer; `key` as for a comment."""
    current = _held(thread)
    own = audiences(by, current.proposal)
    if reason := rules.why_not_reply(by, current, own):
        raise PermissionDenied(reason)
    answer = Comment(
        proposal=current.proposal,
        section=current.section,
        audience=current.audience,
        reply_to=current,
        thread_key=current.thread_key,
        form_key=key or uuid.uuid4(),
    )
    return _say(answer, text=text, mentioned=mentioned, own=own, by=by, at=at)


def _say(
    said: Comment,
    *,
    text: str,
    mentioned: Collection[User],
    own: Collection[Audience],
    by: Actor,
    at: datetime,
) -> Comment:
    """Write a new comment with its first wording; one that is there by its key is returned."""
    _check_mentions(said.proposal, mentioned, Audience(said.audience), at=at)
    assert by.user is not None  # who belongs to an audience has an account
    said.by, said.office, said.at = by.user, by.title[:200], at
    said.by_facilitator = Audience.FACILITATORS in own
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError:
        if first := Comment.objects.filter(form_key=said.form_key, by=by.user).first():
            return first
        raise
    _word(said, 1, text=text, mentioned=mentioned, at=at)
    Event.objects.record(CommentEvent.ADDED, said, by=by, at=at, wording=1)
    return said


@transaction.atomic
def edit(
    said: Comment,
    *,
    text: str,
    number: int,
    by: Actor,
    at: datetime,
    mentioned: Collection[User] = (),
) -> None:
    """Word a comment anew; `number` is the wording that was read, and the earlier ones stay.

    The same words that name the same people change nothing. Raises StaleWording for another
    number.
    """
    current = _held(said)
    if reason := rules.why_not_edit(by, current, audiences(by, current.proposal)):
        raise PermissionDenied(reason)
    newest = current.wordings.order_by("number").last()
    assert newest is not None
    named = {mention.person_id for mention in newest.mentions.all()}
    if text == newest.text and {person.pk for person in mentioned} == named:
        return
    if number != newest.number:
        raise StaleWording(newest)
    _check_mentions(current.proposal, mentioned, Audience(current.audience), at=at)
    _word(current, newest.number + 1, text=text, mentioned=mentioned, at=at)
    Event.objects.record(CommentEvent.EDITED, current, by=by, at=at, wording=newest.number + 1)


@transaction.atomic
def resolve(thread: Comment, *, by: Actor, at: datetime) -> None:
    """Settle a thread. Raises StaleState where somebody was first."""
    _settle(thread, CommentEvent.RESOLVED, by=by, at=at)


@transaction.atomic
def reopen(thread: Comment, *, by: Actor, at: datetime) -> None:
    """Open a thread again. Raises StaleState where somebody was first."""
    _settle(thread, CommentEvent.REOPENED, by=by, at=at)


def _settle(thread: Comment, event: CommentEvent, *, by: Actor, at: datetime) -> None:
    current = _held(thread)
    if reason := rules.why_not_resolve(by, current, audiences(by, current.proposal)):
        raise PermissionDenied(reason)
    is_resolved = current.resolved_at is not None
    if event == CommentEvent.RESOLVED and is_resolved:
        raise StaleState(f"{rules.resolution(current)}. Nothing was changed.")
    if event == CommentEvent.REOPENED and not is_resolved:
        raise StaleState("This is open again already. Nothing was changed.")
    is_settled = event == CommentEvent.RESOLVED
    Comment.objects.filter(pk=current.pk).update(
        resolved_at=at if is_settled else None, resolved_by=by.user if is_settled else None
    )
    Event.objects.record(event, current, by=by, at=at)


def _held(said: Comment) -> Comment:
    """Read a comment anew, its proposal held until the transaction ends.

    The proposal is held first, as everybody holds it who says something about it: so of two who
    press at once the second sees what the first did.
    """
    locked(said.proposal)
    return Comment.objects.select_related(
        "by", "resolved_by", "proposal__city", "proposal__author"
    ).get(pk=said.pk)


def _check_mentions(
    proposal: Proposal, mentioned: Collection[User], audience: Audience, *, at: datetime
) -> None:
    if not mentioned:
        return
    present = company(proposal, on=timezone.localdate(at))
    if reason := rules.why_not_mention(present.strangers(mentioned, audience), audience):
        raise PermissionDenied(reason)


def _word(
    said: Comment, number: int, *, text: str, mentioned: Collection[User], at: datetime
) -> None:
    wording = CommentWording.objects.create(comment=said, number=number, text=text, at=at)
    people = {person.pk: person for person in mentioned if person != said.by}
    Mention.objects.bulk_create(
        Mention(wording=wording, person=person) for person in people.values()
    )
