"""Who may build and run a needs assessment now, and why not."""

from collections.abc import Iterator
from datetime import datetime

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from training.models import Assessment, Audience, Questionnaire, Respondent
from training.rules.overview import ASK

State = Assessment.State
Aspect = Questionnaire.Aspect
NEEDED = (Aspect.IMPORTANCE, Aspect.PERFORMANCE)
"""Without both of them there is no gap to find."""


def why_not_run(actor: Actor) -> str | None:
    """Assessments are the training analyst's."""
    if actor.may(Permission.RUN_ASSESSMENT):
        return None
    return f"Only the training analyst prepares and runs assessments. {ASK}"


def why_not_read_answers(actor: Actor) -> str | None:
    """One person's answers are the training analyst's alone."""
    if actor.may(Permission.READ_ANSWERS):
        return None
    return (
        "What one person answered is read by the Government Training Institute alone. Results "
        "for groups of five people or more are on the page of gaps."
    )


def why_not_change(actor: Actor, assessment: Assessment) -> str | None:
    """What is asked is fixed once people answer."""
    if reason := why_not_run(actor):
        return reason
    if assessment.state == State.DRAFT:
        return None
    return f"{_stands(assessment)} What it asks is fixed since it opened."


def why_not_add(actor: Actor, assessment: Assessment) -> str | None:
    """People can be added until the close."""
    if reason := why_not_run(actor):
        return reason
    if assessment.state in {State.DRAFT, State.OPEN}:
        return None
    return f"{_stands(assessment)} Nobody can be added to it or taken out of it."


def why_not_enter(actor: Actor, assessment: Assessment) -> str | None:
    """Paper is typed in while the assessment is open."""
    if reason := why_not_run(actor):
        return reason
    if assessment.state == State.OPEN:
        return None
    if assessment.state == State.DRAFT:
        return "Answers on paper are typed in once the assessment is open."
    return f"{_stands(assessment)} No answers can be typed in or changed any more."


def why_not_open(actor: Actor, assessment: Assessment, *, at: datetime) -> str | None:
    """Everything that is still missing, all of it at once."""
    if reason := why_not_run(actor):
        return reason
    return " ".join(missing(assessment, at=at)) or None


def why_not_extend(
    actor: Actor, assessment: Assessment, *, closes_at: datetime | None = None, at: datetime
) -> str | None:
    """The closing time moves only later, and only while people answer."""
    if reason := why_not_run(actor):
        return reason
    if assessment.state != State.OPEN or assessment.closes_at is None:
        return f"{_stands(assessment)} Only one that is open has a closing time to move."
    if at >= assessment.closes_at:
        return f"The closing time, {moment(assessment.closes_at)}, has passed."
    if closes_at is not None and closes_at <= assessment.closes_at:
        return (
            f"The closing time is {moment(assessment.closes_at)}. People rely on it, so it can "
            "only be moved to a later time."
        )
    return None


def why_not_without(reason: str) -> str | None:
    """Whoever was asked must be able to read why it was withdrawn."""
    return None if reason.strip() else "Say why it is withdrawn. Whoever was asked reads it."


def missing(assessment: Assessment, *, at: datetime) -> Iterator[str]:
    """Say what an assessment lacks before it can open, a sentence each."""
    if assessment.closes_at is None:
        yield "Say until when people can answer."
    elif assessment.closes_at <= at:
        yield f"The closing time, {moment(assessment.closes_at)}, has passed. Give a later one."
    asked = set(assessment.respondents.values_list("role", flat=True).distinct())
    if not asked:
        yield "Say who is asked."
    audiences = {Respondent(role=role).audience for role in asked}
    sets = {one.audience: one for one in assessment.questionnaires.prefetch_related("asked")}
    for audience in Audience:
        found = sets.get(audience)
        whom = audience.label.lower()
        if audience in audiences and (found is None or not found.asked.all()):
            yield f"Choose the topics that {whom} are asked about."
        elif found and found.asked.all() and not set(NEEDED) <= set(found.aspects):
            yield (
                f"Ask {whom} both how important a topic is and how well it is done today: "
                "a gap is read from the two."
            )


def _stands(assessment: Assessment) -> str:
    return (
        f"“{assessment}” is {assessment.get_state_display().lower()} since "
        f"{moment(assessment.state_since)}."
    )
