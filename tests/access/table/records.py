"""Rows of council records: everybody reads a public act's, the own clerk brings them in."""

from tests.access.outcomes import Row
from tests.access.table.lines import MISSING, NO_FORM, PUBLIC

CLERKS = "clerk: ok, clerk_elsewhere: ok, nobody: sign-in, else: refused"
IN_OFFICE = "nobody: sign-in, no_office: hidden, else: ok"


def _of_an_act(agreement: str, act: str, line: str) -> Row:
    return Row(get=line, post=NO_FORM, args=(agreement, act), missing=("nowhere", *MISSING))


RECORDS = {
    "agreements:details": _of_an_act("circulated", "pending_act", IN_OFFICE),
    "agreements:details_pdf": _of_an_act("circulated", "pending_act", IN_OFFICE),
    "agreements:matter": _of_an_act("circulated", "pending_act", IN_OFFICE),
    "agreements:bill": _of_an_act("adopted", "act", PUBLIC),
    "agreements:records": Row(get=CLERKS, post=CLERKS),
    "agreements:bring_record": Row(get=CLERKS, post=CLERKS),
    "agreements:assign_record": Row(
        get="clerk: ok, nobody: sign-in, else: hidden",
        post="clerk: ok, nobody: sign-in, else: hidden",
        args=("kept_record",),
        missing=MISSING,
    ),
    "agreements:register_csv": Row(get=PUBLIC, post=NO_FORM),
    "agreements:acts_csv": Row(get=PUBLIC, post=NO_FORM),
    "agreements:register_xlsx": Row(get=PUBLIC, post=NO_FORM),
}
