"""Addresses of training."""

from django.urls import path

from training.views import (
    answering,
    answers,
    assessments,
    completions,
    demand,
    gaps,
    gaps_takeaway,
    overview,
    papers,
    programmes,
    requests,
    respondents,
    rolls,
    safety,
    sheets,
    studies,
)

app_name = "training"
urlpatterns = [
    path("training/", overview.overview, name="overview"),
    path("training/assessments/", assessments.index, name="assessments"),
    path("training/assessments/new/", assessments.new, name="new_assessment"),
    path("training/assessments/<slug:slug>/", assessments.page, name="assessment"),
    path("training/assessments/<slug:slug>/edit/", assessments.edit, name="edit_assessment"),
    path(
        "training/assessments/<slug:slug>/questions/<slug:audience>/",
        assessments.questions,
        name="questions",
    ),
    path("training/assessments/<slug:slug>/open/", assessments.open_now, name="open_assessment"),
    path("training/assessments/<slug:slug>/extend/", assessments.extend, name="extend_assessment"),
    path("training/assessments/<slug:slug>/close/", assessments.close, name="close_assessment"),
    path(
        "training/assessments/<slug:slug>/withdraw/",
        assessments.withdraw,
        name="withdraw_assessment",
    ),
    path("training/assessments/<slug:slug>/respondents/", respondents.index, name="respondents"),
    path(
        "training/assessments/<slug:slug>/respondents/people/",
        respondents.people,
        name="respondents_people",
    ),
    path(
        "training/assessments/<slug:slug>/respondents/sheet/",
        respondents.sheet,
        name="respondents_sheet",
    ),
    path(
        "training/assessments/<slug:slug>/respondents/remove/",
        respondents.remove,
        name="remove_respondents",
    ),
    path("training/assessments/<slug:slug>/slips/", respondents.slips, name="slips"),
    path("training/assessments/<slug:slug>/paper/", papers.index, name="papers"),
    path(
        "training/assessments/<slug:slug>/paper/<int:number>/", papers.correct, name="correct_paper"
    ),
    path(
        "training/assessments/<slug:slug>/paper/<slug:audience>/blank/",
        papers.blank,
        name="blank_paper",
    ),
    path(
        "training/assessments/<slug:slug>/paper/<slug:audience>/enter/",
        papers.enter,
        name="enter_paper",
    ),
    path(
        "training/assessments/<slug:slug>/paper/<slug:audience>/table/",
        papers.table,
        name="papers_table",
    ),
    path(
        "training/assessments/<slug:slug>/paper/<slug:audience>/table.xlsx",
        papers.template,
        name="papers_template",
    ),
    path("training/assessments/<slug:slug>/answers/", answers.index, name="answers"),
    path("training/assessments/<slug:slug>/answers/<int:pk>/", answers.page, name="answers_of"),
    path("training/assessments/<slug:slug>/answer/", answering.start, name="answer"),
    path(
        "training/assessments/<slug:slug>/answer/<slug:step>/", answering.step, name="answer_step"
    ),
    path("training/answer/<slug:token>/", answering.slip_start, name="answer_slip"),
    path("training/answer/<slug:token>/<slug:step>/", answering.slip_step, name="answer_slip_step"),
    path("training/gaps/", gaps.index, name="gaps_index"),
    path("training/assessments/<slug:slug>/gaps/", gaps.gaps, name="gaps"),
    path("training/assessments/<slug:slug>/gaps/exact/", gaps.exact, name="gaps_exact"),
    path("training/assessments/<slug:slug>/gaps/compared/", gaps.compared, name="gaps_compared"),
    path("training/assessments/<slug:slug>/gaps/topics/<slug:topic>/", gaps.gap, name="gap"),
    path("training/assessments/<slug:slug>/gaps.csv", gaps_takeaway.csv, name="gaps_csv"),
    path("training/assessments/<slug:slug>/gaps.xlsx", gaps_takeaway.xlsx, name="gaps_xlsx"),
    path("training/assessments/<slug:slug>/gaps.svg", gaps_takeaway.picture, name="gaps_picture"),
    path("training/demand/", demand.index, name="demand"),
    path("training/programmes/", programmes.index, name="programmes"),
    path("training/programmes/new/", programmes.new, name="new_programme"),
    path("training/programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("training/programmes/<slug:slug>/edit/", programmes.edit, name="edit_programme"),
    path("training/programmes/<slug:slug>/judge/", programmes.judge, name="judge_programme"),
    path("training/programmes/<slug:slug>/drop/", programmes.drop, name="drop_programme"),
    path(
        "training/programmes/<slug:slug>/propose/",
        programmes.make_proposal,
        name="propose_programme",
    ),
    path("training/programmes/<slug:slug>/what-if/", studies.what_if, name="programme_what_if"),
    path(
        "training/programmes/<slug:slug>/sensitivity/",
        studies.sensitivity,
        name="programme_sensitivity",
    ),
    path("training/programmes/<slug:slug>/memo.pdf", studies.memo_pdf, name="programme_memo_pdf"),
    path(
        "training/programmes/<slug:slug>/memo.docx", studies.memo_docx, name="programme_memo_docx"
    ),
    path("training/programmes/<slug:slug>/plan.json", studies.plan, name="programme_plan"),
    path("training/safety/", safety.safety, name="safety"),
    path("training/safety/report/", safety.report_incident, name="report_incident"),
    path(
        "training/safety/<int:pk>/put-right/",
        safety.put_right_incident,
        name="put_right_incident",
    ),
    path("training/safety/hours/", safety.report_hours, name="report_hours"),
    path(
        "training/safety/sheet/",
        sheets.from_sheet,
        {"kind": "incidents"},
        name="incidents_from_sheet",
    ),
    path(
        "training/safety/hours/sheet/",
        sheets.from_sheet,
        {"kind": "hours"},
        name="hours_from_sheet",
    ),
    path("training/own/", completions.own_training, name="own_training"),
    path("training/records/", rolls.records, name="records"),
    path(
        "training/records/sheet/",
        sheets.from_sheet,
        {"kind": "training"},
        name="records_from_sheet",
    ),
    path("training/records/people/", rolls.people, name="people"),
    path("training/records/people/new/", rolls.enter_trainee, name="enter_trainee"),
    path("training/records/people/<int:pk>/", rolls.trainee, name="trainee"),
    path("training/records/people/<int:pk>/change/", rolls.change_trainee, name="change_trainee"),
    path(
        "training/records/people/<int:pk>/record/",
        completions.record_training,
        name="record_training",
    ),
    path("training/records/<int:pk>/put-right/", completions.put_right, name="put_right"),
    path("training/records/duties/<int:pk>/end/", rolls.free, name="free"),
    path(
        "training/records/requirements/<slug:slug>/",
        rolls.requirement_people,
        name="requirement_people",
    ),
    path("training/records/requirements/<slug:slug>/bind/", rolls.bind, name="bind"),
    path("training/records/requirements/<slug:slug>/hours/", rolls.count_hours, name="count_hours"),
    path("training/requests/", requests.requests, name="requests"),
    path("training/requests/new/", requests.ask_seats, name="ask_seats"),
    path("training/requests/<int:pk>/answer/", requests.answer_request, name="answer_request"),
    path("training/requests/<int:pk>/met/", requests.meet_request, name="meet_request"),
    path(
        "training/requests/<int:pk>/withdraw/", requests.withdraw_request, name="withdraw_request"
    ),
]
