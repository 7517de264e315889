"""The keys of answers: a question's own, or one for each city where each city is asked."""

from __future__ import annotations

from initiatives.questions.catalogue import QUESTIONS, Question


def questions_in(section: str) -> list[Question]:
    """List the questions of a section, in order; none of one that is not there."""
    return [question for question in QUESTIONS.values() if question.section == section]


def key_for(question: Question, slug: str = "") -> str:
    """Return the key of an answer; of a question asked of each city, with the city's slug."""
    return f"{question.key}__{slug}" if question.is_per_city else question.key


def question_of(key: str) -> Question | None:
    """Return the question that a key answers; nothing for a key that no question has."""
    question = QUESTIONS.get(key.partition("__")[0])
    return question if question and question.is_per_city == ("__" in key) else None


def slug_of(key: str) -> str:
    """Return the slug of the city that a key is about; empty where it is about none."""
    return key.partition("__")[2]


def section_of(key: str) -> str:
    """Return the key of the section that an answer belongs to; empty for an unknown key."""
    question = question_of(key)
    return question.section if question else ""
