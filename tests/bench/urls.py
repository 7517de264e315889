"""The portal's addresses, and the bare pages beside them."""

from django.urls import include, path

from tests.bench import bare

urlpatterns = [
    path("bare/list/", bare.rows),
    path("bare/page/", bare.page),
    path("bare/download/", bare.download),
    path("bare/ranking/", bare.ranking),
    path("bare/needs/", bare.needs),
    path("bare/reviews/<int:pk>/", bare.save),
    path("", include("collaborative.urls")),
]
