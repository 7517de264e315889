"""Addresses of proposals, rounds and reviews."""

from django.urls import path

from initiatives.views import (
    attachments,
    criteria,
    decisions,
    drafts,
    entries,
    proposals,
    results,
    reviews,
    rounds,
    screening,
    sharing,
    sponsors,
)

app_name = "initiatives"
urlpatterns = [
    path("proposals/", proposals.index, name="proposals"),
    path("proposals/new/", drafts.new, name="new_proposal"),
    path("proposals/<slug:reference>/", proposals.page, name="proposal"),
    path("proposals/<slug:reference>/edit/", drafts.edit, name="edit_proposal"),
    path("proposals/<slug:reference>/edit/<slug:key>/", drafts.section, name="edit_section"),
    path("proposals/<slug:reference>/submit/", drafts.submit, name="submit_proposal"),
    path("proposals/<slug:reference>/withdraw/", drafts.withdraw, name="withdraw_proposal"),
    path("proposals/<slug:reference>/share/", sharing.share, name="share_proposal"),
    path(
        "proposals/<slug:reference>/share/<int:person>/end/",
        sharing.unshare,
        name="unshare_proposal",
    ),
    path("proposals/<slug:reference>/sponsors/", sponsors.ask, name="sponsors"),
    path(
        "proposals/<slug:reference>/sponsors/<slug:city>/end/",
        sponsors.take_back,
        name="end_sponsorship",
    ),
    path("proposals/<slug:reference>/sponsor/", sponsors.answer, name="sponsor"),
    path("proposals/<slug:reference>/screen/", screening.screen, name="screen_proposal"),
    path("proposals/<slug:reference>/attachments/add/", attachments.add, name="add_attachment"),
    path(
        "proposals/<slug:reference>/attachments/<uuid:key>/",
        attachments.download,
        name="attachment",
    ),
    path(
        "proposals/<slug:reference>/attachments/<uuid:key>/remove/",
        attachments.remove,
        name="remove_attachment",
    ),
    path("rounds/", rounds.index, name="rounds"),
    path("rounds/new/", rounds.prepare, name="prepare_round"),
    path("rounds/<slug:slug>/", rounds.page, name="round"),
    path("rounds/<slug:slug>/change/", rounds.change, name="change_round"),
    path("rounds/<slug:slug>/extend/", rounds.extend, name="extend_round"),
    path("rounds/<slug:slug>/open/", rounds.open_round, name="open_round"),
    path("rounds/<slug:slug>/close/", rounds.close, name="close_round"),
    path("rounds/<slug:slug>/release/", rounds.release, name="release_round"),
    path("rounds/<slug:slug>/criteria/", criteria.index, name="round_criteria"),
    path("rounds/<slug:slug>/starting-point/", criteria.take_starting_point, name="starting_point"),
    path("rounds/<slug:slug>/add-criterion/", criteria.add, name="add_criterion"),
    path("rounds/<slug:slug>/criteria/<slug:key>/", criteria.change, name="change_criterion"),
    path(
        "rounds/<slug:slug>/criteria/<slug:key>/remove/", criteria.remove, name="remove_criterion"
    ),
    path("rounds/<slug:slug>/proposals/", entries.choose, name="round_entries"),
    path(
        "rounds/<slug:slug>/proposals/<slug:reference>/remove/", entries.leave, name="leave_round"
    ),
    path("rounds/<slug:slug>/evaluators/", entries.evaluators, name="round_evaluators"),
    path("rounds/<slug:slug>/evaluators/everyone/", entries.everyone, name="assign_everyone"),
    path("rounds/<slug:slug>/ranking/", results.places, name="ranking"),
    path("rounds/<slug:slug>/ranking/<slug:reference>/", results.account, name="ranking_account"),
    path("rounds/<slug:slug>/results.json", results.file, name="results_file"),
    path("rounds/<slug:slug>/decisions/<slug:reference>/", decisions.decision, name="decision"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<int:pk>/", reviews.page, name="review"),
    path("reviews/<int:pk>/declare/", reviews.declare, name="declare"),
    path("reviews/<int:pk>/recuse/", reviews.recuse, name="recuse"),
]
