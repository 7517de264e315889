"""A person's calendar, as the person's own program reads it."""

from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from training.models import CalendarFeed


def entries(client: Client, feed: CalendarFeed) -> dict[str, Event]:
    """Read the entries of a calendar by UID, without signing in; asked again it says the same."""
    path = reverse("notifications:calendar_feed", args=[feed.token])
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert client.get(path).content == answer.content
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
