"""Council records: each act's own page, and what a clerk brings in."""

import json

from tests.agreements.test_legistar_shapes import PASSED, item, meeting
from tests.pages.states import bare, done, faulty, filled

DETAILS = "agreements:details"
BRING = "agreements:bring_record"
PRINT = """Legislation Details (With Text)

File #:\tRES. NO. 26-99\tName:\tSample\t
Type:\tResolution\tStatus:\tAgenda Ready\t
File created:\t1/2/2026\tIn control:\tCity Council\t
On agenda:\t3/3/2026\tFinal action:\t\t
Title:\tA sample resolution\t
Date\tVer.\tAction By\tAction\tResult
3/3/2026\t1\tCity Council\tadopted\tPass

The text.
"""
LOOK = "Look at it first"
MEETING = json.loads(meeting(PASSED, item(12)))

FILLED = (
    filled("agreements/details.html", "nobody", DETAILS, "in_force", "in_force_act"),
    filled("agreements/details.html", "clerk", DETAILS, "corrected", "act_corrected"),
    bare("agreements/details.html", "clerk", DETAILS, "circulated", "pending_act"),
    filled("agreements/records.html", "clerk", "agreements:records"),
    bare("agreements/records.html", "clerk_elsewhere", "agreements:records"),
    filled("agreements/bring_record.html", "clerk", BRING),
    faulty("agreements/bring_record.html", "clerk", BRING, press=LOOK),
    faulty(
        "agreements/bring_record.html",
        "clerk",
        BRING,
        press=LOOK,
        fill={"words": "No print"},
        name="with words that are no record",
    ),
    done("agreements/look_at_record.html", "clerk", BRING, press=LOOK, fill={"words": PRINT}),
    done(
        "agreements/look_at_record.html",
        "clerk",
        BRING,
        press=LOOK,
        fill={"words": json.dumps(MEETING)},
        name="with the records of a meeting",
    ),
    filled("agreements/assign_record.html", "clerk", "agreements:assign_record", "kept_record"),
    faulty(
        "agreements/assign_record.html",
        "clerk",
        "agreements:assign_record",
        "kept_record",
        press="Put it with this agreement",
    ),
)
EMPTY = ()
