"""Rows of training."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN

OFFICES = "nobody: sign-in, no_office: refused, else: ok"

TRAINING = {
    "training:overview": Row(get=OFFICES, post=NO_FORM_SIGNED_IN),
}
