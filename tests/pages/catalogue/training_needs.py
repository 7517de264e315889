"""Needs assessments: building one, running it, answering it."""

from tests.pages.states import bare, done, faulty, filled

WHO = "analyst"
STEP = "training:answer_step"
SLIP = "training:answer_slip_step"

FILLED = (
    filled("training/assessments.html", WHO, "training:assessments"),
    filled("training/assessments.html", "staff", "training:assessments"),
    bare("training/assessments.html", "evaluator", "training:assessments"),
    filled("training/assessment.html", WHO, "training:assessment", "needs_draft", name="draft"),
    filled("training/assessment.html", WHO, "training:assessment", "needs"),
    filled("training/assessment.html", "liaison", "training:assessment", "needs"),
    filled("training/assessment.html", "liaison_elsewhere", "training:assessment", "needs"),
    filled("training/assessment.html", "staff", "training:assessment", "needs"),
    filled("training/assessment.html", WHO, "training:assessment", "needs_closed", name="closed"),
    filled("training/assessment_form.html", WHO, "training:new_assessment"),
    faulty("training/assessment_form.html", WHO, "training:new_assessment", press="Prepare it"),
    filled("training/assessment_form.html", WHO, "training:edit_assessment", "needs_draft"),
    filled("training/assessment_questions.html", WHO, "training:questions", "needs_draft", "staff"),
    faulty(
        "training/assessment_questions.html",
        WHO,
        "training:questions",
        "needs_draft",
        "heads",
        press="Keep these questions",
    ),
    filled("training/assessment_extend.html", WHO, "training:extend_assessment", "needs"),
    filled("training/assessment_close.html", WHO, "training:close_assessment", "needs"),
    filled("training/assessment_close.html", WHO, "training:close_assessment", "needs_closed"),
    filled("training/assessment_withdraw.html", WHO, "training:withdraw_assessment", "needs"),
    filled("training/respondents.html", WHO, "training:respondents", "needs"),
    bare("training/respondents.html", WHO, "training:respondents", "needs_draft"),
    faulty("training/respondents.html", WHO, "training:respondents", "needs", press="Ask them"),
    filled("training/respondents_people.html", WHO, "training:respondents_people", "needs"),
    filled(
        "training/respondents_people.html",
        WHO,
        "training:respondents_people",
        "needs",
        query="?city=raytown",
        name="of a city",
    ),
    filled("training/respondents_sheet.html", WHO, "training:respondents_sheet", "needs"),
    done(
        "training/respondents_sheet_shown.html",
        WHO,
        "training:respondents_sheet",
        "needs",
        fill={"file": "needs_sheet"},
        press="Show whom it adds",
    ),
    filled("training/slips.html", WHO, "training:slips", "needs"),
    bare("training/slips.html", WHO, "training:slips", "needs_draft"),
    filled("training/papers.html", WHO, "training:papers", "needs"),
    filled("training/papers.html", WHO, "training:papers", "needs_closed", name="closed"),
    filled("training/paper_blank.html", WHO, "training:blank_paper", "needs", "staff"),
    filled("training/paper_enter.html", WHO, "training:enter_paper", "needs", "staff"),
    faulty(
        "training/paper_enter.html",
        WHO,
        "training:enter_paper",
        "needs",
        "heads",
        press="Type it in and go on",
    ),
    filled("training/paper_enter.html", WHO, "training:correct_paper", "needs", "1"),
    filled("training/papers_table.html", WHO, "training:papers_table", "needs", "staff"),
    done(
        "training/papers_table_shown.html",
        WHO,
        "training:papers_table",
        "needs",
        "staff",
        fill={"file": "needs_table"},
        press="Show what it adds",
    ),
    filled("training/answers.html", WHO, "training:answers", "needs"),
    bare("training/answers.html", WHO, "training:answers", "needs_slips"),
    filled("training/answers_of.html", WHO, "training:answers_of", "needs", "needs_said"),
    filled("training/answer_start.html", "staff", "training:answer", "needs"),
    filled("training/answer_start.html", "clerk", "training:answer", "needs_closed", name="closed"),
    filled("training/answer_start.html", "nobody", "training:answer_slip", "needs_token"),
    filled("training/answer_topic.html", "staff", STEP, "needs", "1"),
    filled("training/answer_topic.html", "nobody", SLIP, "needs_token", "wishes"),
    filled("training/answer_review.html", "nobody", SLIP, "needs_token", "look-over"),
    filled(
        "training/answer_review.html", "clerk", STEP, "needs_closed", "look-over", name="closed"
    ),
)
EMPTY = (bare("training/assessments.html", WHO, "training:assessments"),)
