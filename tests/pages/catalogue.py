"""Every template, in its main states: who looks at it, and where."""

from tests.pages.states import empty, faulty, filled

OFFICES = (
    "no_office",
    "staff",
    "liaison",
    "evaluator",
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
    filled("cities/invitation.html", "nobody", "cities:invitation", "token"),
    faulty(
        "cities/invitation.html", "nobody", "cities:invitation", "token", press="Open my account"
    ),
    filled("cities/invitation_closed.html", "nobody", "cities:invitation", "old_token"),
)
DEMO = (
    filled("demo/people.html", "nobody", "demo:people"),
    filled("demo/letters.html", "nobody", "demo:letters"),
    filled("demo/letter.html", "nobody", "demo:letter", "letter"),
)
ACCOUNT = (
    filled("account/login.html", "nobody", "account_login"),
    faulty("account/login.html", "nobody", "account_login", press="Sign in"),
    filled("account/logout.html", "staff", "account_logout"),
    filled("account/signup_closed.html", "nobody", "account_signup"),
    filled("account/account_inactive.html", "nobody", "account_inactive"),
    filled("account/email.html", "staff", "account_email"),
    filled("account/verification_sent.html", "nobody", "account_email_verification_sent"),
    filled("account/email_confirm.html", "nobody", "account_confirm_email", "key"),
    filled("account/password_set.html", "no_office", "account_set_password"),
    filled("account/password_change.html", "liaison", "account_change_password"),
    filled("account/password_reset.html", "nobody", "account_reset_password"),
    filled("account/password_reset_done.html", "nobody", "account_reset_password_done"),
    filled("account/request_login_code.html", "nobody", "account_request_login_code"),
    filled("mfa/index.html", "staff", "mfa_index"),
)

EMPTY = (
    empty("dashboard/front.html", "nobody", "home"),
    empty("dashboard/events.html", "administrator", "events"),
    empty("demo/letters.html", "nobody", "demo:letters"),
)
FILLED = ROOF + MEMBERS + DEMO + ACCOUNT
