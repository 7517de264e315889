"""Lines that many rows share."""

PUBLIC = "everybody: ok"
SIGNED_IN = "nobody: sign-in, else: ok"
NO_FORM = "everybody: no-method"
NO_FORM_SIGNED_IN = "nobody: sign-in, else: no-method"
ADMINISTRATOR = "administrator: ok, nobody: sign-in, else: refused"
FACILITATOR = "facilitator: ok, nobody: sign-in, else: refused"
MISSING = ("0",)
NOWHERE = ("nowhere",)
NO_KEY = "00000000-0000-4000-8000-000000000000"
