"""Many lines at once from a sheet: shown first, then written as shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from collaborative.http import Request
from collaborative.lifecycle import StaleState
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.tables import Column, Table
from training.forms.sheets import SheetForm
from training.operations import sheets as operations
from training.results import sheets
from training.results.sheets import Found, Known
from training.rules import records as rules

GOOD_FOR = timedelta(hours=1)
"""How long what was shown may wait for the press that writes it."""
MOST_FAULTS, MOST_SHOWN = 50, 200
UNPROCESSABLE, CONFLICT = 422, 409
_SALT = "training.sheets"
ANEW = (
    "It was shown long ago, or what is on record has changed. Nothing was written: upload it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One kind of sheet: what it is called, its columns, who may, how it is read and written."""

    title: str
    about: str
    columns: Sequence[Column]
    permission: Permission
    why_not: Callable[[Actor], str | None]
    read: Callable[[Table, Known], Found]
    write: Callable[..., None]
    back: str
    back_label: str


SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {
        "training": Sheet(
            title="Training records from a sheet",
            about="One line for each training that somebody had. Who is not on the roll yet is "
            "entered. A course’s topic and hours need not be repeated.",
            columns=sheets.COMPLETIONS,
            permission=Permission.KEEP_TRAINING_RECORDS,
            why_not=rules.why_not_keep_any,
            read=sheets.read_completions,
            write=operations.write_completions,
            back="training:records",
            back_label="Training records",
        ),
        "incidents": Sheet(
            title="Incidents and near misses from a sheet",
            about="One line for each. Nobody who was hurt is named.",
            columns=sheets.INCIDENTS,
            permission=Permission.REPORT_INCIDENT,
            why_not=rules.why_not_report_any,
            read=sheets.read_incidents,
            write=operations.write_incidents,
            back="training:safety",
            back_label="Safety",
        ),
        "hours": Sheet(
            title="Hours worked from a sheet",
            about="One line for each quarter of a year: 1 is January to March.",
            columns=sheets.WORKED,
            permission=Permission.REPORT_INCIDENT,
            why_not=rules.why_not_report_any,
            read=sheets.read_hours,
            write=operations.write_hours,
            back="training:safety",
            back_label="Safety",
        ),
    }
)


@never_cache
def from_sheet(request: Request, kind: str) -> HttpResponse:
    """Take a sheet, show what it says, and write that once somebody presses."""
    sheet = SHEETS[kind]
    if reason := sheet.why_not(request.actor):
        raise PermissionDenied(reason)
    if "shown" in request.POST:
        return _write(request, kind, sheet)
    is_sent = request.method == "POST"
    form = SheetForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        columns=sheet.columns,
    )
    if is_sent and form.is_valid():
        return _show(request, kind, sheet, form)
    return _page(request, sheet, form, status=UNPROCESSABLE if form.is_bound else 200)


def _show(request: Request, kind: str, sheet: Sheet, form: SheetForm) -> HttpResponse:
    """Show what would be written, or all that is wrong."""
    cities = rules.cities_for(request.actor, sheet.permission)
    known = Known.of(cities, today=timezone.localdate())
    found = sheet.read(form.cleaned_data["file"], known)
    for fault in found.faults[:MOST_FAULTS]:
        form.add_error("file", str(fault))
    if found.faults:
        return _page(request, sheet, form, status=UNPROCESSABLE)
    new = [entry for entry in found.entries if entry.is_new]
    facts = [kind, request.user.pk, [entry.facts for entry in new]]
    context = {
        "sheet": sheet,
        "new": new[:MOST_SHOWN],
        "number": len(new),
        "left_out": max(len(new) - MOST_SHOWN, 0),
        "there": len(found.entries) - len(new),
        "shown": signing.dumps(facts, salt=_SALT, compress=True),
    }
    return render(request, "training/sheet_shown.html", context)


def _write(request: Request, kind: str, sheet: Sheet) -> HttpResponse:
    """Write what was shown to this person, all of it or nothing."""
    try:
        of, person, lines = signing.loads(request.POST["shown"], salt=_SALT, max_age=GOOD_FOR)
        if (of, person) != (kind, request.user.pk):
            return _anew(request, sheet)
        sheet.write(lines, by=request.actor, at=timezone.now())
    except (signing.BadSignature, StaleState):
        return _anew(request, sheet)
    number = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    messages.success(request, f"{number} from the sheet on record.")
    return redirect(sheet.back)


def _anew(request: Request, sheet: Sheet) -> HttpResponse:
    form = SheetForm({}, {}, columns=sheet.columns)
    form.errors.clear()
    form.add_error(None, ANEW)
    return _page(request, sheet, form, status=CONFLICT)


def _page(request: Request, sheet: Sheet, form: Any, *, status: int) -> HttpResponse:
    context = {"sheet": sheet, "form": form}
    return render(request, "training/sheet.html", context, status=status)
