"""Every address of the portal, by app."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
