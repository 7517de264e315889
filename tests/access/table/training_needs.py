"""Rows of needs assessments: the analyst's pages, the readers', and those of whoever is asked."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM, NO_FORM_SIGNED_IN, PUBLIC

OFFICES = "nobody: sign-in, no_office: refused, else: ok"
ANALYST = "analyst: ok, nobody: sign-in, else: refused"
NOBODY_NOW = "nobody: sign-in, else: refused"
READERS = (
    "analyst: ok, facilitator: ok, liaison: ok, liaison_elsewhere: ok, staff: ok, "
    "nobody: sign-in, no_office: refused, else: hidden"
)
ASKED = "staff: ok, nobody: sign-in, else: hidden"
SLIP = ("CNRY-needs-slips",)


def _run(
    *args: str, post: str = ANALYST, get: str = ANALYST, data: dict[str, str] | None = None
) -> Row:
    """A row of the analyst's."""
    return Row(get=get, post=post, args=args or ("needs",), data=data or {})


TRAINING_NEEDS = {
    "training:assessments": Row(get=OFFICES, post=NO_FORM_SIGNED_IN),
    "training:new_assessment": Row(get=ANALYST, post=ANALYST),
    "training:assessment": Row(
        get=READERS, post=NO_FORM_SIGNED_IN, args=("needs",), missing=("nowhere",)
    ),
    "training:edit_assessment": _run("needs_draft"),
    "training:questions": _run("needs_draft", "staff"),
    "training:open_assessment": _run("needs_draft", get=NO_FORM_SIGNED_IN, post=NOBODY_NOW),
    "training:extend_assessment": _run(),
    "training:close_assessment": _run(),
    "training:withdraw_assessment": _run(),
    "training:respondents": _run(),
    "training:respondents_people": _run(),
    "training:respondents_sheet": _run(),
    "training:remove_respondents": _run(
        get=NO_FORM_SIGNED_IN,
        data={"department": "0", "role": "field", "way": "slip"},
        post="analyst: hidden, nobody: sign-in, else: refused",
    ),
    "training:slips": _run(post=NO_FORM_SIGNED_IN),
    "training:papers": _run(post=NO_FORM_SIGNED_IN),
    "training:blank_paper": _run("needs", "staff", post=NO_FORM_SIGNED_IN),
    "training:enter_paper": _run("needs", "staff"),
    "training:correct_paper": _run("needs", "1"),
    "training:papers_table": _run("needs", "staff"),
    "training:papers_template": _run("needs", "staff", post=NO_FORM_SIGNED_IN),
    "training:answers": _run(post=NO_FORM_SIGNED_IN),
    "training:answers_of": _run("needs", "needs_said", post=NO_FORM_SIGNED_IN),
    "training:answer": Row(
        get=ASKED, post=NO_FORM_SIGNED_IN, args=("needs",), missing=("nowhere",)
    ),
    "training:answer_step": Row(
        get=ASKED, post=ASKED, args=("needs", "1"), missing=("nowhere", "1")
    ),
    "training:answer_slip": Row(get=PUBLIC, post=NO_FORM, args=("needs_token",), shows=SLIP),
    "training:answer_slip_step": Row(
        get=PUBLIC, post=PUBLIC, args=("needs_token", "1"), shows=SLIP
    ),
}
