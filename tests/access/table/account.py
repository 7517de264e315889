"""Rows of signing in, the own account, and the second factor."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM, NO_FORM_SIGNED_IN, PUBLIC, SIGNED_IN

OWN_ACCOUNT = Row(get=SIGNED_IN, post=SIGNED_IN)
BY_PASSWORD = "no_office: refused, nobody: sign-in, else: ok"
OWN_PASSWORD = Row(get=BY_PASSWORD, post=BY_PASSWORD)
ACCOUNT = {
    "account_login": Row(get=PUBLIC, post=PUBLIC),
    "account_logout": Row(get=PUBLIC, post=PUBLIC),
    "account_signup": Row(get=PUBLIC, post=PUBLIC),
    "account_inactive": Row(get=PUBLIC, post=NO_FORM),
    "account_reauthenticate": OWN_PASSWORD,
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
LISTING = Row(get=SIGNED_IN, post=NO_FORM_SIGNED_IN)
ASKED_FIRST = "no_office: hidden, nobody: sign-in, else: ok"
SOMEBODY_ELSES_KEY = Row(get=ASKED_FIRST, post=ASKED_FIRST, args=("passkey",))
"""Who has a password is asked for it again first, whichever key the address names."""
SECOND_FACTOR = {
    "mfa_index": LISTING,
    "mfa_authenticate": OWN_ACCOUNT,
    "mfa_reauthenticate": OWN_PASSWORD,
    "mfa_activate_totp": OWN_ACCOUNT,
    "mfa_deactivate_totp": NO_SECOND_FACTOR_YET,
    "mfa_view_recovery_codes": Row(get="nobody: sign-in, else: hidden", post=NO_FORM_SIGNED_IN),
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_download_recovery_codes": NO_SECOND_FACTOR_YET,
    "mfa_list_webauthn": LISTING,
    "mfa_add_webauthn": OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": OWN_PASSWORD,
    "mfa_remove_webauthn": SOMEBODY_ELSES_KEY,
    "mfa_edit_webauthn": SOMEBODY_ELSES_KEY,
    "mfa_login_webauthn": OWN_ACCOUNT,
}
