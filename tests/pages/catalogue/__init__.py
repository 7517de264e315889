"""Every template, in its main states: who looks at it, and where."""

from tests.pages.catalogue import (
    account,
    assigning,
    councils,
    decisions,
    drafting,
    errors,
    exports,
    finding,
    history,
    house,
    ideas,
    library,
    mail,
    meetings,
    packets,
    papers,
    promises,
    rounds,
    scoring,
    screening,
    sponsors,
    standings,
    talk,
    texts,
)

MODULES = (
    house,
    councils,
    ideas,
    finding,
    drafting,
    history,
    screening,
    sponsors,
    talk,
    rounds,
    decisions,
    standings,
    assigning,
    scoring,
    library,
    meetings,
    promises,
    packets,
    exports,
    papers,
    texts,
    mail,
    account,
    errors,
)
FILLED = tuple(state for module in MODULES for state in module.FILLED)
"""Visited in the world of the access table and the scene beside it."""
EMPTY = tuple(state for module in MODULES for state in module.EMPTY)
"""Visited in an installation that holds nothing but its people."""
