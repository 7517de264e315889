"""The words of letters with their preview, and addresses that mail came back from."""

from tests.pages.states import bare, done, faulty, filled

LETTER = "notifications:letter"
PAGE = "notifications/letter.html"

FILLED = (
    filled("notifications/letters.html", "facilitator", "notifications:letters"),
    filled(PAGE, "facilitator", LETTER, "proposal_returned", says="Words it has had"),
    filled(PAGE, "facilitator", LETTER, "digest", says="This is a sample"),
    filled(PAGE, "facilitator", LETTER, "comment", says="This wording is left out."),
    faulty(
        PAGE,
        "facilitator",
        LETTER,
        "proposal_returned",
        fill={"subject": "{", "opening": "About {rationale}"},
        press="Keep these words",
    ),
    done(
        PAGE,
        "facilitator",
        LETTER,
        "round_opened",
        fill={"subject": "{round} is open", "opening": "Dear {name}."},
        press="See how it looks",
    ),
    filled("notifications/addresses.html", "facilitator", "notifications:addresses"),
    filled("notifications/addresses.html", "administrator", "notifications:addresses"),
    filled("notifications/mine.html", "staff", "notifications:mine", says="comes back."),
)
EMPTY = (
    bare("notifications/letters.html", "facilitator", "notifications:letters"),
    bare(PAGE, "facilitator", LETTER, "proposal_returned"),
    bare("notifications/addresses.html", "facilitator", "notifications:addresses"),
)
