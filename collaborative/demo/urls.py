"""Addresses of the demo."""

from django.urls import path

from collaborative.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("sign-in/<slug:key>/", views.sign_in, name="sign_in"),
    path("mail/", views.letters, name="letters"),
    path("mail/<str:name>/", views.letter, name="letter"),
]
