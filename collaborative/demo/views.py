"""Signing in as anybody, and reading the mail: for the demo only."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from collaborative.demo import mail
from collaborative.demo.people import MAIL_DOMAIN, everybody
from collaborative.http import Request
from collaborative.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view exist in demo mode only; elsewhere its address is as if it were not there."""

    @wraps(view)
    def guarded(request: Request, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@demo_only
@require_GET
def people(request: Request) -> HttpResponse:
    """Everybody the demo can sign in as, by role."""
    groups = [
        (role.label, list(members))
        for role, members in groupby(everybody(), key=lambda person: person.role)
    ]
    return render(request, "demo/people.html", {"groups": groups})


# A page elsewhere that signs a visitor in here gains nothing: the data are samples, and scripts
# that walk the demo need no token for their first step.
@csrf_exempt
@login_not_required
@demo_only
@require_POST
def sign_in(request: Request, key: str) -> HttpResponse:
    """Sign in as one of the demo's people."""
    user = get_object_or_404(User, email=f"{key}@{MAIL_DOMAIN}")
    login(request, user, backend=BACKEND)
    return redirect("home")


@login_not_required
@demo_only
@require_GET
def letters(request: Request) -> HttpResponse:
    """What the worker sent, the newest first."""
    return render(request, "demo/letters.html", {"letters": mail.letters(_folder())})


@login_not_required
@demo_only
@require_GET
def letter(request: Request, name: str) -> HttpResponse:
    """One letter, with every header."""
    found = mail.find(_folder(), name)
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": found})


def _folder() -> Path:
    return Path(str(settings.MAIL_FOLDER))
