"""On which days a body's offices are closed: to read for everybody, to keep for a few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cities import rules
from cities.calendars import SATURDAY, holidays
from cities.forms import HolidayForm
from cities.models import Holiday, Organisation
from cities.operations import holidays as operations
from collaborative.http import Request, sent, status_of, told_on
from collaborative.wording import day


@dataclass(frozen=True, slots=True)
class Line:
    """A day that is not like the others; `own` where it is on the body's list."""

    on: date
    name: str
    own: Holiday | None = None

    @property
    def is_open(self) -> bool:
        """Whether the offices are open all the same."""
        return self.own is not None and self.own.is_open


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """The days off from this year to the end of the next; who keeps them adds one."""
    body = get_object_or_404(Organisation, slug=slug)
    why_not = rules.why_not_keep_holidays(request.actor, body)
    if request.method == "POST" and why_not:
        raise PermissionDenied(why_not)
    form = HolidayForm(sent(request))
    if request.method == "POST" and form.is_valid():
        off = form.day_off()
        with told_on(form):
            operations.put_on_list(body, off=off, by=request.actor, at=timezone.now())
            messages.success(request, f"{day(off.on)} is on the list: {off.name}.")
            return redirect("cities:holidays", body.slug)
    lines = _lines(body, timezone.localdate())
    context = {"body": body, "lines": lines, "form": form, "why_not_keep": why_not}
    return render(request, "cities/holidays.html", context, status=status_of(form))


@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take a day off the list."""
    found = Holiday.objects.select_related("organisation")
    holiday = get_object_or_404(found, organisation__slug=slug, pk=pk)
    operations.take_off(holiday, by=request.actor, at=timezone.now())
    messages.success(request, f"{day(holiday.on)} is off the list.")
    return redirect("cities:holidays", slug)


def _lines(body: Organisation, today: date) -> list[Line]:
    """Federal holidays on workdays, and the body's own days, from today on, in order."""
    years = (today.year, today.year + 1)
    federal = {on: name for year in years for on, name in holidays(year).items()}
    own = {row.on: row for row in body.holidays.filter(on__gte=today)}
    days = {on for on in federal if on >= today and on.weekday() < SATURDAY} | set(own)
    return [Line(on, federal.get(on) or own[on].name, own.get(on)) for on in sorted(days)]
