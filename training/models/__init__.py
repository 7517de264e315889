"""What exists in training."""

from training.models.catalogue import Course, Family, Requirement, Topic
from training.models.needs import AskedTopic, Assessment, Audience, Questionnaire
from training.models.respondents import Answer, Respondent

__all__ = [
    "Answer",
    "AskedTopic",
    "Assessment",
    "Audience",
    "Course",
    "Family",
    "Questionnaire",
    "Requirement",
    "Respondent",
    "Topic",
]
