"""Meetings: planned, in session and ended, as each of those who come sees them."""

from tests.pages.states import bare, faulty, filled

MEETING = "initiatives:meeting"
LEAD = "initiatives:lead_meeting"
PLAN = "initiatives:plan_meeting"
CHANGE = "initiatives:change_meeting"
PEOPLE = "initiatives:attendance"
CORRECT = "initiatives:correct_motion"
PROJECTOR = "initiatives:projector"
IN_SESSION = ("discussed_now", "1")
ENDED = ("discussed", "1")
PLANNED = ("discussed", "2")
ASIDE = "Your city leads this one, or you helped to write it. You will be called for the next."

FILLED = (
    filled("initiatives/meeting.html", "liaison_elsewhere", MEETING, *PLANNED, name="planned"),
    filled("initiatives/meeting.html", "evaluator_elsewhere", MEETING, *IN_SESSION),
    filled("initiatives/meeting.html", "evaluator", MEETING, *IN_SESSION, says=ASIDE, name="aside"),
    filled("initiatives/meeting.html", "facilitator", MEETING, *ENDED, name="ended"),
    bare("initiatives/meeting.html", "nobody", MEETING, "done", "1"),
    filled("initiatives/meeting_form.html", "facilitator", PLAN, "discussed"),
    faulty(
        "initiatives/meeting_form.html",
        "facilitator",
        PLAN,
        "discussed",
        press="Plan the meeting",
    ),
    filled("initiatives/meeting_form.html", "facilitator", CHANGE, *PLANNED),
    filled("initiatives/meeting_people.html", "facilitator", PEOPLE, *PLANNED),
    filled("initiatives/meeting_people.html", "facilitator", PEOPLE, *IN_SESSION),
    bare("initiatives/meeting_lead.html", "facilitator", LEAD, *PLANNED),
    filled("initiatives/meeting_lead.html", "facilitator", LEAD, *IN_SESSION),
    filled("initiatives/meeting_lead.html", "facilitator", LEAD, *ENDED, name="ended"),
    faulty(
        "initiatives/meeting_lead.html",
        "facilitator",
        LEAD,
        *IN_SESSION,
        press="Record the motion",
    ),
    filled("initiatives/meeting_motion.html", "facilitator", CORRECT, *ENDED, "motion_corrected"),
    faulty(
        "initiatives/meeting_motion.html",
        "facilitator",
        CORRECT,
        *ENDED,
        "motion_corrected",
        press="Record the correction",
    ),
    bare("initiatives/meeting_projector.html", "facilitator", PROJECTOR, *PLANNED),
    filled("initiatives/meeting_projector.html", "facilitator", PROJECTOR, *IN_SESSION),
    filled("initiatives/meeting_projector.html", "facilitator", PROJECTOR, *ENDED, name="ended"),
)
EMPTY = ()
