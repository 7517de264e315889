"""Rows of what a round came to, looked at in other ways and taken away."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM, NOWHERE, PUBLIC


def _of_the_round(*more: str, missing: tuple[str, ...] = ()) -> Row:
    return Row(get=PUBLIC, post=NO_FORM, args=("done", *more), missing=(*NOWHERE, *missing))


STANDINGS = {
    "initiatives:ranking_pictures": _of_the_round(),
    "initiatives:ranking_picture": _of_the_round("ranking", missing=("ranking",)),
    "initiatives:ranking_discuss": _of_the_round(),
    "initiatives:what_if": _of_the_round(),
    "initiatives:ranking_agreement": _of_the_round("savings", missing=("savings",)),
    "initiatives:ranking_evened": _of_the_round("released", missing=NOWHERE),
    "initiatives:ranking_csv": _of_the_round(),
    "initiatives:ranking_xlsx": _of_the_round(),
    "initiatives:ranking_pdf": _of_the_round(),
    "initiatives:round_parcel": _of_the_round(),
}
"""Each is seen by whoever sees the ranking: of a released round, by everybody."""
