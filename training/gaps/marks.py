"""What marks mean: the ends of the scale, and when a person's own marks call for training."""

from fractions import Fraction

LOW, HIGHEST = 1, 5
"""The ends of every scale."""

IMPORTANT, LACKING = 4, 3
"""A person calls for training who marks importance with 4 or more and how well it is done with 3
or less."""


def along(mark: Fraction) -> Fraction:
    """How far along its scale a mark or a mean is: 1 is 0, 5 is 1."""
    return (mark - LOW) / (HIGHEST - LOW)


def short_of(mark: Fraction) -> Fraction:
    """How far a mark or a mean stays behind the end of its scale: 5 is 0, 1 is 1."""
    return 1 - along(mark)
