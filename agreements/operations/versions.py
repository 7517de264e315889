"""Later versions of a text: begun beside the standing one, changed, shared, dropped."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Model

from agreements import results
from agreements.events import VersionEvent
from agreements.models import Agreement, Exhibit, Term, TermCheck, Text, Version, normalised
from agreements.operations.acts import hold
from agreements.rules import versions as rules
from agreements.rules import why_not_draft
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment

CARRIED: tuple[type[Model], ...] = (Exhibit, TermCheck, Term)
"""What stands beside a version's words, and goes with them into the next version."""


@transaction.atomic
def begin(agreement: Agreement, *, text: Text | None = None, by: Actor, at: datetime) -> Version:
    """Begin the next version as a draft: from the last circulated words, or from another text.

    The exhibits and the duration come along, and so does what was found of the required terms; an
    answer holds as long as its section has the same words. Raises PermissionDenied while there is
    a draft.
    """
    held = hold(agreement)
    if reason := rules.why_not_begin(by, held):
        raise PermissionDenied(reason)
    last = held.versions.exclude(circulated_at=None).select_related("text").latest("number")
    number = held.versions.latest("number").number + 1
    words = results.own_words(last, text=text)
    version = Version.objects.create(agreement=held, number=number, draft=normalised(words))
    _carry_over(last, version)
    Event.objects.record(
        VersionEvent.BEGUN, agreement, by=by, at=at, version=number, after=last.number
    )
    return version


def _carry_over(last: Version, version: Version) -> None:
    """Give a new version what the last one has beside its words, its duration included."""
    for model in CARRIED:
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name != "version"
        ]
        model._base_manager.bulk_create(
            model(version=version, **{name: getattr(row, name) for name in names})
            for row in model._base_manager.filter(version=last)
        )


@transaction.atomic
def change(version: Version, *, words: str, revision: int, by: Actor, at: datetime) -> None:
    """Change a later version's draft that is still as it was when `revision` was read.

    Raises StaleState, with nothing changed, when somebody saved it in between.
    """
    if reason := why_not_draft(by):
        raise PermissionDenied(reason)
    still = Version.objects.in_draft().filter(pk=version.pk, revision=revision)
    if not still.update(revision=F("revision") + 1, draft=normalised(words)):
        raise StaleState(_in_between(version))
    Event.objects.record(
        VersionEvent.CHANGED, version.agreement, by=by, at=at, version=version.number
    )


@transaction.atomic
def share(version: Version, *, by: Actor, at: datetime) -> None:
    """Open a draft to the parties' clerks and liaisons, for their comments.

    Raises StaleState when somebody shared, dropped or circulated it in between.
    """
    if reason := rules.why_not_share(by, version):
        raise PermissionDenied(reason)
    still = Version.objects.in_draft().filter(pk=version.pk, shared_at=None)
    if not still.update(shared_at=at):
        raise StaleState(_in_between(version))
    Event.objects.record(
        VersionEvent.SHARED, version.agreement, by=by, at=at, version=version.number
    )


@transaction.atomic
def drop(version: Version, *, reason: str, by: Actor, at: datetime) -> None:
    """Drop a later version's draft; its words, its comments and the reason stay on record."""
    if why_not := rules.why_not_drop(by, version):
        raise PermissionDenied(why_not)
    still = Version.objects.in_draft().filter(pk=version.pk)
    if not still.update(dropped_at=at, drop_reason=reason):
        raise StaleState(_in_between(version))
    Event.objects.record(
        VersionEvent.DROPPED,
        version.agreement,
        by=by,
        at=at,
        version=version.number,
        reason=reason,
    )


def _in_between(version: Version) -> str:
    last = Event.objects.about(version.agreement).select_related("by").latest("pk")
    return (
        f"{last.who} was at {version} of “{version.agreement}” on {moment(last.at)}, while you "
        "worked. Nothing was written over: look at it as it stands now, then go on."
    )
