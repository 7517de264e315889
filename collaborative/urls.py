"""Every address of the portal, by app."""

from django.urls import include, path

from collaborative.dashboard import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("events/", views.events, name="events"),
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
    path("", include("cities.urls")),
    path("", include("initiatives.urls")),
    path("", include("training.urls")),
    path("", include("agreements.urls")),
    path("", include("notifications.urls")),
    path("accounts/", include("allauth.urls")),
    path("demo/", include("collaborative.demo.urls")),
]
