"""The administrator's side: who holds which office, invitations, ending an office."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cities import rules
from cities.forms import InvitationForm
from cities.models import Invitation, Office
from cities.operations import people as operations
from collaborative.http import Request
from collaborative.roles import Role

PAGE = 50


def people(request: Request) -> HttpResponse:
    """Everyone in office today, and every invitation that waits for its answer."""
    _refuse_strangers(request)
    today = timezone.localdate()
    offices = Office.objects.held_on(today).select_related("person", "organisation", "department")
    return render(
        request,
        "cities/people.html",
        {
            "page": Paginator(offices, PAGE).get_page(request.GET.get("page")),
            "invitations": Invitation.objects.filter(state=Invitation.State.SENT).select_related(
                "organisation"
            )[:PAGE],
            "now": timezone.now(),
        },
    )


def invite(request: Request) -> HttpResponse:
    """Invite an address into an office."""
    _refuse_strangers(request)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = operations.invite(
            form.cleaned_data["organisation"],
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"An invitation is on its way to {sent.email}.")
        return redirect("cities:people")
    return render(request, "cities/invite.html", {"form": form})


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    _refuse_strangers(request)
    invitation = get_object_or_404(Invitation, pk=pk)
    operations.revoke(invitation, by=request.actor, at=timezone.now())
    messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
    return redirect("cities:people")


def end_office(request: Request, pk: int) -> HttpResponse:
    """Ask, then end an office today."""
    _refuse_strangers(request)
    today = timezone.localdate()
    office = get_object_or_404(
        Office.objects.held_on(today).select_related("person", "organisation"), pk=pk
    )
    if request.method == "POST":
        operations.end(office, on=today, by=request.actor, at=timezone.now())
        messages.success(request, f"{office.person} no longer holds {office.held.title}.")
        return redirect("cities:people")
    return render(
        request,
        "cities/end_office.html",
        {
            "office": office,
            "today": today,
            "why_not": rules.why_not_end(request.actor, office, on=today),
        },
    )


def _refuse_strangers(request: Request) -> None:
    if reason := rules.why_not_manage_people(request.actor):
        raise PermissionDenied(reason)
