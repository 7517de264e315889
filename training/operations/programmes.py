"""Studying a shared course: begin, change, judge, drop, and let it become something."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from cities.models import City
from collaborative.lifecycle import StaleState, explain
from collaborative.models import Actor, Event
from initiatives.models import Proposal
from initiatives.operations import writing
from training import options, rules
from training.events import ProgrammeEvent
from training.lifecycle import PROGRAMME
from training.models import Course, Judgement, Programme, ProgrammeCity
from training.results import programmes as results
from training.results.becoming import answers_from
from training.results.judged import judged as judged_of

LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one city asks for; see ProgrammeCity."""

    city: City
    seats: int
    travel: Decimal = Decimal(0)
    travel_hours: Decimal = Decimal(0)
    shift_seats: int = 0
    source: str = ""


@transaction.atomic
def begin(
    course: Course,
    *,
    words: Mapping[str, object],
    asked: Sequence[Asked],
    by: Actor,
    at: datetime,
    is_sample: bool = False,
) -> Programme:
    """Begin to study a course. `words` are title, why, required_cities and the FIGURES."""
    if reason := rules.why_not_study(by):
        raise PermissionDenied(reason)
    programme = Programme.objects.create(
        state=PROGRAMME.start,
        state_since=at,
        course=course,
        slug=_free_slug(str(words["title"])),
        is_sample=is_sample,
        **words,
    )
    _ask(programme, asked)
    Event.objects.record(ProgrammeEvent.BEGUN, programme, by=by, at=at, course=course.code)
    return programme


@transaction.atomic
def change(
    programme: Programme,
    *,
    words: Mapping[str, object],
    asked: Sequence[Asked],
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """Change what is still as it was when `revision` was read; a judged one waits for a verdict.

    Raises StaleState, with nothing changed, when somebody saved it in between.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if reason := rules.why_not_change_programme(by, held):
        raise PermissionDenied(reason)
    if held.revision != revision:
        raise StaleState(explain(programme))
    PROGRAMME.advance(
        programme,
        ProgrammeEvent.CHANGED,
        by=by,
        at=at,
        detail={"was": held.state},
        state_since=at if held.state != Programme.State.DRAFT else held.state_since,
        revision=revision + 1,
        **words,
    )
    _ask(programme, asked)


def _ask(programme: Programme, asked: Sequence[Asked]) -> None:
    """Write what each city asks for in place of what was there."""
    programme.cities.all().delete()
    ProgrammeCity.objects.bulk_create(
        ProgrammeCity(programme=programme, **{**asdict(each), "city": each.city}) for each in asked
    )


@transaction.atomic
def judge(programme: Programme, *, revision: int, by: Actor, at: datetime) -> Judgement:
    """Reckon the verdict from the figures that were read at `revision`, and keep both for good."""
    held = (
        Programme.objects.select_for_update().prefetch_related("cities__city").get(pk=programme.pk)
    )
    if reason := rules.why_not_judge(by, held):
        if held.state != programme.state:
            raise StaleState(explain(programme))
        raise PermissionDenied(reason)
    if held.revision != revision:
        raise StaleState(explain(programme))
    study = results.study_of(held)
    judged = judged_of(study, results.names_of(held))
    assert judged.found.best is not None, "the rule saw seats"
    assert by.user is not None, "the rule saw an office"
    judgement = Judgement.objects.create(
        programme=held,
        number=held.judgements.count() + 1,
        verdict=judged.found.feasibility.verdict,
        best=judged.found.best,
        sentence=judged.sentence,
        figures=options.to_document(study),
        by=by.user,
        office=by.title[:200],
        at=at,
    )
    PROGRAMME.advance(
        programme,
        ProgrammeEvent.JUDGED,
        by=by,
        at=at,
        detail={"verdict": judgement.verdict, "number": judgement.number},
        state_since=at,
        judged_at=at,
    )
    return judgement


@transaction.atomic
def drop(programme: Programme, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a study up; the reason stays on record."""
    if why_not := rules.why_not_study(by):
        raise PermissionDenied(why_not)
    PROGRAMME.advance(
        programme,
        ProgrammeEvent.DROPPED,
        by=by,
        at=at,
        detail={"reason": reason},
        state_since=at,
        drop_reason=reason,
    )


@transaction.atomic
def make_proposal(programme: Programme, *, city: City, by: Actor, at: datetime) -> Proposal:
    """Begin a draft proposal of the city with the programme's words, and let it be that from now.

    Whoever does it is the author, and sends it in like any other.
    """
    held, judgement = hold(programme)
    if reason := rules.why_not_make_proposal(by, held, judgement, city=city):
        if held.state != programme.state:
            raise StaleState(explain(programme))
        raise PermissionDenied(reason)
    assert judgement is not None
    answers = answers_from(held, judgement, city=city)
    proposal = writing.start(city, answers=answers, by=by, at=at)
    PROGRAMME.advance(
        programme,
        ProgrammeEvent.PROPOSED,
        by=by,
        at=at,
        detail={"proposal": proposal.reference, "city": city.name},
        state_since=at,
        proposal=proposal,
    )
    return proposal


def become_agreement(programme: Programme, *, title: str, by: Actor, at: datetime) -> None:
    """Let a programme be the agreement that was drafted of it, in the same transaction."""
    held, judgement = hold(programme)
    if reason := rules.why_not_carry_out(held, judgement):
        if held.state != programme.state:
            raise StaleState(explain(programme))
        raise PermissionDenied(reason)
    PROGRAMME.advance(
        programme,
        ProgrammeEvent.AGREED,
        by=by,
        at=at,
        detail={"agreement": title},
        state_since=at,
    )


def come_back(programme: Programme, *, reason: str, by: Actor, at: datetime) -> None:
    """Let a programme stand as it was judged: the agreement that it became was withdrawn.

    In the same transaction as that, by whoever withdraws it and with the reason given for it.
    """
    PROGRAMME.advance(
        programme,
        ProgrammeEvent.CAME_BACK,
        by=by,
        at=at,
        detail={"reason": reason},
        state_since=at,
    )


@transaction.atomic
def take_back(programme: Programme, *, by: Actor, at: datetime) -> None:
    """Let a programme stand as it was judged: nothing comes of the proposal that it became.

    The proposal stays what it is; it is no longer this programme's.
    """
    held = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("proposal")
        .get(pk=programme.pk)
    )
    if reason := rules.why_not_take_back(by, held):
        if held.state != programme.state:
            raise StaleState(explain(programme))
        raise PermissionDenied(reason)
    assert held.proposal is not None, "the rule saw it"
    PROGRAMME.advance(
        programme,
        ProgrammeEvent.CAME_BACK,
        by=by,
        at=at,
        detail={
            "proposal": held.proposal.reference,
            "stands": held.proposal.get_state_display().lower(),
        },
        state_since=at,
        proposal=None,
    )


def hold(programme: Programme) -> tuple[Programme, Judgement | None]:
    """Lock the row until the transaction ends; return it as it stands, and what was found last."""
    held = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("course")
        .prefetch_related("cities__city")
        .get(pk=programme.pk)
    )
    return held, results.last_judgement(held)


def _free_slug(title: str) -> str:
    """The title as an address that no other programme has, with a number where it must."""
    stem = slugify(title)[:LONGEST_SLUG].strip("-") or "programme"
    taken = set(Programme.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= {"new"}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 2))
    return next(slug for slug in (stem, *numbered) if slug not in taken)
