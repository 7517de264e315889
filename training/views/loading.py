"""Many courses from one file: first seen, then written with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from collaborative.http import Request
from collaborative.tables import Fault
from training.catalogues import Comparison, Facts, compare, read
from training.forms.loading import LoadForm
from training.models import Family, Topic
from training.operations import catalogue as operations
from training.operations.keeping import StaleRow
from training.results.catalogue import WORDS, by_code, facts_of
from training.views.kept import CONFLICT, may_keep

MOST_FAULTS = 50
"""Faults that are named at once; the rest is counted."""
GOOD_FOR = timedelta(hours=1)
"""How long what was shown may wait for the press that writes it."""
UNPROCESSABLE = 422
_SALT = "training.courses.shown"
_AMOUNTS = ("hours", "fixed_cost", "cost_per_seat", "market_price", "market_travel")


@never_cache
def load(request: Request) -> HttpResponse:
    """Take a file, show what it would change, and write that once the analyst says so."""
    may_keep(request)
    if "shown" in request.POST:
        return _write(request)
    is_sent = request.method == "POST"
    form = LoadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        return _show(request, form)
    return _ask(request, form, status=UNPROCESSABLE if form.is_bound else 200)


def _ask(
    request: Request, form: LoadForm, *, status: int = 200, faults: Sequence[Fault] = ()
) -> HttpResponse:
    context = {
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "more": max(len(faults) - MOST_FAULTS, 0),
    }
    return render(request, "training/courses_load.html", context, status=status)


def _show(request: Request, form: LoadForm) -> HttpResponse:
    """Show what the file would change, or every fault in it."""
    table = form.cleaned_data["file"]
    courses, faults = read(table, WORDS)
    if faults:
        form.add_error("file", "Nothing was written. Mend what is listed, and upload it again.")
        return _ask(request, form, status=UNPROCESSABLE, faults=faults)
    there = by_code(facts.code for _, facts in courses)
    compared = compare(
        courses,
        {code: facts_of(one) for code, one in there.items()},
        columns=table.columns,
        words=WORDS,
    )
    revisions = {
        change.facts.code: there[change.facts.code].revision for change in compared.changed
    }
    shown = [request.user.pk, [asdict(one.facts) for one in compared.to_write], revisions]
    context = {
        "compared": compared,
        "named": _new_names(compared),
        "shown": signing.dumps(_plain(shown), salt=_SALT, compress=True),
    }
    return render(request, "training/courses_load_shown.html", context)


def _new_names(compared: Comparison) -> list[str]:
    """Say which families and topics the file would add, so that a slip of the pen is seen."""
    families = {name.casefold() for name in Family.objects.values_list("name", flat=True)}
    topics = {name.casefold() for name in Topic.objects.values_list("name", flat=True)}
    named = {}
    for change in compared.to_write:
        facts = change.facts
        if facts.family.casefold() not in families:
            named["family", facts.family.casefold()] = f"family “{facts.family}”"
        if facts.topic.casefold() not in topics:
            named["topic", facts.topic.casefold()] = f"topic “{facts.topic}”"
    return sorted(named.values())


def _plain(value: Any) -> Any:
    """Write amounts as text, which JSON can hold exactly."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return str(value) if isinstance(value, Decimal) else value


def _facts(said: dict[str, Any]) -> Facts:
    amounts = {name: said[name] and Decimal(said[name]) for name in _AMOUNTS}
    return Facts(**said | amounts)


def _was_shown(request: Request) -> tuple[list[Facts], dict[str, int]] | None:
    """Return what this person was shown within the hour; None for anything else."""
    try:
        by, courses, revisions = signing.loads(request.POST["shown"], salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return ([_facts(said) for said in courses], revisions) if by == request.user.pk else None


def _write(request: Request) -> HttpResponse:
    """Write what was shown, all of it or nothing."""
    shown = _was_shown(request)
    if shown is None:
        return _anew(request)
    courses, revisions = shown
    try:
        loaded = operations.load(courses, revisions=revisions, by=request.actor, at=timezone.now())
    except StaleRow:
        return _anew(request)
    messages.success(
        request,
        f"{loaded.added} course{'' if loaded.added == 1 else 's'} added and {loaded.changed} "
        "changed. All others stay as they were.",
    )
    return redirect("training:courses")


def _anew(request: Request) -> HttpResponse:
    """Say that what was shown does not hold any more; nothing was written."""
    context = {"form": LoadForm(), "is_stale": True}
    return render(request, "training/courses_load.html", context, status=CONFLICT)
