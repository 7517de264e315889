"""Closing a document to the public, and opening it again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results, rules
from agreements.forms import ClosingForm, ReopeningForm
from agreements.models import Agreement, Closing
from agreements.operations import closings
from agreements.results import Filed
from agreements.views.finding import find
from collaborative.http import Request, sent


def close(request: Request, slug: str, key: uuid.UUID) -> HttpResponse:
    """Ask under which provision, then close the document."""
    agreement, one = _found(request, slug, key)
    form = ClosingForm(sent(request))

    def write() -> Closing:
        assert one.document is not None
        return closings.close(
            one.document,
            provision=form.cleaned_data["provision"],
            citation=form.cleaned_data["citation"],
            by=request.actor,
            at=timezone.now(),
        )

    return _answer(request, agreement, one, form, write, template="close_document")


def reopen(request: Request, slug: str, key: uuid.UUID) -> HttpResponse:
    """Ask why, then open the document again."""
    agreement, one = _found(request, slug, key)
    form = ReopeningForm(sent(request))

    def write() -> Closing:
        assert one.document is not None
        reason = form.cleaned_data["reason"]
        return closings.reopen(one.document, reason=reason, by=request.actor, at=timezone.now())

    return _answer(request, agreement, one, form, write, template="reopen_document")


def _found(request: Request, slug: str, key: uuid.UUID) -> tuple[Agreement, Filed]:
    """The document of an address, 404 for one that is not seen; refuses who is not in charge."""
    agreement = find(request, slug)
    documents = results.documents_of(agreement)
    seen = (one for one in results.filed(documents, request.actor) if one.document)
    one = next((one for one in seen if one.document and one.document.pk == key), None)
    if one is None or one.document is None:
        raise Http404
    if reason := rules.why_not_part_documents(request.actor, one.document):
        raise PermissionDenied(reason)
    return agreement, one


def _answer(
    request: Request,
    agreement: Agreement,
    one: Filed,
    form: ClosingForm | ReopeningForm,
    write: Callable[[], Closing],
    *,
    template: str,
) -> HttpResponse:
    """Show the form, or write; where somebody was first, the refusal says who."""
    if form.is_valid():
        closing = write()
        said = "open to everybody again" if closing.reopened_at else "closed to the public"
        messages.success(request, f"“{one.document}” is {said}, and the record says why.")
        return redirect(f"{agreement.get_absolute_url()}#documents")
    context = {"form": form, "agreement": agreement, "one": one}
    return render(request, f"agreements/{template}.html", context)
