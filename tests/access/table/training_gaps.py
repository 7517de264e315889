"""Rows of what the assessments came to."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NOWHERE

READERS = (
    "liaison: ok, liaison_elsewhere: ok, facilitator: ok, analyst: ok, nobody: sign-in, "
    "else: refused"
)
EXACT = "analyst: ok, nobody: sign-in, else: refused"


def _of_one(*more: str, get: str = READERS) -> Row:
    return Row(get=get, post=NO_FORM_SIGNED_IN, args=("gaps", *more), missing=(*NOWHERE, *more))


TRAINING_GAPS = {
    "training:gaps_index": Row(get=READERS, post=NO_FORM_SIGNED_IN),
    "training:gaps": _of_one(),
    "training:gaps_exact": _of_one(get=EXACT),
    "training:gaps_compared": _of_one(),
    "training:gap": _of_one("gaps_topic"),
    "training:gaps_wishes": _of_one(),
    "training:gaps_wishes_csv": _of_one(),
    "training:gaps_csv": _of_one(),
    "training:gaps_xlsx": _of_one(),
    "training:gaps_picture": _of_one(),
}
