"""What a year's plan adds up to: the case for the optimiser, and the pages of what it found."""

from training.results.plans.cases import as_dollars, case_of, lacks_of, too_small
from training.results.plans.shown import Shown, shown

__all__ = ["Shown", "as_dollars", "case_of", "lacks_of", "shown", "too_small"]
