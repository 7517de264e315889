"""Two texts of an agreement, laid over each other."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from agreements import results
from agreements.clauses import redline
from agreements.models import Agreement, Text
from agreements.views.finding import find, find_version, open_page, texts_of
from collaborative.http import Request


@open_page
def compare(request: Request, slug: str) -> HttpResponse:
    """What one text says and another not, section by section."""
    agreement = find(request, slug)
    texts = texts_of(agreement)
    keys = request.GET.get("before", ""), request.GET.get("after", "")
    if not all(keys):
        return redirect("agreements:versions", slug)
    if not set(keys) <= set(texts):
        raise Http404
    before, after = (_words(agreement, key) for key in keys)
    return render(
        request,
        "agreements/compare.html",
        {
            "agreement": agreement,
            "before": texts[keys[0]],
            "after": texts[keys[1]],
            "keys": keys,
            "redline": redline(before, after),
        },
    )


def _words(agreement: Agreement, key: str) -> str:
    """The words of a version's draft ("v2"), or of a text by its SHA-256."""
    if key.startswith("v"):
        return results.kept_words(find_version(agreement, int(key[1:])))
    return get_object_or_404(Text, sha256=key).body
