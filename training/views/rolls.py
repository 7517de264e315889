"""Who is due for what, and who is on the roll."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cities.models import City
from collaborative.http import Request, sent
from collaborative.roles import Permission
from training.forms.records import BindForm, ChangeTraineeForm, HoursForm, TraineeForm
from training.models import Duty, Requirement, Trainee
from training.operations import records as operations
from training.results.mandates import Bound, bound
from training.rules import records as rules

ON_A_PAGE = 50
SOON = timedelta(days=90)
"""How far ahead the first page of the records looks."""


@dataclass
class RequirementLine:
    """A requirement, and how many people it binds, are due and are overdue."""

    requirement: Requirement
    bound: int = 0
    due: int = 0
    overdue: int = 0
    cities: set[str] = field(default_factory=set)


@require_safe
def records(request: Request) -> HttpResponse:
    """Every requirement that binds somebody: how many are due soon, how many should have had it."""
    _only_keepers(request)
    today = timezone.localdate()
    lines: dict[int, RequirementLine] = {}
    for one in bound(Duty.objects.visible_to(request.actor), on=today):
        requirement = one.duty.requirement
        line = lines.setdefault(requirement.pk, RequirementLine(requirement))
        line.bound += 1
        line.overdue += one.is_overdue(today)
        line.due += one.is_due(today + SOON) and not one.is_overdue(today)
        line.cities.add(one.duty.trainee.city.name)
    others = Requirement.objects.filter(is_retired=False).exclude(pk__in=lines)
    return render(
        request,
        "training/records.html",
        {"lines": list(lines.values()), "others": others.order_by("name"), "soon": today + SOON},
    )


@require_safe
def requirement_people(request: Request, slug: str) -> HttpResponse:
    """Whom a requirement binds: those who are due first."""
    requirement = _requirement(request, slug)
    today = timezone.localdate()
    duties = Duty.objects.visible_to(request.actor).filter(requirement=requirement)
    rows = sorted(bound(duties, on=today), key=_by_day)
    return render(
        request,
        "training/requirement_people.html",
        {
            "requirement": requirement,
            "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
            "today": today,
            "soon": today + SOON,
            "yearly": getattr(requirement, "yearly", None),
            "why_not_count": rules.why_not_count(request.actor),
        },
    )


def _by_day(one: Bound) -> tuple[bool, date]:
    """Those who are due first, then those for whom nothing is due any more."""
    return one.standing.due_on is None, one.standing.due_on or date.max


def bind(request: Request, slug: str) -> HttpResponse:
    """Say who must meet a requirement."""
    requirement = _requirement(request, slug)
    today = timezone.localdate()
    people = (
        Trainee.objects.visible_to(request.actor)
        .in_service(today)
        .select_related("city", "department")
    )
    if requirement.city_id:
        people = people.filter(city=requirement.city_id)
    bound_now = Duty.objects.filter(requirement=requirement, ended_on=None)
    people = people.exclude(pk__in=bound_now.values("trainee"))
    form = BindForm(sent(request), people=people)
    if request.method == "POST" and form.is_valid():
        made = operations.bind(
            form.cleaned_data["people"],
            requirement=requirement,
            first_due_on=form.cleaned_data["first_due_on"],
            by=request.actor,
            at=timezone.now(),
        )
        number = "1 person" if len(made) == 1 else f"{len(made)} people"
        messages.success(request, f"{number} must meet “{requirement}” from now on.")
        return redirect("training:requirement_people", slug)
    context = {"form": form, "requirement": requirement, "anybody": people.exists()}
    return render(request, "training/bind.html", context)


@require_POST
def free(request: Request, pk: int) -> HttpResponse:
    """End somebody's duty today."""
    rows = Duty.objects.visible_to(request.actor).select_related("trainee__city", "requirement")
    duty = get_object_or_404(rows, pk=pk)
    today, at = timezone.localdate(), timezone.now()
    operations.free(duty, ended_on=today - timedelta(days=1), by=request.actor, at=at)
    messages.success(request, f"{duty.trainee} is no longer bound by “{duty.requirement}”.")
    return redirect("training:requirement_people", duty.requirement.slug)


def count_hours(request: Request, slug: str) -> HttpResponse:
    """Say how a requirement's hours are counted."""
    requirement = _requirement(request, slug)
    if reason := rules.why_not_count(request.actor):
        raise PermissionDenied(reason)
    form = HoursForm(sent(request), initial=HoursForm.initial_of(requirement))
    if request.method == "POST" and form.is_valid():
        operations.count_yearly(
            requirement, by=request.actor, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, f"Who is due by “{requirement}” is reckoned anew.")
        return redirect("training:requirement_people", slug)
    return render(request, "training/count_hours.html", {"form": form, "requirement": requirement})


@require_safe
def people(request: Request) -> HttpResponse:
    """The roll: everybody of the own city, or of all, found by name."""
    _only_keepers(request)
    words = request.GET.get("q", "").strip()
    rows = Trainee.objects.visible_to(request.actor).select_related("city", "department")
    found = rows.filter(name__icontains=words) if words else rows
    return render(
        request,
        "training/people.html",
        {"page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")), "words": words},
    )


@require_safe
def trainee(request: Request, pk: int) -> HttpResponse:
    """What one person had, and must have."""
    person = _trainee(request, pk)
    done = person.completions.select_related("topic", "course", "corrects", "recorded_by")
    duties = Duty.objects.filter(trainee=person)
    today = timezone.localdate()
    return render(
        request,
        "training/trainee.html",
        {
            "trainee": person,
            "completions": done.standing() if "all" not in request.GET else done,
            "bound": bound(duties, on=today),
            "today": today,
            "soon": today + SOON,
        },
    )


def enter_trainee(request: Request) -> HttpResponse:
    """Put somebody on the roll."""
    _only_keepers(request)
    cities = rules.cities_for(request.actor, Permission.KEEP_TRAINING_RECORDS)
    form = TraineeForm(sent(request), cities=cities)
    if request.method == "POST" and form.is_valid():
        department = form.cleaned_data["department"]
        person = operations.enter(
            city=City.objects.get(pk=department.organisation_id),
            by=request.actor,
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, f"{person} is on the roll of {person.city}.")
        return redirect("training:trainee", person.pk)
    return render(request, "training/trainee_new.html", {"form": form})


def change_trainee(request: Request, pk: int) -> HttpResponse:
    """Say where somebody works now, or that they left."""
    person = _trainee(request, pk)
    form = ChangeTraineeForm(sent(request), trainee=person)
    if request.method == "POST" and form.is_valid():
        operations.change(person, by=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"What is on the roll of {person} is changed.")
        return redirect("training:trainee", pk)
    return render(request, "training/trainee_change.html", {"form": form, "trainee": person})


def _only_keepers(request: Request) -> None:
    if reason := rules.why_not_keep_any(request.actor):
        raise PermissionDenied(reason)


def _requirement(request: Request, slug: str) -> Requirement:
    _only_keepers(request)
    rows = Requirement.objects.select_related("topic", "city", "yearly")
    return get_object_or_404(rows, slug=slug)


def _trainee(request: Request, pk: int) -> Trainee:
    _only_keepers(request)
    rows = Trainee.objects.visible_to(request.actor).select_related("city", "department")
    return get_object_or_404(rows, pk=pk)
