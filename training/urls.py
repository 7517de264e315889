"""Addresses of training."""

from django.urls import path

from training.views import gaps, gaps_takeaway, overview

app_name = "training"
urlpatterns = [
    path("training/", overview.overview, name="overview"),
    path("training/gaps/", gaps.index, name="gaps_index"),
    path("training/assessments/<slug:slug>/gaps/", gaps.gaps, name="gaps"),
    path("training/assessments/<slug:slug>/gaps/exact/", gaps.exact, name="gaps_exact"),
    path("training/assessments/<slug:slug>/gaps/compared/", gaps.compared, name="gaps_compared"),
    path("training/assessments/<slug:slug>/gaps/topics/<slug:topic>/", gaps.gap, name="gap"),
    path("training/assessments/<slug:slug>/gaps.csv", gaps_takeaway.csv, name="gaps_csv"),
    path("training/assessments/<slug:slug>/gaps.xlsx", gaps_takeaway.xlsx, name="gaps_xlsx"),
    path("training/assessments/<slug:slug>/gaps.svg", gaps_takeaway.picture, name="gaps_picture"),
]
