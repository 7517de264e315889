"""What the parties say of a text, and what became of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agreements.events import PartyCommentEvent
from agreements.models import Party, PartyAnswer, PartyComment, Version
from agreements.rules import versions as rules
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment


@transaction.atomic
def comment(
    version: Version, *, party: Party, section: str, words: str, by: Actor, at: datetime
) -> PartyComment:
    """Say something of a version for a party; `section` is the section's name, "" for the whole."""
    if reason := rules.why_not_comment_for(by, version, party):
        raise PermissionDenied(reason)
    assert by.user is not None, "who speaks for a party has an account"
    said = PartyComment.objects.create(
        version=version,
        party=party,
        section=section,
        words=words,
        by=by.user,
        office=by.title[:200],
        at=at,
    )
    _tell(PartyCommentEvent.ADDED, said, by=by, at=at)
    return said


@transaction.atomic
def answer(
    said: PartyComment, *, is_taken_over: bool, reason: str, by: Actor, at: datetime
) -> PartyAnswer:
    """Say once what becomes of a comment. Raises StaleState when somebody was first."""
    if why_not := rules.why_not_answer(by, said):
        raise PermissionDenied(why_not)
    assert by.user is not None, "a facilitator has an account"
    try:
        with transaction.atomic():
            given = PartyAnswer.objects.create(
                comment=said, is_taken_over=is_taken_over, reason=reason, by=by.user, at=at
            )
    except IntegrityError as error:
        first = PartyAnswer.objects.select_related("by").get(comment=said)
        raise StaleState(
            f"{first.by} answered this comment on {moment(first.at)}: {first}. Your answer was "
            "not added; look at theirs."
        ) from error
    _tell(PartyCommentEvent.ANSWERED, said, by=by, at=at)
    return given


def _tell(kind: PartyCommentEvent, said: PartyComment, *, by: Actor, at: datetime) -> None:
    Event.objects.record(
        kind,
        said.version.agreement,
        by=by,
        at=at,
        version=said.version.number,
        party=said.party.organisation.name,
        section=said.section,
        comment=said.pk,
    )
