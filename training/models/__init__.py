"""What exists in training."""

from training.models.catalogue import Course, Family, Requirement, Topic
from training.models.needs import AskedTopic, Assessment, Audience, Questionnaire
from training.models.programmes import FIGURES, Judgement, Programme, ProgrammeCity
from training.models.respondents import Answer, Respondent

__all__ = [
    "FIGURES",
    "Answer",
    "AskedTopic",
    "Assessment",
    "Audience",
    "Course",
    "Family",
    "Judgement",
    "Programme",
    "ProgrammeCity",
    "Questionnaire",
    "Requirement",
    "Respondent",
    "Topic",
]
