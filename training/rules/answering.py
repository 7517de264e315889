"""Who may answer now, and why not."""

from datetime import datetime

from collaborative.models import Actor
from collaborative.wording import moment
from training.models import Assessment, Respondent
from training.rules.assessments import why_not_enter
from training.rules.overview import ASK

State = Assessment.State
Way = Respondent.Way


def why_not_answer(actor: Actor, respondent: Respondent, *, at: datetime) -> str | None:
    """People answer for themselves, while the assessment is open and until they have sent in.

    Whoever holds a slip's address is who is asked by it. What is on paper the analyst types in.
    """
    if respondent.way == Way.ACCOUNT and actor.user != respondent.person:
        return f"These questions are put to somebody else. {ASK}"
    if respondent.way == Way.PAPER and (reason := why_not_enter(actor, respondent.assessment)):
        return reason
    return why_closed(respondent.assessment, at=at) or _sent_in(respondent)


def why_not_reopen(actor: Actor, respondent: Respondent, *, at: datetime) -> str | None:
    """What was sent in can be opened again by its own writer until the close."""
    if respondent.way == Way.ACCOUNT and actor.user != respondent.person:
        return f"These answers are somebody else’s. {ASK}"
    return why_closed(respondent.assessment, at=at)


def why_not_send(respondent: Respondent) -> str | None:
    """An empty set of answers is none."""
    if any(answer.says_something for answer in respondent.answers.all()):
        return None
    return "No question is answered yet. Answer at least one, then send in."


def why_closed(assessment: Assessment, *, at: datetime) -> str | None:
    """Say why nobody can answer now; None while the assessment is open."""
    if assessment.state == State.DRAFT:
        when = assessment.opens_at if assessment.by_clock else None
        opening = f" They open on {moment(when)}." if when else ""
        return f"These questions are not open yet.{opening}"
    if assessment.state == State.WITHDRAWN:
        return (
            f"These questions were withdrawn on {moment(assessment.state_since)}: "
            f"{assessment.withdrawn_because}"
        )
    if assessment.state == State.CLOSED:
        return f"These questions closed on {moment(assessment.state_since)}."
    if assessment.closes_at and at >= assessment.closes_at:
        return f"These questions closed on {moment(assessment.closes_at)}."
    return None


def _sent_in(respondent: Respondent) -> str | None:
    if respondent.sent_at is None or respondent.way == Way.PAPER:
        return None
    return (
        f"Your answers were sent in on {moment(respondent.sent_at)}. Open them again before you "
        "change them."
    )
