"""What exists in training."""

from training.models.catalogue import Course, Family, Requirement, Topic
from training.models.cohorts import Cohort, CohortSession, Seats, Venue
from training.models.enrolments import FULL_SCORE, Attendance, Enrolment
from training.models.needs import AskedTopic, Assessment, Audience, Questionnaire
from training.models.outcomes import CalendarFeed, Certificate, Evaluation
from training.models.plans import (
    AdoptedClass,
    Aimed,
    LeftOut,
    PlanDay,
    PlanLimit,
    PlannedClass,
    PlannedSeats,
    PlanTravel,
    PlanVenue,
    PlanWant,
    YearPlan,
)
from training.models.programme_cities import ProgrammeCity
from training.models.programmes import FIGURES, Judgement, Programme
from training.models.records import Completion, Duty, Trainee, YearlyHours
from training.models.requests import SeatRequest
from training.models.respondents import Answer, Respondent
from training.models.safety import Exposure, Incident

__all__ = [
    "FIGURES",
    "FULL_SCORE",
    "AdoptedClass",
    "Aimed",
    "Answer",
    "AskedTopic",
    "Assessment",
    "Attendance",
    "Audience",
    "CalendarFeed",
    "Certificate",
    "Cohort",
    "CohortSession",
    "Completion",
    "Course",
    "Duty",
    "Enrolment",
    "Evaluation",
    "Exposure",
    "Family",
    "Incident",
    "Judgement",
    "LeftOut",
    "PlanDay",
    "PlanLimit",
    "PlanTravel",
    "PlanVenue",
    "PlanWant",
    "PlannedClass",
    "PlannedSeats",
    "Programme",
    "ProgrammeCity",
    "Questionnaire",
    "Requirement",
    "Respondent",
    "SeatRequest",
    "Seats",
    "Topic",
    "Trainee",
    "Venue",
    "YearPlan",
    "YearlyHours",
]
