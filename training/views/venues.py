"""The rooms in which courses are held."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from training import rules
from training.forms.venues import VenueForm
from training.models import Venue
from training.operations import venues as operations
from training.views.cohorts import refuse


@require_safe
def index(request: Request) -> HttpResponse:
    """All rooms."""
    refuse(rules.why_not_read_courses(request.actor))
    venues = Venue.objects.select_related("city").order_by("is_retired", "name")
    why_not = rules.why_not_run_cohorts(request.actor)
    return render(request, "training/venues.html", {"venues": venues, "why_not_keep": why_not})


def new(request: Request) -> HttpResponse:
    """Add a room."""
    refuse(rules.why_not_run_cohorts(request.actor))
    form = VenueForm(sent(request))
    if request.method == "POST" and form.is_valid():
        venue = Venue(slug=_slug(form.cleaned_data["name"]), **form.values())
        operations.add(venue, by=request.actor, at=timezone.now())
        messages.success(request, f"{venue} can be chosen for cohorts now.")
        return redirect("training:venues")
    return render(request, "training/venue.html", {"form": form, "venue": None})


def change(request: Request, slug: str) -> HttpResponse:
    """Change a room, or say that it is no longer used."""
    refuse(rules.why_not_run_cohorts(request.actor))
    venue = get_object_or_404(Venue, slug=slug)
    form = VenueForm(sent(request), instance=Venue.objects.get(pk=venue.pk))
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        operations.change(
            venue, revision=revision, by=request.actor, at=timezone.now(), **form.values()
        )
        messages.success(request, f"{venue} is changed.")
        return redirect("training:venues")
    return render(request, "training/venue.html", {"form": form, "venue": venue})


def _slug(name: str) -> str:
    """An address that no other room has."""
    stem = slugify(name)[:50] or "room"
    taken = set(Venue.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        one
        for number in range(len(taken) + 1)
        if (one := f"{stem}-{number + 1}" if number else stem) not in taken
    )
