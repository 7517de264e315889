"""The life of a needs assessment: prepared, opened, closed, by hand or by the clock."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from collaborative.lifecycle import StaleState, explain
from collaborative.models import PORTAL, Actor, Event
from training.events import AssessmentEvent
from training.lifecycle import ASSESSMENT
from training.models import AskedTopic, Assessment, Questionnaire, Topic
from training.rules import assessments as rules

RESERVED = frozenset({"new"})
"""Words that stand where an assessment's name stands in an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the analyst says of an assessment."""

    title: str
    purpose: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    by_clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What one audience is asked: the topics in their order, and the same aspects of each."""

    audience: str
    topics: Sequence[Topic]
    aspects: Sequence[str]
    asks_format: bool = True
    asks_time: bool = True
    asks_travel: bool = True


@transaction.atomic
def prepare(plan: Plan, *, by: Actor, at: datetime, is_sample: bool = False) -> Assessment:
    """Begin an assessment, with nothing asked of anybody yet."""
    if reason := rules.why_not_run(by):
        raise PermissionDenied(reason)
    assessment = Assessment.objects.create(
        state=ASSESSMENT.start,
        state_since=at,
        slug=_free_slug(plan.title),
        is_sample=is_sample,
        **asdict(plan),
    )
    Event.objects.record(AssessmentEvent.PREPARED, assessment, by=by, at=at)
    return assessment


@transaction.atomic
def change(assessment: Assessment, *, plan: Plan, revision: int, by: Actor, at: datetime) -> None:
    """Change what is said of an assessment in preparation; its address stays.

    Raises StaleState when somebody changed it since it was read.
    """
    held = _held_to_change(assessment, revision=revision, by=by)
    changes = {name: new for name, new in asdict(plan).items() if new != getattr(held, name)}
    if changes:
        before = {name: getattr(held, name) for name in changes}
        ASSESSMENT.advance(
            assessment,
            AssessmentEvent.CHANGED,
            by=by,
            at=at,
            detail={"before": before, "after": changes},
            revision=held.revision + 1,
            **changes,
        )


@transaction.atomic
def ask(
    assessment: Assessment, *, questions: Questions, revision: int, by: Actor, at: datetime
) -> None:
    """Say what one audience is asked, in place of what was said before.

    Raises StaleState when somebody changed the assessment since it was read.
    """
    held = _held_to_change(assessment, revision=revision, by=by)
    questionnaire, _ = Questionnaire.objects.update_or_create(
        assessment=held,
        audience=questions.audience,
        defaults={
            "aspects": list(questions.aspects),
            "asks_format": questions.asks_format,
            "asks_time": questions.asks_time,
            "asks_travel": questions.asks_travel,
        },
    )
    questionnaire.asked.all().delete()
    AskedTopic.objects.bulk_create(
        AskedTopic(questionnaire=questionnaire, topic=topic, position=position)
        for position, topic in enumerate(questions.topics, 1)
    )
    ASSESSMENT.advance(
        assessment,
        AssessmentEvent.CHANGED,
        by=by,
        at=at,
        detail={"audience": questions.audience, "topics": [one.slug for one in questions.topics]},
        revision=held.revision + 1,
    )


@transaction.atomic
def open_now(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Let people answer; what is asked is fixed from now on."""
    held = hold(assessment)
    if ASSESSMENT.allows(held, AssessmentEvent.OPENED) and (
        reason := rules.why_not_open(by, held, at=at)
    ):
        raise PermissionDenied(reason)
    _open(assessment, by=by, at=at)


def _open(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    ASSESSMENT.advance(
        assessment, AssessmentEvent.OPENED, by=by, at=at, opens_at=at, state_since=at
    )


@transaction.atomic
def extend(assessment: Assessment, *, closes_at: datetime, by: Actor, at: datetime) -> None:
    """Move the closing time of an open assessment to a later one."""
    held = hold(assessment)
    if reason := rules.why_not_extend(by, held, closes_at=closes_at, at=at):
        raise PermissionDenied(reason)
    ASSESSMENT.advance(
        assessment,
        AssessmentEvent.EXTENDED,
        by=by,
        at=at,
        detail={"before": held.closes_at, "after": closes_at},
        closes_at=closes_at,
    )


@transaction.atomic
def close(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Close an assessment before its time. Raises StaleState when the clock was first."""
    if reason := rules.why_not_run(by):
        raise PermissionDenied(reason)
    _close(assessment, by=by, at=at)


def _close(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Move the assessment, which waits for answers being saved and stops later ones."""
    ASSESSMENT.advance(assessment, AssessmentEvent.CLOSED, by=by, at=at, state_since=at)


@transaction.atomic
def withdraw(assessment: Assessment, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an assessment back; what was answered is kept and read by nobody's results."""
    if refused := rules.why_not_run(by) or rules.why_not_without(reason):
        raise PermissionDenied(refused)
    ASSESSMENT.advance(
        assessment,
        AssessmentEvent.WITHDRAWN,
        by=by,
        at=at,
        detail={"reason": reason.strip()},
        state_since=at,
        withdrawn_because=reason.strip(),
    )


def move_due(*, at: datetime) -> int:
    """Open and close every assessment whose time has come; return how many this call moved.

    One that lacks something stays in preparation, and its page says what. Each in a transaction
    of its own; safe to run twice at once, for one of the two wins.
    """
    moved = 0
    for assessment in Assessment.objects.due_to_close(at):
        moved += _moved(assessment, is_to_open=False, at=at)
    for assessment in Assessment.objects.due_to_open(at):
        moved += _moved(assessment, is_to_open=True, at=at)
    return moved


def _moved(assessment: Assessment, *, is_to_open: bool, at: datetime) -> bool:
    """Take one step by the clock; tell whether this call took it."""
    try:
        with transaction.atomic():
            if not is_to_open:
                _close(assessment, by=PORTAL, at=at)
            elif any(rules.missing(hold(assessment), at=at)):
                return False
            else:
                _open(assessment, by=PORTAL, at=at)
    except StaleState:
        return False
    return True


def hold(assessment: Assessment) -> Assessment:
    """Keep everybody else from moving the assessment until the transaction ends.

    Returns it as it stands now, so that the rules judge what is true.
    """
    return Assessment.objects.select_for_update().get(pk=assessment.pk)


def _held_to_change(assessment: Assessment, *, revision: int, by: Actor) -> Assessment:
    held = hold(assessment)
    if reason := rules.why_not_change(by, held):
        raise PermissionDenied(reason)
    if held.revision != revision:
        raise StaleState(explain(held))
    return held


def _free_slug(title: str) -> str:
    """Make a name for the address out of the title; a second of the same gets a number."""
    wanted = slugify(title)[:60].strip("-") or "assessment"
    taken: Collection[str] = {
        *RESERVED,
        *Assessment.objects.filter(slug__startswith=wanted).values_list("slug", flat=True),
    }
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
