"""The invited person's side: opening an account, or adding an office to one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone

from cities import rules
from cities.forms import OpenAccountForm
from cities.models import Invitation
from cities.operations import people
from collaborative.http import Request
from collaborative.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
def invitation(request: Request, token: str) -> HttpResponse:
    """Show an invitation and take the answer; looking at it uses nothing up."""
    invited = get_object_or_404(Invitation.objects.by_token(token).select_related("organisation"))
    email = request.user.email if request.user.is_authenticated else invited.email
    closed = rules.why_not_accept(invited, email=email, at=timezone.now())
    if closed:
        return render(
            request, "cities/invitation_closed.html", {"invited": invited, "sentence": closed}
        )
    if request.user.is_authenticated:
        return _add_office(request, invited)
    if User.objects.filter(email__iexact=invited.email).exists():
        return redirect(f"{resolve_url('account_login')}?{urlencode({'next': request.path})}")
    return _open_account(request, invited)


def _add_office(request: Request, invited: Invitation) -> HttpResponse:
    if request.method == "POST":
        office = people.accept(
            invited, user=request.user, at=timezone.now(), on=timezone.localdate()
        )
        messages.success(request, f"You now hold the office {office.held.title}.")
        return redirect("home")
    return render(request, "cities/invitation.html", {"invited": invited})


def _open_account(request: Request, invited: Invitation) -> HttpResponse:
    form = OpenAccountForm(request.POST or None, email=invited.email)
    if request.method == "POST" and form.is_valid():
        user = people.open_account(
            invited,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            at=timezone.now(),
            on=timezone.localdate(),
        )
        login(request, user, backend=BACKEND)
        messages.success(request, f"Your account is open. You sign in with {user.email}.")
        return redirect("home")
    return render(request, "cities/invitation.html", {"invited": invited, "form": form})
