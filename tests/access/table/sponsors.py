"""Rows of co-sponsor cities: the own city's authors ask, the other city's liaison answers."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NOWHERE

ASKERS = "author: ok, liaison_elsewhere: refused, nobody: sign-in, else: hidden"
ANSWERERS = "liaison_elsewhere: ok, author: refused, nobody: sign-in, else: hidden"

SPONSORS = {
    "initiatives:sponsors": Row(
        get=ASKERS,
        post=ASKERS,
        args=("sponsored",),
        missing=NOWHERE,
        data={"cities": "independence"},
    ),
    "initiatives:end_sponsorship": Row(
        get=NO_FORM_SIGNED_IN,
        post=ASKERS,
        args=("sponsored", "third_city"),
        missing=("nowhere", "lees-summit"),
    ),
    "initiatives:sponsor": Row(
        get=ANSWERERS,
        post=ANSWERERS,
        args=("sponsored",),
        missing=NOWHERE,
        data={"reply": "accepted", "words": "", "city": "grandview", "version": "1"},
    ),
}
"""`sponsored` is a draft of the own city that was put to the other city and to a third."""
