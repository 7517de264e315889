"""What every request passes through, and the type the views read it by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request after the middleware: a person, the person's offices, and htmx."""

    user: User
    actor: Actor
    htmx: HtmxDetails


class RefusalMiddleware:
    """Answers what cannot be: a lost race with a 409 page, a NUL byte with a 400 page.

    PostgreSQL refuses NUL in text, so a NUL in an address would otherwise be a server error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an address with a NUL byte; pass on the rest."""
        if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            return render(request, "400.html", status=400)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a lost race into a page that says who was first."""
        if isinstance(exception, StaleState):
            return render(request, "409.html", {"sentence": str(exception)}, status=409)
        return None
