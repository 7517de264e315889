"""Addresses of agreements, councils' acts, and papers."""

from django.urls import path

from agreements.views import (
    after,
    agreements,
    checking,
    closings,
    commenting,
    comparing,
    compositions,
    councils,
    drafting,
    exhibits,
    exports,
    filings,
    packets,
    papers,
    sessions,
    signatures,
    terms,
    versions,
)

app_name = "agreements"
urlpatterns = [
    path("agreements/", agreements.index, name="index"),
    path("agreements/new/", drafting.new, name="new"),
    path("agreements/exports/", exports.index, name="exports"),
    path("agreements/exports/new/", exports.new, name="new_export"),
    path("agreements/exports/<uuid:key>/", exports.export, name="export"),
    path("agreements/exports/<uuid:key>/progress/", exports.progress, name="export_progress"),
    path("agreements/exports/<uuid:key>/file/", exports.file, name="export_file"),
    path("agreements/exports/<uuid:key>/cancel/", exports.cancel, name="cancel_export"),
    path("agreements/exports/<uuid:key>/again/", exports.again, name="export_again"),
    path("agreements/<slug:slug>/", agreements.agreement, name="agreement"),
    path("agreements/<slug:slug>/edit/", drafting.edit, name="edit"),
    path("agreements/<slug:slug>/circulate/", drafting.circulate, name="circulate"),
    path("agreements/<slug:slug>/withdraw/", drafting.withdraw, name="withdraw"),
    path("agreements/<slug:slug>/end/", drafting.end, name="end"),
    path("agreements/<slug:slug>/acts/record/", councils.record, name="record_act"),
    path("agreements/<slug:slug>/acts/<int:key>/complete/", councils.complete, name="complete_act"),
    path("agreements/<slug:slug>/acts/<int:key>/correct/", councils.correct, name="correct_act"),
    path("agreements/<slug:slug>/acts/<int:key>/after/", after.add, name="add_action"),
    path(
        "agreements/<slug:slug>/acts/<int:key>/documents/add/",
        papers.add_act_document,
        name="add_act_document",
    ),
    path("agreements/<slug:slug>/documents/add/", papers.add_document, name="add_document"),
    path("agreements/<slug:slug>/documents/<uuid:key>/", papers.document, name="document"),
    path(
        "agreements/<slug:slug>/documents/<uuid:key>/close/",
        closings.close,
        name="close_document",
    ),
    path(
        "agreements/<slug:slug>/documents/<uuid:key>/open/",
        closings.reopen,
        name="reopen_document",
    ),
    path("agreements/<slug:slug>/texts/<slug:sha256>/", agreements.text, name="text"),
    path(
        "agreements/<slug:slug>/texts/<slug:sha256>/file/", agreements.text_file, name="text_file"
    ),
    path("councils/<slug:slug>/session/", sessions.session, name="session"),
    path("councils/<slug:slug>/composition/", compositions.composition, name="composition"),
    path("agreements/<slug:slug>/packet/", packets.packet, name="packet"),
    path("agreements/<slug:slug>/council-papers/", packets.council_papers, name="council_papers"),
    path("agreements/<slug:slug>/signatures/", signatures.page, name="signatures"),
    path(
        "agreements/<slug:slug>/signatures/<slug:body>/<slug:part>/",
        signatures.record,
        name="sign",
    ),
    path("agreements/<slug:slug>/filing/", filings.page, name="filing"),
    path("agreements/<slug:slug>/filing/<slug:office>/<slug:where>/", filings.record, name="file"),
    path("agreements/<slug:slug>/term/", terms.page, name="term"),
    path("agreements/<slug:slug>/term/write/", terms.write, name="write_term"),
    path("agreements/<slug:slug>/term/<slug:body>/leave/", terms.leave, name="leave"),
    path("agreements/<slug:slug>/compare/", comparing.compare, name="compare"),
    path("agreements/<slug:slug>/exhibits/<uuid:key>/", exhibits.exhibit, name="exhibit"),
    path("agreements/<slug:slug>/versions/", versions.index, name="versions"),
    path("agreements/<slug:slug>/versions/begin/", versions.begin, name="begin_version"),
    path("agreements/<slug:slug>/versions/<int:number>/", versions.version, name="version"),
    path(
        "agreements/<slug:slug>/versions/<int:number>/share/", versions.share, name="share_version"
    ),
    path("agreements/<slug:slug>/versions/<int:number>/drop/", versions.drop, name="drop_version"),
    path("agreements/<slug:slug>/versions/<int:number>/exhibits/", exhibits.index, name="exhibits"),
    path(
        "agreements/<slug:slug>/versions/<int:number>/exhibits/<uuid:key>/change/",
        exhibits.change,
        name="change_exhibit",
    ),
    path(
        "agreements/<slug:slug>/versions/<int:number>/exhibits/<uuid:key>/remove/",
        exhibits.remove,
        name="remove_exhibit",
    ),
    path(
        "agreements/<slug:slug>/versions/<int:number>/comments/", commenting.index, name="comments"
    ),
    path(
        "agreements/<slug:slug>/versions/<int:number>/comments/<int:key>/answer/",
        commenting.answer,
        name="answer_comment",
    ),
    path(
        "agreements/<slug:slug>/versions/<int:number>/checklist/",
        checking.checklist,
        name="checklist",
    ),
    path("councils/<slug:slug>/composition/state/", compositions.state, name="state_composition"),
]
