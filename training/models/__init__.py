"""What exists in training."""

from training.models.catalogue import Course, Family, Requirement, Topic
from training.models.needs import AskedTopic, Assessment, Audience, Questionnaire
from training.models.programmes import FIGURES, Judgement, Programme, ProgrammeCity
from training.models.records import Completion, Duty, Trainee, YearlyHours
from training.models.requests import SeatRequest
from training.models.respondents import Answer, Respondent
from training.models.safety import Exposure, Incident

__all__ = [
    "FIGURES",
    "Answer",
    "AskedTopic",
    "Assessment",
    "Audience",
    "Completion",
    "Course",
    "Duty",
    "Exposure",
    "Family",
    "Incident",
    "Judgement",
    "Programme",
    "ProgrammeCity",
    "Questionnaire",
    "Requirement",
    "Respondent",
    "SeatRequest",
    "Topic",
    "Trainee",
    "YearlyHours",
]
