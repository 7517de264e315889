"""Pages of cities and the bodies that serve them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cities import rules
from cities.forms import BodyForm, DepartmentForm
from cities.models import City, Meeting, Office, Organisation
from cities.operations import members
from collaborative.http import Request, sent


@login_not_required
def index(request: Request) -> HttpResponse:
    """All member cities and the bodies that serve them, with what is published about them."""
    return render(
        request,
        "cities/index.html",
        {
            "cities": City.objects.prefetch_related("facts"),
            "why_not_add": rules.why_not_add_body(request.actor),
            "bodies": Organisation.objects.exclude(kind=Organisation.Kind.CITY).prefetch_related(
                "facts"
            ),
        },
    )


@login_not_required
def organisation(request: Request, slug: str) -> HttpResponse:
    """One body: its facts with their sources, departments, and, signed in, who holds office."""
    body = get_object_or_404(Organisation.objects.select_related("city"), slug=slug)
    return _page(request, body, DepartmentForm())


def add_body(request: Request) -> HttpResponse:
    """Name another body that can be a party to agreements."""
    if reason := rules.why_not_add_body(request.actor):
        raise PermissionDenied(reason)
    form = BodyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        body = members.add_body(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, f"{body} can be named as a party now.")
        return redirect(body)
    return render(request, "cities/add_body.html", {"form": form})


def add_department(request: Request, slug: str) -> HttpResponse:
    """Name a department."""
    body = get_object_or_404(Organisation.objects.select_related("city"), slug=slug)
    form = DepartmentForm(request.POST or None)
    form.instance.organisation = body
    if request.method == "POST" and form.is_valid():
        department = members.add_department(
            body, name=form.cleaned_data["name"], by=request.actor, at=timezone.now()
        )
        messages.success(request, f"{department} is now a department of {body}.")
        return redirect(body)
    return _page(request, body, form)


def _page(request: Request, body: Organisation, form: DepartmentForm) -> HttpResponse:
    offices = Office.objects.none()
    if request.user.is_authenticated:
        offices = body.offices.held_on(timezone.localdate()).select_related(
            "person", "organisation", "department"
        )
    return render(
        request,
        "cities/organisation.html",
        {
            "body": body,
            "facts": body.facts.all(),
            "meeting": Meeting.objects.next_for(body, timezone.now()),
            "compositions": body.compositions.order_by("-starts_on", "-pk"),
            "departments": body.departments.all(),
            "offices": offices,
            "form": form,
            "why_not_add": rules.why_not_add_department(request.actor, body),
        },
    )
