"""Who signs in, and as whom: accounts by invitation only, and the actor of every request."""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cities.models import Office
from cities.models.people import actor_in
from collaborative.models import PUBLIC, Actor, User


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Closes allauth's own sign-up: an account opens only through an invitation's link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see `cities.views.invitations`."""
        del request
        return False


def display_name(user: User) -> str:
    """The name by which allauth addresses a person."""
    return user.name


class ActorMiddleware:
    """Gives every request its actor: the person with the offices held today, read when asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor; nothing is read until a view or template asks."""

        def read() -> Actor:
            user: Any = request.user
            if not user.is_authenticated:
                return PUBLIC
            return actor_in(user, self.offices(request, user))

        request.actor = SimpleLazyObject(read)  # type: ignore[attr-defined] # Request declares it
        return self.get_response(request)

    def offices(self, request: HttpRequest, user: User) -> Iterable[Office]:
        """Read the offices of the person who is signed in, in one statement."""
        del request
        return Office.objects.of(user, on=timezone.localdate())


class LeaveNothingMiddleware:
    """Asks the browser, when somebody signs out, to forget the pages and texts it still holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header to the answer to a sign-out."""
        response = self.get_response(request)
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
