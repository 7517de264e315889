"""The access table: every address, who may open it and who may post to it.

`staff`, `liaison`, `evaluator` and `clerk` are of the city that owns the object in question;
those `_elsewhere` of another. A line names the exceptions and ends with everybody else.
"""

from tests.access.outcomes import Row
from tests.access.world import INVITED

PUBLIC = "everybody: ok"
SIGNED_IN = "nobody: sign-in, else: ok"
NO_POST = "nobody: no-method, else: no-method"
ADMINISTRATOR = "administrator: ok, nobody: sign-in, else: refused"
MISSING = ("0",)

ROOF = {
    "home": Row(get=PUBLIC, post=PUBLIC),
    "accessibility": Row(get=PUBLIC, post=PUBLIC),
    "events": Row(get=ADMINISTRATOR, post=ADMINISTRATOR),
}
MEMBERS = {
    "cities:index": Row(get=PUBLIC, post=PUBLIC),
    "cities:organisation": Row(get=PUBLIC, post=PUBLIC, args=("city",), missing=("nowhere",)),
    "cities:add_department": Row(
        get=SIGNED_IN,
        post="liaison: ok, administrator: ok, nobody: sign-in, else: refused",
        args=("city",),
        missing=("nowhere",),
        data={"name": "Water services"},
    ),
    "cities:people": Row(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "cities:invite": Row(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "cities:revoke": Row(
        get="nobody: sign-in, else: no-method",
        post=ADMINISTRATOR,
        args=("invitation",),
        missing=MISSING,
    ),
    "cities:end_office": Row(
        get=ADMINISTRATOR, post=ADMINISTRATOR, args=("office",), missing=MISSING
    ),
    "cities:invitation": Row(
        get=PUBLIC, post=PUBLIC, args=("token",), missing=("nonsense",), shows=(INVITED,)
    ),
}
"""A link is its own key: whoever holds an invitation's link may open it; it says for whom it is."""
DEMO = {
    "demo:people": Row(get="everybody: hidden", post="everybody: hidden"),
    "demo:sign_in": Row(
        get="everybody: hidden", post="everybody: hidden", args=("key",), missing=("key",)
    ),
    "demo:letters": Row(get="everybody: hidden", post="everybody: hidden"),
    "demo:letter": Row(
        get="everybody: hidden", post="everybody: hidden", args=("key",), missing=("key",)
    ),
}
"""Outside demo mode, as in these tests, the demo is not there for anybody."""

NO_FORM = "everybody: no-method"
OWN_ACCOUNT = Row(get=SIGNED_IN, post=SIGNED_IN)
ACCOUNT = {
    "account_login": Row(get=PUBLIC, post=PUBLIC),
    "account_logout": Row(get=PUBLIC, post=PUBLIC),
    "account_signup": Row(get=PUBLIC, post=PUBLIC),
    "account_inactive": Row(get=PUBLIC, post=NO_FORM),
    "account_reauthenticate": OWN_ACCOUNT,
    "account_email": OWN_ACCOUNT,
    "account_email_verification_sent": Row(get=PUBLIC, post=NO_FORM),
    "account_confirm_email": Row(
        get=PUBLIC, post="everybody: hidden", args=("key",), missing=("other",)
    ),
    "account_change_password": OWN_ACCOUNT,
    "account_set_password": OWN_ACCOUNT,
    "account_reset_password": Row(get=PUBLIC, post=PUBLIC),
    "account_reset_password_done": Row(get=PUBLIC, post=NO_FORM),
    "account_reset_password_from_key": Row(
        get=PUBLIC, post=PUBLIC, args=("1", "key"), missing=("2", "key")
    ),
    "account_reset_password_from_key_done": Row(get=PUBLIC, post=NO_FORM),
    "account_request_login_code": Row(get=PUBLIC, post=PUBLIC),
    "account_confirm_login_code": Row(get=SIGNED_IN, post=SIGNED_IN),
}
NO_SECOND_FACTOR_YET = Row(
    get="nobody: sign-in, else: hidden", post="nobody: sign-in, else: hidden"
)
LISTING = Row(get=SIGNED_IN, post="nobody: sign-in, else: no-method")
SOMEBODY_ELSES_KEY = Row(get=SIGNED_IN, post=SIGNED_IN, args=("passkey",))
"""Everybody is asked for the own password again first, whichever key the address names."""
SECOND_FACTOR = {
    "mfa_index": LISTING,
    "mfa_authenticate": OWN_ACCOUNT,
    "mfa_reauthenticate": OWN_ACCOUNT,
    "mfa_activate_totp": OWN_ACCOUNT,
    "mfa_deactivate_totp": NO_SECOND_FACTOR_YET,
    "mfa_view_recovery_codes": Row(
        get="nobody: sign-in, else: hidden", post="nobody: sign-in, else: no-method"
    ),
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_download_recovery_codes": NO_SECOND_FACTOR_YET,
    "mfa_list_webauthn": LISTING,
    "mfa_add_webauthn": OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": OWN_ACCOUNT,
    "mfa_remove_webauthn": SOMEBODY_ELSES_KEY,
    "mfa_edit_webauthn": SOMEBODY_ELSES_KEY,
    "mfa_login_webauthn": OWN_ACCOUNT,
}

TABLE = ROOF | MEMBERS | DEMO | ACCOUNT | SECOND_FACTOR
