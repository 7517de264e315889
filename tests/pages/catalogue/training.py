"""The first page of training."""

from tests.pages.states import filled

FILLED = (
    filled("training/overview.html", "analyst", "training:overview"),
    filled("training/overview.html", "staff", "training:overview"),
)
EMPTY = ()
