"""Every address of the portal, by app."""

from django.urls import include, path

from collaborative.dashboard import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("events/", views.events, name="events"),
    path("", include("cities.urls")),
    path("accounts/", include("allauth.urls")),
    path("demo/", include("collaborative.demo.urls")),
]
