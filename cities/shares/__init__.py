"""What each city pays of a shared cost: exact to the cent, and the same whoever computes it.

`docs/shares.md` explains it in plain language with an example to check by hand.

    parse(document) -> Allocation      raises collaborative.documents.BadDocument
    allocate(allocation) -> shares     raises Impossible
    to_document(allocation, shares) -> document
    shared(amount, {key: weight}) -> {key: amount}
"""

from cities.shares.allocating import Impossible, allocate
from cities.shares.cents import shared
from cities.shares.documents import parse, to_document
from cities.shares.formula import Allocation, Basis, Formula, Payer

__all__ = [
    "Allocation",
    "Basis",
    "Formula",
    "Impossible",
    "Payer",
    "allocate",
    "parse",
    "shared",
    "to_document",
]
