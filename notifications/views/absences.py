"""When one is away, and for whom one stands in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.http import Request, sent, status_of, told_on
from collaborative.wording import day
from notifications.forms import AbsenceForm
from notifications.models import Absence
from notifications.operations import absences as operations


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: Request) -> HttpResponse:
    """Say from when until when one is away, and who is reminded meanwhile."""
    on = timezone.localdate()
    deputies = operations.deputies(request.user, on=on)
    typed = sent(request)
    form = AbsenceForm(typed, deputies=deputies, on=on)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            absence = operations.announce(
                request.user, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(request, _said(absence))
            return redirect("notifications:away")
    to_come = Absence.objects.to_come(on)
    context = {
        "form": form,
        "on": on,
        "own": to_come.filter(person=request.user).select_related("deputy"),
        "stand_ins": to_come.filter(deputy=request.user).select_related("person"),
    }
    return render(request, "notifications/away.html", context, status=status_of(form))


@require_POST
def back(request: Request, pk: int) -> HttpResponse:
    """Say that one is back, or stays after all."""
    own = Absence.objects.to_come(timezone.localdate()).filter(person=request.user)
    absence = get_object_or_404(own, pk=pk)
    operations.end(absence, by=request.actor, at=timezone.now())
    messages.success(request, "You are back: your reminders come to you alone.")
    return redirect("notifications:away")


def _said(absence: Absence) -> str:
    return (
        f"{absence.deputy} gets your reminders too, from {day(absence.starts_on)} until "
        f"{day(absence.ends_on)}."
    )
