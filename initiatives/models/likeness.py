"""The text by which two proposals are compared, in the words of the database."""

from django.db.models import Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, Left

COMPARED = 300
"""Characters of the idea, and as many of the problem, that tell whether two proposals are alike."""


def prose() -> Concat:
    """The beginnings of the idea and the problem: the text that two proposals are compared by.

    Bounded, since an entry of the index that finds the nearest holds every trigram of the text.
    """
    idea, problem = (Left(KT(f"answers__{key}"), COMPARED) for key in ("idea", "problem"))
    return Concat(idea, Value(" "), problem)
