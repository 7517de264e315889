"""Rows of meetings: who leads, who follows, and what everybody reads after the release."""

from tests.access.outcomes import Row
from tests.access.table.ideas import OPEN_TO_OFFICES
from tests.access.table.lines import NO_FORM, NO_FORM_SIGNED_IN, PUBLIC

FOLLOWING = (
    "facilitator: ok, liaison: ok, liaison_elsewhere: ok, evaluator: ok, evaluator_elsewhere: ok, "
    "nobody: sign-in, else: hidden"
)
LEADING = (
    "facilitator: ok, liaison: refused, liaison_elsewhere: refused, evaluator: refused, "
    "evaluator_elsewhere: refused, nobody: sign-in, else: hidden"
)
NOT_THERE = LEADING.replace("facilitator: ok", "facilitator: hidden")


def _led(
    *more: str, get: str = LEADING, post: str = LEADING, data: dict[str, str] | None = None
) -> Row:
    """A row of the meeting in session, its further arguments after the number."""
    return Row(
        get=get,
        post=post,
        args=("discussed_now", "1", *more),
        missing=("nowhere", "1", *("1" for _ in more)),
        data=data or {},
    )


def _pressed(*more: str, post: str = LEADING, **data: str) -> Row:
    """A row of a button."""
    return _led(*more, get=NO_FORM_SIGNED_IN, post=post, data=data)


MEETINGS = {
    "initiatives:plan_meeting": Row(
        get=OPEN_TO_OFFICES,
        post=OPEN_TO_OFFICES,
        args=("discussed_now",),
        missing=("nowhere",),
    ),
    "initiatives:meeting": _led(get=FOLLOWING, post=NO_FORM),
    "initiatives:meeting_now": _led(get=FOLLOWING, post=NO_FORM),
    "initiatives:change_meeting": _led(
        get=LEADING.replace("facilitator: ok", "facilitator: refused"),
        post=LEADING.replace("facilitator: ok", "facilitator: refused"),
    ),
    "initiatives:attendance": _led(),
    "initiatives:lead_meeting": _led(post=NO_FORM_SIGNED_IN),
    "initiatives:arrange": _pressed(),
    "initiatives:put_on_agenda": _pressed(post=NOT_THERE, proposal="EJC-1900-001"),
    "initiatives:start_meeting": _pressed(),
    "initiatives:end_meeting": _pressed(),
    "initiatives:move_item": _pressed("2", to="off"),
    "initiatives:take_up": _pressed("2", after="1"),
    "initiatives:jot": _pressed("1", note="Kept"),
    "initiatives:record_motion": _pressed("1"),
    "initiatives:correct_motion": _led("moved"),
    "initiatives:projector": _led(post=NO_FORM_SIGNED_IN),
    "initiatives:projected": _led(post=NO_FORM_SIGNED_IN),
    "initiatives:minutes_docx": Row(
        get=PUBLIC, post=NO_FORM, args=("done", "1"), missing=("nowhere", "1")
    ),
    "initiatives:minutes_pdf": Row(
        get=PUBLIC, post=NO_FORM, args=("done", "1"), missing=("nowhere", "1")
    ),
}
"""A meeting that began stays where it is; to start it again answers with who was first."""
