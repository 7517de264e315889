"""What evaluators say before any text opens: conflicts of interest, wishes, what they know."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event, User
from initiatives.events import DeclarationEvent, EvaluatorEvent
from initiatives.models import Declaration, Entry, Expertise, Review, Round, Wish
from initiatives.models.declarations import titles_put_to
from initiatives.operations import reviews
from initiatives.operations.rounds import hold
from initiatives.rules import declaring as rules
from initiatives.rules.reviews import why_not_without

MOST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What somebody says about one title: None where nothing was said; a conflict's reason."""

    is_conflict: bool | None = None
    reason: str = ""
    would_like: bool | None = None


@transaction.atomic
def declare(round_: Round, *, words: Mapping[int, Word], by: Actor, at: datetime) -> int:
    """Put on record what an evaluator says about titles, by key of the entry; count what is new.

    A conflict recuses from a review that was asked for. What was said before is not said again,
    a conflict is not taken back, and titles that are not put to this evaluator are left out.
    """
    held = hold(round_)
    if reason := rules.why_not_declare_titles(by, held, at=at):
        raise PermissionDenied(reason)
    entries = titles_put_to(by).filter(round=held, pk__in=words).select_related("proposal", "round")
    standing = {
        said.entry_id: said
        for said in Declaration.objects.by(by).standing().filter(entry__round=held)
    }
    new = [
        made
        for entry in entries
        if (made := _new(entry, words[entry.pk], standing.get(entry.pk), by=by, at=at))
    ]
    _record(new, by=by, at=at)
    if not rules.why_not_wish(held):
        _wish(entries, words, by=_person(by))
    return len(new)


@transaction.atomic
def declare_no_conflict_in_the_rest(round_: Round, *, by: Actor, at: datetime) -> int:
    """Declare that there is no conflict in any title about which nothing was said yet."""
    rest = titles_put_to(by).filter(round=round_).exclude(declarations__person=by.user)
    words = {entry.pk: Word(is_conflict=False) for entry in rest}
    return declare(round_, words=words, by=by, at=at)


@transaction.atomic
def know(kinds: Collection[str], *, by: Actor, at: datetime) -> None:
    """Say which kinds of service the evaluator knows, in place of what was said before."""
    if reason := rules.why_not_evaluate(by):
        raise PermissionDenied(reason)
    person = _person(by)
    known = set(Expertise.objects.filter(person=person).values_list("category", flat=True))
    if known == set(kinds):
        return
    Expertise.objects.filter(person=person).exclude(category__in=kinds).delete()
    Expertise.objects.bulk_create(
        Expertise(person=person, category=kind) for kind in sorted(set(kinds) - known)
    )
    Event.objects.record(EvaluatorEvent.KNOWS, person, by=by, at=at, kinds=sorted(kinds))


def _new(
    entry: Entry, word: Word, before: Declaration | None, *, by: Actor, at: datetime
) -> Declaration | None:
    """Make a declaration of a word that says something new."""
    if word.is_conflict is None or (before and (before.is_conflict or not word.is_conflict)):
        return None
    if word.is_conflict and (reason := why_not_without(word.reason)):
        raise PermissionDenied(reason)
    return Declaration(
        entry=entry,
        person=_person(by),
        is_conflict=word.is_conflict,
        reason=word.reason.strip() if word.is_conflict else "",
        office=by.title[:MOST_TITLE],
        at=at,
    )


def _record(new: Collection[Declaration], *, by: Actor, at: datetime) -> None:
    made = Declaration.objects.bulk_create(new)
    conflicts = [one for one in made if one.is_conflict]
    free = [one for one in made if not one.is_conflict]
    Event.objects.record_all(DeclarationEvent.NO_CONFLICT, free, by=by, at=at)
    Event.objects.record_all(DeclarationEvent.CONFLICT, conflicts, by=by, at=at)
    for conflict in conflicts:
        asked = Review.objects.visible_to(by).filter(entry=conflict.entry_id)
        for review in asked.select_related("entry"):
            reviews.recuse(review, reason=conflict.reason, by=by, at=at)


def _wish(entries: Collection[Entry], words: Mapping[int, Word], *, by: User) -> None:
    """Keep the wishes of these titles in place of those before."""
    Wish.objects.filter(entry__in=[entry.pk for entry in entries], person=by).delete()
    Wish.objects.bulk_create(
        Wish(entry=entry, person=by, would_like=would_like)
        for entry in entries
        if (would_like := words[entry.pk].would_like) is not None
    )


def _person(by: Actor) -> User:
    assert by.user is not None  # the rule was asked
    return by.user
