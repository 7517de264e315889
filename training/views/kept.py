"""Rows that several people keep: a form, one operation, and what if somebody was quicker."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from collaborative.http import Request
from training import rules
from training.operations.keeping import StaleRow

CONFLICT = 409


def may_keep(request: Request) -> None:
    """Let only those in who keep the catalogue. Raises PermissionDenied."""
    if reason := rules.why_not_keep_courses(request.actor):
        raise PermissionDenied(reason)


def may_read(request: Request) -> None:
    """Let everybody in office in. Raises PermissionDenied."""
    if reason := rules.why_not_read_courses(request.actor):
        raise PermissionDenied(reason)


def keep(
    request: Request,
    form: forms.Form | forms.ModelForm,  # type: ignore[type-arg]
    template: str,
    *,
    write: Callable[[], object],
    to: str,
    said: str,
    **context: object,
) -> HttpResponse:
    """Show a form, or write what was typed and go on; whoever was slower sees both.

    What was typed stays in its boxes, and is written over the newer row when it is sent again.
    """
    newer = None
    if form.is_bound and form.is_valid():
        try:
            write()
        except StaleRow as stale:
            newer = stale.current
            again = request.POST.copy()
            again["revision"] = str(newer.revision)
            form.data = again
        else:
            messages.success(request, said)
            return redirect(to)
    context |= {"form": form, "newer": newer, "back": to}
    return render(request, template, context, status=CONFLICT if newer else 200)
