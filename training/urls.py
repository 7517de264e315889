"""Addresses of training."""

from django.urls import path

from training.views import overview

app_name = "training"
urlpatterns = [
    path("training/", overview.overview, name="overview"),
]
