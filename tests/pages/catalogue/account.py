"""Signing in, the own account, and the second factor."""

from tests.pages.states import bare, done, faulty, filled

SIGN_IN = "account_login"
CODE = "account_request_login_code"
KEY = "account_reset_password_from_key"
CONFIRM = "account_reauthenticate"
BY_CODE = "mfa_reauthenticate"
WITH_PASSWORD = {"login": "careful_email", "password": "password"}

SIGNING_IN = (
    filled("account/login.html", "nobody", SIGN_IN),
    faulty("account/login.html", "nobody", SIGN_IN, press="Sign in"),
    faulty(
        "account/login.html",
        "nobody",
        SIGN_IN,
        fill={"login": "careful_email", "password": "not my password"},
        press="Sign in",
        name="with another password",
    ),
    done("mfa/authenticate.html", "nobody", SIGN_IN, fill=WITH_PASSWORD, press="Sign in"),
    filled("account/request_login_code.html", "nobody", CODE),
    faulty("account/request_login_code.html", "nobody", CODE, press="Send the code"),
    done(
        "account/confirm_login_code.html",
        "nobody",
        CODE,
        fill={"email": "careful_email"},
        press="Send the code",
    ),
    filled("account/logout.html", "staff", "account_logout"),
    filled("account/signup_closed.html", "nobody", "account_signup"),
    filled("account/account_inactive.html", "nobody", "account_inactive"),
)
PASSWORD = (
    filled("account/password_reset.html", "nobody", "account_reset_password"),
    faulty(
        "account/password_reset.html", "nobody", "account_reset_password", press="Send the link"
    ),
    done(
        "account/password_reset_done.html",
        "nobody",
        "account_reset_password",
        fill={"email": "careful_email"},
        press="Send the link",
    ),
    filled(
        "account/password_reset_from_key.html",
        "nobody",
        KEY,
        "number",
        "reset_key",
        says="Choose a new password",
    ),
    faulty(
        "account/password_reset_from_key.html",
        "nobody",
        KEY,
        "number",
        "reset_key",
        press="Change the password",
    ),
    filled(
        "account/password_reset_from_key.html", "nobody", KEY, "1", "used-before", name="used up"
    ),
    filled(
        "account/password_reset_from_key_done.html",
        "nobody",
        "account_reset_password_from_key_done",
    ),
    filled("account/password_set.html", "no_office", "account_set_password"),
    faulty(
        "account/password_set.html", "no_office", "account_set_password", press="Set the password"
    ),
    filled("account/password_change.html", "liaison", "account_change_password"),
    faulty(
        "account/password_change.html",
        "liaison",
        "account_change_password",
        press="Change the password",
    ),
)
ADDRESS = (
    filled("account/email.html", "staff", "account_email"),
    filled("account/email.html", "clerk", "account_email"),
    faulty("account/email.html", "staff", "account_email", press="Add email"),
    filled("account/verification_sent.html", "nobody", "account_email_verification_sent"),
    filled("account/email_confirm.html", "nobody", "account_confirm_email", "confirmation"),
    filled(
        "account/email_confirm.html",
        "nobody",
        "account_confirm_email",
        "no-such-link",
        name="used up",
    ),
)
AGAIN = (
    filled("account/reauthenticate.html", "careful", CONFIRM),
    faulty("account/reauthenticate.html", "careful", CONFIRM, press="Confirm"),
    filled("mfa/reauthenticate.html", "careful", BY_CODE),
    faulty("mfa/reauthenticate.html", "careful", BY_CODE, fill={"code": "000000"}, press="Confirm"),
    filled("mfa/webauthn/reauthenticate.html", "careful", "mfa_reauthenticate_webauthn"),
)
SECOND_FACTOR = (
    bare("mfa/index.html", "staff", "mfa_index"),
    filled("mfa/index.html", "careful", "mfa_index"),
    filled("mfa/totp/activate_form.html", "staff", "mfa_activate_totp", is_confirmed=True),
    faulty(
        "mfa/totp/activate_form.html",
        "staff",
        "mfa_activate_totp",
        is_confirmed=True,
        fill={"code": "000000"},
        press="Activate",
    ),
    filled("mfa/totp/deactivate_form.html", "careful", "mfa_deactivate_totp", is_confirmed=True),
    filled(
        "mfa/recovery_codes/index.html", "careful", "mfa_view_recovery_codes", is_confirmed=True
    ),
    filled(
        "mfa/recovery_codes/generate.html",
        "careful",
        "mfa_generate_recovery_codes",
        is_confirmed=True,
    ),
    bare("mfa/webauthn/authenticator_list.html", "staff", "mfa_list_webauthn"),
    filled("mfa/webauthn/authenticator_list.html", "careful", "mfa_list_webauthn"),
    filled("mfa/webauthn/add_form.html", "staff", "mfa_add_webauthn", is_confirmed=True),
    filled(
        "mfa/webauthn/edit_form.html", "careful", "mfa_edit_webauthn", "own_key", is_confirmed=True
    ),
    filled(
        "mfa/webauthn/authenticator_confirm_delete.html",
        "careful",
        "mfa_remove_webauthn",
        "own_key",
        is_confirmed=True,
    ),
)

FILLED = SIGNING_IN + PASSWORD + ADDRESS + AGAIN + SECOND_FACTOR
EMPTY = ()
