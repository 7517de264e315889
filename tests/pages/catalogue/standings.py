"""What a round came to, looked at in other ways."""

from tests.pages.states import bare, filled

PICTURES = "initiatives:ranking_pictures"
DISCUSS = "initiatives:ranking_discuss"
WHAT_IF = "initiatives:what_if"
AGREEMENT = "initiatives:ranking_agreement"
EVENED = "initiatives:ranking_evened"

FILLED = (
    filled("initiatives/ranking_pictures.html", "facilitator", PICTURES, "weighed"),
    filled("initiatives/ranking_pictures.html", "nobody", PICTURES, "done"),
    filled("initiatives/ranking_discuss.html", "facilitator", DISCUSS, "weighed"),
    bare("initiatives/ranking_discuss.html", "nobody", DISCUSS, "done"),
    filled("initiatives/ranking_what_if.html", "facilitator", WHAT_IF, "weighed"),
    filled(
        "initiatives/ranking_what_if.html",
        "facilitator",
        WHAT_IF,
        "weighed",
        query="?weight-savings=1",
        has_problems=True,
        says="less than 100",
        name="with bad weights",
    ),
    filled("initiatives/ranking_agreement.html", "facilitator", AGREEMENT, "weighed", "savings"),
    bare("initiatives/ranking_agreement.html", "nobody", AGREEMENT, "done", "savings"),
    filled("initiatives/ranking_evened.html", "facilitator", EVENED, "weighed", "told_entry"),
    bare("initiatives/ranking_evened.html", "facilitator", EVENED, "weighed", "never_begun_entry"),
)
EMPTY = ()
