"""Addresses of proposals, rounds and reviews."""

from django.urls import path

from initiatives.views import attachments, drafts, proposals, screening, sharing

app_name = "initiatives"
urlpatterns = [
    path("proposals/", proposals.index, name="proposals"),
    path("proposals/new/", drafts.new, name="new_proposal"),
    path("proposals/<slug:reference>/", proposals.page, name="proposal"),
    path("proposals/<slug:reference>/edit/", drafts.edit, name="edit_proposal"),
    path("proposals/<slug:reference>/submit/", drafts.submit, name="submit_proposal"),
    path("proposals/<slug:reference>/withdraw/", drafts.withdraw, name="withdraw_proposal"),
    path("proposals/<slug:reference>/share/", sharing.share, name="share_proposal"),
    path(
        "proposals/<slug:reference>/share/<int:person>/end/",
        sharing.unshare,
        name="unshare_proposal",
    ),
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
]
