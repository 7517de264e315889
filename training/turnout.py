"""How many of those who were asked have answered, and how far their answers speak for all.

Pure. Nothing here knows what anybody answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
LEAST = 5
"""People in the smallest group that anybody but the institute is told of."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some who are asked: how many there are, how many have begun, and how many have sent in."""

    name: str
    asked: int
    begun: int = 0
    returned: int = 0

    @property
    def confidence(self) -> Interval | None:
        """What one half of the answers stands for among all who are asked; see `interval`."""
        return interval(answered=self.returned, asked=self.asked)

    @property
    def percent(self) -> int | None:
        """Those who have sent in, in per cent of those asked; None where nobody is asked.

        Rounded half up.
        """
        return (200 * self.returned + self.asked) // (2 * self.asked) if self.asked else None


def together(groups: Iterable[Group], *, name: str) -> Group:
    """Add groups up."""
    listed = list(groups)
    return Group(
        name,
        asked=sum(group.asked for group in listed),
        begun=sum(group.begun for group in listed),
        returned=sum(group.returned for group in listed),
    )


def pooled(groups: Iterable[Group], *, name: str, least: int = LEAST) -> list[Group]:
    """Put groups of fewer than `least` people together under a name, so that none is told of.

    Where they are still too few, the smallest of the others goes in with them: then neither the
    line nor what is missing from the total tells of a small group. Nothing is left where all of
    them together are too few.
    """
    listed = sorted(groups, key=lambda group: (group.asked, group.name))
    small = [group for group in listed if group.asked < least]
    large = listed[len(small) :]
    while small and large and sum(group.asked for group in small) < least:
        small.append(large.pop(0))
    shown = sorted(large, key=lambda group: group.name)
    if sum(group.asked for group in small) >= least:
        shown.append(together(small, name=name))
    return shown


@dataclass(frozen=True, slots=True)
class Interval:
    """Two shares, from 0 to 1, between which the true one lies."""

    low: float
    high: float

    @property
    def low_percent(self) -> int:
        """The lower one in per cent, rounded down."""
        return floor(100 * self.low)

    @property
    def high_percent(self) -> int:
        """The upper one in per cent, rounded up."""
        return ceil(100 * self.high)


HALF = 0.5
"""The share that is least sure."""


def interval(share: float = HALF, *, answered: int, asked: int) -> Interval | None:
    """Between which shares of all who were asked a share of those who answered stands.

    With 95 per cent confidence, if those who did not answer think like those who did; None where
    nobody has answered. Where everybody has, both are the share itself.

    Source: the score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and
    Statistical Inference", Journal of the American Statistical Association 22 (1927), 209-212,
    with the number of answers raised by the correction for a finite population, (N - 1)/(N - n),
    by which W. G. Cochran, Sampling Techniques (3rd ed., 1977), chapter 3, lessens the variance
    of a share.
    Raises: ValueError unless 0 <= share <= 1 and 0 <= answered <= asked.
    """
    if not (0 <= share <= 1 and 0 <= answered <= asked):
        raise ValueError(f"{share} of {answered} of {asked} is no share of a part.")
    if answered == 0:
        return None
    if answered == asked:
        return Interval(share, share)
    number = answered * (asked - 1) / (asked - answered)
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    scale = 1 + z * z / number
    middle = (share + z * z / (2 * number)) / scale
    spread = z / scale * sqrt(share * (1 - share) / number + (z / (2 * number)) ** 2)
    return Interval(max(0.0, middle - spread), min(1.0, middle + spread))
