"""Seats that cities ask for, and the analyst's answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request, sent
from collaborative.roles import Permission
from training.forms.requests import AnswerForm, SeatRequestForm
from training.models import SeatRequest
from training.operations import requests as operations
from training.rules import records as rules

ON_A_PAGE = 25


@require_safe
def requests(request: Request) -> HttpResponse:
    """The own city's requests, or all of them, those that wait first."""
    if reason := rules.why_not_request_any(request.actor):
        raise PermissionDenied(reason)
    state = request.GET.get("state", "")
    rows = SeatRequest.objects.visible_to(request.actor)
    shown = rows.filter(state=state) if state in SeatRequest.State.values else rows
    ordered = shown.select_related("city", "topic", "course", "answered_by")
    return render(
        request,
        "training/requests.html",
        {
            "page": Paginator(ordered, ON_A_PAGE).get_page(request.GET.get("page")),
            "states": SeatRequest.State,
            "state": state,
            "may_answer": rules.why_not_answer_request(request.actor) is None,
        },
    )


def ask_seats(request: Request) -> HttpResponse:
    """Ask for seats on behalf of a city."""
    if reason := rules.why_not_request_any(request.actor):
        raise PermissionDenied(reason)
    cities = rules.cities_for(request.actor, Permission.REQUEST_SEATS)
    form = SeatRequestForm(sent(request), cities=cities, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        asked = operations.ask(
            city=form.cleaned_data["city"],
            wish=form.wish(),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(
            request,
            f"The training analyst now sees that {asked.city} asks for seats. "
            "The answer will stand here.",
        )
        return redirect("training:requests")
    return render(request, "training/request_new.html", {"form": form})


def answer_request(request: Request, pk: int) -> HttpResponse:
    """Take a request into the plan, or decline it with the reason."""
    if reason := rules.why_not_answer_request(request.actor):
        raise PermissionDenied(reason)
    asked = _find(request, pk)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        is_yes = form.cleaned_data["verdict"] == AnswerForm.YES
        act = operations.accept if is_yes else operations.decline
        act(asked, answer=form.cleaned_data["answer"], by=request.actor, at=timezone.now())
        deed = "taken into the plan" if is_yes else "declined"
        messages.success(request, f"The request of {asked.city} is {deed}. Its liaison reads why.")
        return redirect("training:requests")
    return render(request, "training/request_answer.html", {"form": form, "asked": asked})


@require_POST
def meet_request(request: Request, pk: int) -> HttpResponse:
    """Say that the seats were given."""
    asked = _find(request, pk)
    operations.meet(asked, by=request.actor, at=timezone.now())
    messages.success(request, f"The request of {asked.city} is met; it no longer counts as demand.")
    return redirect("training:requests")


@require_POST
def withdraw_request(request: Request, pk: int) -> HttpResponse:
    """Take a request back."""
    asked = _find(request, pk)
    operations.withdraw(asked, by=request.actor, at=timezone.now())
    messages.success(request, f"{asked.city} no longer asks for these seats.")
    return redirect("training:requests")


def _find(request: Request, pk: int) -> SeatRequest:
    rows = SeatRequest.objects.visible_to(request.actor).select_related("city", "topic", "course")
    return get_object_or_404(rows, pk=pk)
