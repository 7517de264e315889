"""Rows of one's own mail: what is read, muted, and in the calendar."""

from tests.access.outcomes import Row
from tests.access.table.lines import (
    MISSING,
    NO_FORM,
    NO_FORM_SIGNED_IN,
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
)

LIAISON = "liaison: ok, nobody: sign-in, else: hidden"
IN_OFFICE = "nobody: sign-in, no_office: refused, else: ok"
DRAFT_READERS = "author: ok, staff_elsewhere: ok, nobody: sign-in, else: hidden"

INBOX = {
    "notifications:read_all": Row(
        get=NO_FORM_SIGNED_IN, post=SIGNED_IN, data={"seen_at": "2026-03-02T12:00:00-06:00"}
    ),
    "notifications:keep_unread": Row(
        get=NO_FORM_SIGNED_IN, post=LIAISON, args=("own_message",), missing=MISSING
    ),
    "notifications:mute": Row(
        get=DRAFT_READERS,
        post=DRAFT_READERS,
        args=("proposal", "draft"),
        missing=("proposal", "nowhere"),
    ),
    "notifications:unmute": Row(
        get=NO_FORM_SIGNED_IN, post=LIAISON, args=("mute",), missing=MISSING
    ),
    "notifications:calendar": Row(get=SIGNED_IN, post=NO_FORM_SIGNED_IN),
    "notifications:make_calendar": Row(get=NO_FORM_SIGNED_IN, post=IN_OFFICE),
    "notifications:give_up_calendar": Row(
        get=NO_FORM_SIGNED_IN, post="staff: ok, nobody: sign-in, else: hidden"
    ),
    "notifications:calendar_feed": Row(
        get=PUBLIC, post=NO_FORM, args=("calendar",), missing=NOWHERE
    ),
}
"""The address of a calendar is its own key."""
