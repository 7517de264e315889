"""What arrives from a page that is not its person's any more.

The session has ended, somebody else has signed in in the same browser, or the form's token
against forgery was renewed in another tab. With the page's own stamp what was typed is kept for
the person the page was made for, and for nobody else; without it nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from collaborative import wording


@dataclass(frozen=True, slots=True)
class Keeping:
    """What became of a text: whether it is kept, and the sentence for whoever sits there."""

    is_kept: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A form that outlives its session.

    `page` and `autosave` are the names of its addresses; `owner` reads from its stamp the key of
    the person it was made for; `keep` keeps what was sent to an address (by its parts), and says
    why not where it does not.
    """

    page: str
    autosave: str
    owner: Callable[[HttpRequest], int | None]
    keep: Callable[[HttpRequest, dict[str, Any], datetime], str | None]


def is_foreign(request: HttpRequest, place: Place) -> bool:
    """Tell whether a request comes from nobody, or from a page made for somebody else."""
    if not request.user.is_authenticated:
        return True
    owner = place.owner(request) if request.method == "POST" else None
    return owner is not None and owner != request.user.pk


def answer_page(request: HttpRequest, place: Place, **where: Any) -> HttpResponseBase:
    """Keep what the form sent, and ask to sign in."""
    back = reverse(place.page, kwargs=where)
    if request.method != "POST":
        return redirect_to_login(back)
    kept = _keep(request, place, where)
    if kept.is_kept or request.user.is_authenticated:
        messages.warning(request, kept.sentence)
    return redirect("home") if request.user.is_authenticated else redirect_to_login(back)


def answer_script(request: HttpRequest, place: Place, **where: Any) -> JsonResponse:
    """Keep what the page saved by itself, and say where to sign in."""
    kept = _keep(request, place, where)
    back = reverse(place.page, kwargs=where)
    sign_in = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if request.user.is_authenticated:
        sign_in = f"{reverse('account_logout')}?{urlencode({'next': sign_in})}"
    said = {"sentence": kept.sentence, "sign_in": sign_in, "kept": kept.is_kept}
    return JsonResponse(said, status=401)


def answer_forged(request: HttpRequest, place: Place, **where: Any) -> HttpResponseBase:
    """Keep what came without a valid token against forgery, all the same.

    A page's stamp cannot be guessed and is never sent to another site, so that it vouches for
    the form; yet what comes is only kept, and one press on the page puts it in.
    """
    match = request.resolver_match
    is_script = match is not None and match.view_name == place.autosave
    if is_foreign(request, place):
        if is_script:
            return answer_script(request, place, **where)
        return answer_page(request, place, **where)
    kept = _keep(request, place, where)
    if is_script:
        said = {"sentence": kept.sentence, "token": get_token(request), "kept": kept.is_kept}
        return JsonResponse(said, status=403)
    messages.warning(
        request,
        "You signed in again after you had opened this page, so what you typed is not saved yet. "
        "It is in the form; press Save to put it in.",
    )
    return redirect(reverse(place.page, kwargs=where))


def _keep(request: HttpRequest, place: Place, where: dict[str, Any]) -> Keeping:
    """Keep what a form holds for the person it was made for."""
    at, owner = timezone.now(), place.owner(request)
    ended = f"You were signed out at {wording.clock(at)}."
    if reason := place.keep(request, where, at):
        return Keeping(is_kept=False, sentence=f"{ended} {reason}")
    if request.user.is_authenticated and owner != request.user.pk:
        return Keeping(
            is_kept=True,
            sentence=(
                "Somebody else has signed in in this browser. What was typed on that page is kept "
                "for the person who typed it."
            ),
        )
    return Keeping(is_kept=True, sentence=f"{ended} What you typed is kept for you.")


NOT_KEPT = "What you typed since the last save is not kept: copy it, then sign in again."
