"""The roof, the members, and the demo."""

from tests.pages.states import bare, faulty, filled

OFFICES = (
    "no_office",
    "staff",
    "author",
    "liaison",
    "evaluator_elsewhere",
    "clerk",
    "facilitator",
    "analyst",
    "administrator",
)
ROOF = (
    filled("dashboard/front.html", "nobody", "home"),
    *(filled("dashboard/home.html", who, "home") for who in OFFICES),
    filled("dashboard/accessibility.html", "nobody", "accessibility"),
    filled("dashboard/events.html", "administrator", "events"),
)
MEMBERS = (
    filled("cities/index.html", "nobody", "cities:index"),
    filled("cities/organisation.html", "nobody", "cities:organisation", "city"),
    filled("cities/organisation.html", "nobody", "cities:organisation", "marc"),
    filled("cities/organisation.html", "liaison", "cities:organisation", "city"),
    faulty(
        "cities/organisation.html",
        "liaison",
        "cities:organisation",
        "city",
        press="Add this department",
    ),
    filled("cities/people.html", "administrator", "cities:people"),
    filled("cities/invite.html", "administrator", "cities:invite"),
    faulty("cities/invite.html", "administrator", "cities:invite", press="Send the invitation"),
    filled("cities/end_office.html", "administrator", "cities:end_office", "office"),
    filled(
        "cities/end_office.html", "administrator", "cities:end_office", "own_office", name="closed"
    ),
)
INVITATIONS = (
    filled("cities/invitation.html", "nobody", "cities:invitation", "token"),
    filled("cities/invitation.html", "staff", "cities:invitation", "staffs_token"),
    faulty(
        "cities/invitation.html", "nobody", "cities:invitation", "token", press="Open my account"
    ),
    filled("cities/invitation_closed.html", "nobody", "cities:invitation", "old_token"),
    filled("cities/invitation_closed.html", "liaison", "cities:invitation", "old_token"),
)
DEMO = (
    filled("demo/people.html", "nobody", "demo:people"),
    filled("demo/letters.html", "nobody", "demo:letters"),
    filled("demo/letter.html", "nobody", "demo:letter", "letter"),
)

FILLED = ROOF + MEMBERS + INVITATIONS + DEMO
EMPTY = (
    bare("dashboard/front.html", "nobody", "home"),
    *(bare("dashboard/home.html", who, "home") for who in OFFICES),
    bare("dashboard/events.html", "administrator", "events"),
    bare("cities/index.html", "nobody", "cities:index"),
    bare("cities/organisation.html", "nobody", "cities:organisation", "raytown"),
    bare("cities/people.html", "administrator", "cities:people"),
    bare("demo/letters.html", "nobody", "demo:letters"),
)
