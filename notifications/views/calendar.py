"""The calendar of one's deadlines and courses, by a secret address."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.models import Office
from collaborative.feeds import MEDIA_TYPE, write_feed
from collaborative.http import Request
from notifications.operations import calendars as deadlines
from training.models import CalendarFeed
from training.operations import calendars
from training.results.calendars import entries

READ_AGAIN = timedelta(hours=6)


@never_cache
@require_safe
def calendar(request: Request) -> HttpResponse:
    """The address of one's calendar, to be made, made anew, and given up."""
    feed = CalendarFeed.objects.filter(person=request.user).first()
    path = reverse("notifications:calendar_feed", args=[feed.token]) if feed else ""
    context = {"feed": feed, "address": f"{settings.SITE_URL}{path}" if feed else ""}
    return render(request, "notifications/calendar.html", context)


@require_POST
def make_calendar(request: Request) -> HttpResponse:
    """Make a new address; an old one stops."""
    calendars.make(by=request.actor, at=timezone.now())
    messages.success(request, "Your calendar has a new address. An older one no longer works.")
    return redirect("notifications:calendar")


@require_POST
def give_up_calendar(request: Request) -> HttpResponse:
    """Give the address up."""
    feed = get_object_or_404(CalendarFeed, person=request.user)
    calendars.revoke(feed, by=request.actor, at=timezone.now())
    messages.success(request, "The address of your calendar no longer works.")
    return redirect("notifications:calendar")


@login_not_required
@never_cache
@require_safe
def calendar_feed(request: Request, token: str) -> HttpResponse:
    """The calendar, for whoever knows the address; by the offices that its owner holds today."""
    del request
    feed = CalendarFeed.objects.by_token(token).select_related("person").first()
    if feed is None:
        raise Http404
    now = timezone.now()
    actor = Office.objects.actor(feed.person, on=timezone.localdate(now))
    if not actor.offices:
        raise Http404
    due = map(deadlines.entry, deadlines.deadlines(feed, at=now))
    content = write_feed(settings.SITE_NAME, [*due, *entries(actor)], every=READ_AGAIN)
    response = HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    return response
