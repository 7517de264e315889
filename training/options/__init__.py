"""The ways in which cities can have a course, side by side, exact to the cent.

`docs/feasibility.md` explains them in plain language with an example to check by hand.

    parse(document) -> Study           raises collaborative.documents.BadDocument
    compare(study) -> Comparison
    turning_points(study), swings(study, percent=20)
    to_document(study) -> document     parse reads it again
"""

from training.options.comparing import Comparison, Option, Part, compare
from training.options.inputs import Input, inputs_of
from training.options.reading import parse, to_document
from training.options.sensitivity import Finding, Swing, Turn, finding, swings, turning_points
from training.options.study import ClassCost, Study, Way

__all__ = [
    "ClassCost",
    "Comparison",
    "Finding",
    "Input",
    "Option",
    "Part",
    "Study",
    "Swing",
    "Turn",
    "Way",
    "compare",
    "finding",
    "inputs_of",
    "parse",
    "swings",
    "to_document",
    "turning_points",
]
