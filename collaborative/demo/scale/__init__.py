"""A large invented collaborative, to measure with: one round, and as many rows as asked for.

Everything is said to be a sample, and people are offices. The rows are written in bulk, but the
round goes its real way: prepared, opened and closed by its operations, so that its places in the
ranking are what the marks come to. The same size and seed give the same proposals and marks.
"""

from collaborative.demo.scale.loading import load
from collaborative.demo.scale.sizes import CannotLoad, Size

__all__ = ["CannotLoad", "Size", "load"]
