"""The answer to a form without a valid token against forgery."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from initiatives.views.kept_reviews import REVIEW
from initiatives.views.kept_sections import SECTION
from initiatives.views.signed_out import answer_forged

PLACES = (SECTION, REVIEW)
"""The forms whose text is kept all the same."""
FORGED = (
    "The form came from a page that was opened before you last signed in, or from another site. "
    "Go back, open the page anew, and send it again."
)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Refuse the form; of a page with a good stamp what was typed is kept."""
    del reason
    if match := request.resolver_match:
        for place in PLACES:
            if match.view_name in {place.page, place.autosave} and place.owner(request):
                return answer_forged(request, place, **match.kwargs)
    return render(request, "403.html", {"exception": FORGED}, status=403)
