"""What changed between two texts, in words: pure, and nothing of either text is lost.

``compare(before, after)`` gives pieces to read in order; ``folded`` shortens what did not change.
"""

from initiatives.comparing.folding import folded
from initiatives.comparing.pieces import Kind, Piece
from initiatives.comparing.words import compare

__all__ = ["Kind", "Piece", "compare", "folded"]
