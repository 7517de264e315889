"""Looking for the required terms in a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agreements.clauses import Section, Term
from agreements.events import VersionEvent
from agreements.models import TermCheck, Version
from agreements.operations.acts import hold
from agreements.rules import versions as rules
from collaborative.models import Actor, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader found of a term; `section` is the one that states it, as the reader had it."""

    term: Term
    found: str
    section: Section | None = None
    reason: str = ""


@transaction.atomic
def check(version: Version, *, answers: Sequence[Answer], by: Actor, at: datetime) -> None:
    """Keep what a reader found in a draft; a later answer takes the earlier one's place.

    Where a section's words have changed since they were read, the reader is asked again.
    """
    agreement = hold(version.agreement)
    now = agreement.versions.get(pk=version.pk)
    if why_not := rules.why_not_write(by, now):
        raise PermissionDenied(why_not)
    for answer in answers:
        section = answer.section
        values = {
            "found": answer.found,
            "section": section.label if section else "",
            "section_sha256": section.digest if section else "",
            "reason": answer.reason,
            "by": by.user,
            "at": at,
        }
        TermCheck.objects.update_or_create(version=now, term=answer.term.key, defaults=values)
    found = {answer.term.title: answer.found for answer in answers}
    Event.objects.record(
        VersionEvent.CHECKED, agreement, by=by, at=at, version=now.number, found=found
    )
