"""What is told of assessments, shared courses, year plans and cohorts."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from notifications.catalogue import audiences
from notifications.catalogue.shapes import Notice
from training.events import (
    AssessmentEvent,
    CohortEvent,
    EnrolmentEvent,
    ProgrammeEvent,
    SeatRequestEvent,
    YearPlanEvent,
)

OF_TRAINING: Mapping[StrEnum, Notice] = MappingProxyType(
    {
        AssessmentEvent.OPENED: Notice(
            "Training questions to answer",
            audiences.asked_in_assessment,
            "assessment_opened",
            news="was opened for answers",
        ),
        AssessmentEvent.CLOSED: Notice(
            "Needs assessment closed",
            audiences.assessment_keepers,
            "assessment_closed",
            news="was closed",
        ),
        ProgrammeEvent.JUDGED: Notice(
            "Shared course judged", audiences.concerned_by_verdict, "programme_judged"
        ),
        ProgrammeEvent.PROPOSED: Notice(
            "Shared course proposed", audiences.judges_and_drafters, "programme_became"
        ),
        ProgrammeEvent.AGREED: Notice(
            "Shared course in an agreement", audiences.judges_and_drafters, "programme_became"
        ),
        ProgrammeEvent.CAME_BACK: Notice(
            "Shared course came back", audiences.judges_of_back, "programme_came_back"
        ),
        ProgrammeEvent.DROPPED: Notice(
            "Shared course dropped", audiences.concerned_by_dropping, "programme_dropped"
        ),
        YearPlanEvent.READY: Notice("Plan ready", audiences.planners, "plan_over"),
        YearPlanEvent.INFEASIBLE: Notice("Plan cannot be kept", audiences.planners, "plan_over"),
        YearPlanEvent.FAILED: Notice("Plan failed", audiences.planners, "plan_over"),
        CohortEvent.OPENED: Notice(
            "Course open for enrolment",
            audiences.liaisons_with_seats,
            "cohort_opened",
            news="was opened for enrolment",
        ),
        CohortEvent.MOVED: Notice(
            "Course moved",
            audiences.everybody_of_cohort,
            "cohort_moved",
            news="was moved to other days or another place",
        ),
        CohortEvent.CANCELLED: Notice(
            "Course cancelled",
            audiences.everybody_of_cohort,
            "cohort_cancelled",
            news="was called off",
        ),
        CohortEvent.HELD: Notice(
            "Course completed",
            audiences.completed_of_cohort,
            "cohort_held",
            news="was held, and its records are closed",
        ),
        CohortEvent.FOLLOWED_UP: Notice(
            "Question after a course", audiences.completed_of_cohort, "cohort_followed_up"
        ),
        EnrolmentEvent.ENROLLED: Notice(
            "Place in a course", audiences.enrolled_person, "enrolment_enrolled"
        ),
        EnrolmentEvent.MOVED_UP: Notice(
            "Place from the waiting list", audiences.enrolled_person, "enrolment_moved_up"
        ),
        SeatRequestEvent.ACCEPTED: Notice("Seats promised", news="was taken into the plan"),
        SeatRequestEvent.DECLINED: Notice("Seats declined", news="was declined"),
        SeatRequestEvent.MET: Notice("Seats given", news="was met"),
    }
)
