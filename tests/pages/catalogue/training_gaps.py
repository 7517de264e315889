"""What the assessments came to."""

from tests.pages.states import bare, filled

GAPS, GAP, COMPARED = "training:gaps", "training:gap", "training:gaps_compared"
WISHES = "training:gaps_wishes"

FILLED = (
    filled("training/gaps_index.html", "facilitator", "training:gaps_index"),
    filled("training/gaps.html", "facilitator", GAPS, "gaps"),
    filled("training/gaps.html", "liaison", GAPS, "gaps", query="?by=department&order=each"),
    filled("training/gaps.html", "liaison_elsewhere", GAPS, "gaps", query="?by=role&safety=on"),
    bare("training/gaps.html", "liaison", GAPS, "gaps", query="?role=safety"),
    filled(
        "training/gaps.html",
        "facilitator",
        GAPS,
        "gaps",
        query="?by=department",
        has_problems=True,
        says="Choose the city whose departments to show.",
        name="with errors",
    ),
    filled("training/gaps.html", "analyst", "training:gaps_exact", "gaps", says="Not for"),
    filled("training/gap.html", "facilitator", GAP, "gaps", "gaps_topic"),
    filled("training/gap.html", "liaison", GAP, "gaps", "gaps_topic", query="?role=field"),
    bare("training/gap.html", "liaison", GAP, "gaps", "gaps_few"),
    filled("training/gaps_compared.html", "liaison", COMPARED, "gaps"),
    filled("training/gaps_wishes.html", "facilitator", WISHES, "gaps", says="25 miles or more"),
    filled("training/gaps_wishes.html", "liaison", WISHES, "gaps", query="?by=department"),
    bare("training/gaps_wishes.html", "liaison", WISHES, "gaps", query="?role=safety"),
    bare("training/gaps_compared.html", "facilitator", COMPARED, "gaps_earlier"),
)
EMPTY = (bare("training/gaps_index.html", "facilitator", "training:gaps_index"),)
