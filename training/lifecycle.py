"""The lives of what training has: a step that is not here is impossible."""

from collaborative.lifecycle import Lifecycle, Step
from training.events import (
    AssessmentEvent,
    CohortEvent,
    EnrolmentEvent,
    ProgrammeEvent,
    SeatRequestEvent,
    YearPlanEvent,
)
from training.models import Assessment, Cohort, Enrolment, Programme, SeatRequest, YearPlan

State = Assessment.State

ASSESSMENT = Lifecycle(
    State.DRAFT,
    {
        AssessmentEvent.CHANGED: Step(frozenset({State.DRAFT}), State.DRAFT),
        AssessmentEvent.OPENED: Step(frozenset({State.DRAFT}), State.OPEN),
        AssessmentEvent.EXTENDED: Step(frozenset({State.OPEN}), State.OPEN),
        AssessmentEvent.CLOSED: Step(frozenset({State.OPEN}), State.CLOSED),
        AssessmentEvent.WITHDRAWN: Step(frozenset({State.DRAFT, State.OPEN}), State.WITHDRAWN),
    },
)

_Study = Programme.State

PROGRAMME = Lifecycle(
    _Study.DRAFT,
    {
        ProgrammeEvent.CHANGED: Step(frozenset({_Study.DRAFT, _Study.JUDGED}), _Study.DRAFT),
        ProgrammeEvent.JUDGED: Step(frozenset({_Study.DRAFT}), _Study.JUDGED),
        ProgrammeEvent.PROPOSED: Step(frozenset({_Study.JUDGED}), _Study.INITIATIVE),
        ProgrammeEvent.AGREED: Step(frozenset({_Study.JUDGED}), _Study.AGREEMENT),
        ProgrammeEvent.CAME_BACK: Step(
            frozenset({_Study.INITIATIVE, _Study.AGREEMENT}), _Study.JUDGED
        ),
        ProgrammeEvent.DROPPED: Step(frozenset({_Study.DRAFT, _Study.JUDGED}), _Study.DROPPED),
    },
)

_Asked = SeatRequest.State

SEAT_REQUEST = Lifecycle(
    _Asked.ASKED,
    {
        SeatRequestEvent.ACCEPTED: Step(frozenset({_Asked.ASKED}), _Asked.ACCEPTED),
        SeatRequestEvent.DECLINED: Step(frozenset({_Asked.ASKED}), _Asked.DECLINED),
        SeatRequestEvent.MET: Step(frozenset({_Asked.ACCEPTED}), _Asked.MET),
        SeatRequestEvent.WITHDRAWN: Step(
            frozenset({_Asked.ASKED, _Asked.ACCEPTED}), _Asked.WITHDRAWN
        ),
    },
)

COHORT = Lifecycle(
    Cohort.State.PLANNED,
    {
        CohortEvent.OPENED: Step(frozenset({Cohort.State.PLANNED}), Cohort.State.OPEN),
        CohortEvent.BEGUN: Step(frozenset({Cohort.State.OPEN}), Cohort.State.RUNNING),
        CohortEvent.HELD: Step(frozenset({Cohort.State.RUNNING}), Cohort.State.HELD),
        CohortEvent.CANCELLED: Step(
            frozenset({Cohort.State.PLANNED, Cohort.State.OPEN, Cohort.State.RUNNING}),
            Cohort.State.CANCELLED,
        ),
    },
)

ENROLMENT = Lifecycle(
    Enrolment.State.WAITING,
    {
        EnrolmentEvent.MOVED_UP: Step(
            frozenset({Enrolment.State.WAITING}), Enrolment.State.ENROLLED
        ),
        EnrolmentEvent.WITHDRAWN: Step(
            frozenset({Enrolment.State.WAITING, Enrolment.State.ENROLLED}),
            Enrolment.State.WITHDRAWN,
        ),
        EnrolmentEvent.COMPLETED: Step(
            frozenset({Enrolment.State.ENROLLED, Enrolment.State.ABSENT}),
            Enrolment.State.COMPLETED,
        ),
        EnrolmentEvent.MISSED: Step(
            frozenset({Enrolment.State.ENROLLED, Enrolment.State.COMPLETED}),
            Enrolment.State.ABSENT,
        ),
    },
)

_Year = YearPlan.State

YEAR_PLAN = Lifecycle(
    _Year.DRAFT,
    {
        YearPlanEvent.ASKED: Step(frozenset({_Year.DRAFT}), _Year.WAITING),
        YearPlanEvent.BEGUN: Step(frozenset({_Year.WAITING}), _Year.RUNNING),
        YearPlanEvent.READY: Step(frozenset({_Year.RUNNING}), _Year.READY),
        YearPlanEvent.INFEASIBLE: Step(frozenset({_Year.RUNNING}), _Year.INFEASIBLE),
        YearPlanEvent.FAILED: Step(frozenset({_Year.RUNNING}), _Year.FAILED),
        YearPlanEvent.CANCELLED: Step(
            frozenset({_Year.DRAFT, _Year.WAITING, _Year.RUNNING}), _Year.CANCELLED
        ),
        YearPlanEvent.ADOPTED: Step(frozenset({_Year.READY}), _Year.ADOPTED),
    },
)
