"""Wording a letter, and seeing it before it goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet

from agreements.models import Agreement
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment
from initiatives.models import Proposal, Round, Sponsorship
from notifications import rules
from notifications.catalogue.letters import fields_in, kinds_with
from notifications.catalogue.wordings import fill
from notifications.events import LetterEvent
from notifications.models import LetterWording, Message
from notifications.operations.blocks import blocks, tidy
from notifications.operations.letters import Letter, Unwanted
from notifications.operations.wordings import PARTS, Words, faults_in
from notifications.operations.writing import write
from training.models import Cohort

LOOKS_AT = 20
"""How many of the last messages are asked whether a preview may be made of them."""
SAMPLE_SUBJECT = "(The portal’s own subject stands here.)"
SAMPLE_BODY = "(Here the portal says what has happened, and where it is found.)"
SAMPLE_FOOT = "(Here it says why the letter was sent, and by whom.)\n"

_READABLE: Mapping[str, Callable[[Actor], QuerySet[Model]]] = MappingProxyType(
    {
        "initiatives.proposal": Proposal.objects.visible_to,
        "initiatives.sponsorship": Sponsorship.objects.visible_to,
        "initiatives.round": Round.objects.visible_to,
        "agreements.agreement": Agreement.objects.visible_to,
        "training.cohort": Cohort.objects.visible_to,
    }
)
"""What somebody else's letter may be about, to be shown in a preview to who may read the thing."""


@transaction.atomic
def word(letter: str, *, words: Words, seen: int, by: Actor, at: datetime) -> None:
    """Give a letter other words, or with none the portal's own again; the same change nothing.

    `seen` is the number of the wording that was looked at, 0 for none: nobody overwrites what
    somebody else wrote meanwhile.
    """
    _check(letter, words, by)
    standing = LetterWording.objects.of(letter).first()
    if standing and standing.number != seen:
        raise StaleState(
            f"{standing.by} gave this letter other words on {moment(standing.at)}. Look at them "
            "before you change them."
        )
    if words != Words.of(standing):
        version = _write(letter, words, by=by, at=at)
        Event.objects.record(
            LetterEvent.WORDED, version, by=by, at=at, letter=letter, number=version.number
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would go out; `to` is whose last letter it was made of, "" for a sample."""

    letter: Letter
    to: str

    @property
    def blocks(self) -> list[object]:
        """Its HTML side, without what only its reader may have."""
        return list(blocks(self.letter.copy, self.letter.button))


@transaction.atomic
def preview(letter: str, *, words: Words, by: Actor, at: datetime) -> Preview:
    """Write the letter as it would go out with these words; nothing of it stays.

    The words are written, the letter is made as every letter is, and all of it is taken back: so
    what is seen is what would be sent. It is made of the last such message whose thing the actor
    may read, as the ledger would keep it; where there is none, of a sample.
    """
    _check(letter, words, by)
    if words != Words.of(LetterWording.objects.of(letter).first()):
        _write(letter, words, by=by, at=at)
    found = _of_last(letter, by) or Preview(_of_sample(letter, words), to="")
    transaction.set_rollback(True)
    return found


def _check(letter: str, words: Words, by: Actor) -> None:
    """Refuse who may not, and what is not in the language."""
    if reason := rules.why_not_word(by):
        raise PermissionDenied(reason)
    if wrong := faults_in(letter, words):
        raise PermissionDenied(" ".join(wrong))


def _write(letter: str, words: Words, *, by: Actor, at: datetime) -> LetterWording:
    """Add a version. The number is taken once: of two at the same moment the second is refused."""
    assert by.user is not None
    last = LetterWording.objects.of(letter).first()
    parts = {part: getattr(words, part) for part in PARTS}
    version = LetterWording(
        letter=letter, number=last.number + 1 if last else 1, **parts, by=by.user, at=at
    )
    LetterWording.objects.bulk_create([version], ignore_conflicts=True)
    kept = LetterWording.objects.of(letter).first()
    if kept is None or (kept.number, Words.of(kept), kept.by) != (version.number, words, by.user):
        raise StaleState("Somebody else gave this letter other words at the same moment.")
    return kept


def _of_last(letter: str, by: Actor) -> Preview | None:
    rows = Message.objects.filter(kind__in=kinds_with(letter)).exclude(recipient=None)
    for message in rows.select_related("recipient").order_by("-due_at", "-pk")[:LOOKS_AT]:
        if _may_read(message, by):
            try:
                return Preview(write(message, at=message.due_at), to=str(message.recipient))
            except Unwanted:  # it is no longer true: an earlier one may be
                continue
    return None


def _may_read(message: Message, by: Actor) -> bool:
    if message.recipient == by.user:
        return True
    readable = _READABLE.get(message.about_type)
    return readable is not None and readable(by).filter(pk=message.about_key).exists()


def _of_sample(letter: str, words: Words) -> Letter:
    """What the words become with the fields' samples, around places that the portal fills."""
    samples = {name: field.sample for name, field in fields_in(letter).items()}
    opening, closing = (fill(part, samples) for part in (words.opening, words.closing))
    text = f"Hello {samples['name']},\n\n{opening}\n\n{SAMPLE_BODY}\n\n{closing}\n\n{SAMPLE_FOOT}"
    subject = fill(words.subject, samples) or SAMPLE_SUBJECT
    return Letter(subject=subject, text=tidy(text), foot=SAMPLE_FOOT)
