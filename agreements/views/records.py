"""Council records that come in: looked at, put right, taken in, and said where they belong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from agreements import legistar, rules
from agreements.forms.records import AssignForm, RecordForm, TakeForm, kept
from agreements.legistar import BadRecord, Record
from agreements.models import Agreement, ImportedRecord
from agreements.operations import records
from agreements.operations.bringing import Imported
from agreements.operations.records import Wanted
from cities.models import City
from collaborative.http import Request, sent
from collaborative.roles import Permission

SHOWN = 100


def listed(request: Request) -> HttpResponse:
    """The records that came in for the own council: first those that belong nowhere yet."""
    if reason := rules.why_not_import(request.actor):
        raise PermissionDenied(reason)
    own = _own(request)
    return render(
        request,
        "agreements/records.html",
        {
            "waiting": own.filter(act=None)[:SHOWN],
            "agreements": _agreements(request).exists(),
            "placed": own.exclude(act=None)[:SHOWN],
        },
    )


def assign(request: Request, key: int) -> HttpResponse:
    """Say which agreement a record belongs to that was kept without one."""
    record = get_object_or_404(_own(request), pk=key)
    if reason := rules.why_not_assign_record(request.actor, record):
        raise PermissionDenied(reason)
    form = AssignForm(
        sent(request),
        agreements=_agreements(request).filter(parties__organisation=record.city_id),
    )
    if form.is_valid():
        try:
            outcome = records.assign(
                record,
                agreement=form.cleaned_data["agreement"],
                by=request.actor,
                at=timezone.now(),
            )
        except BadRecord as error:
            form.add_error("agreement", f"Nothing was written. {error}.")
        else:
            messages.success(request, f"{outcome.act} is on record with its agreement.")
            return redirect("agreements:records")
    return render(request, "agreements/assign_record.html", {"form": form, "record": record})


def bring(request: Request) -> HttpResponse:
    """Bring a file or the words of a print: a look first, then the taking."""
    if reason := rules.why_not_import(request.actor):
        raise PermissionDenied(reason)
    if "kept" in request.POST:
        return _take(request)
    is_sent = request.method == "POST"
    form = RecordForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, **_where(request)
    )
    if not form.is_valid():
        return _ask(request, form)
    source: bytes = form.cleaned_data["source"]
    number = form.cleaned_data["list_file_number"]
    try:
        found = legistar.read_records(source, file_number=number)
        return _look(request, source, found, form.cleaned_data)
    except BadRecord as error:
        form.add_error(None, f"Nothing was written. {error}.")
        return _ask(request, form)


def _ask(request: Request, form: RecordForm) -> HttpResponse:
    return render(request, "agreements/bring_record.html", {"form": form})


def _look(
    request: Request, source: bytes, found: tuple[Record, ...], cleaned: dict[str, Any]
) -> HttpResponse:
    """Show what would be written. Raises BadRecord."""
    outcomes = records.preview(
        source,
        city=cleaned["city"],
        wanted=_wanted(cleaned),
        by=request.actor,
        at=timezone.now(),
    )
    form = TakeForm(
        initial={
            "kept": kept(source),
            "city": cleaned["city"],
            "agreement": cleaned["agreement"].slug if cleaned["agreement"] else None,
            "matter": cleaned["matter"],
            "list_file_number": cleaned["list_file_number"],
        },
        record=_the_one(found, cleaned["matter"]),
        **_where(request),
    )
    return _preview(request, form, outcomes)


def _take(request: Request) -> HttpResponse:
    """Take in what was looked at, or look again with what was put right."""
    asked = TakeForm(request.POST, **_where(request))
    if not asked.is_valid():
        return _preview(request, asked, [])
    source: bytes = asked.cleaned_data["kept"]
    try:
        found = legistar.read_records(source, file_number=asked.cleaned_data["list_file_number"])
        record = _the_one(found, asked.cleaned_data["matter"])
        form = TakeForm(request.POST, record=record, **_where(request))
        if not form.is_valid():
            return _preview(request, form, [])
        wanted = _wanted(form.cleaned_data, form.corrections())
        done = records.preview if "look" in request.POST else records.import_file
        outcomes = done(
            source,
            city=form.cleaned_data["city"],
            wanted=wanted,
            by=request.actor,
            at=timezone.now(),
        )
    except BadRecord as error:
        asked.add_error(None, f"Nothing was written. {error}.")
        return _preview(request, asked, [])
    if done is records.preview:
        return _preview(request, form, outcomes)
    messages.success(request, _said(outcomes))
    return redirect("agreements:records")


def _preview(request: Request, form: TakeForm, outcomes: list[Imported]) -> HttpResponse:
    return render(request, "agreements/look_at_record.html", {"form": form, "outcomes": outcomes})


def _said(outcomes: list[Imported]) -> str:
    """Say what came of it: how many records, and how many of them wait for their agreement."""
    waiting = sum(outcome.act is None for outcome in outcomes)
    placed = len(outcomes) - waiting
    parts = []
    if placed:
        parts.append(f"{placed} {'record is' if placed == 1 else 'records are'} with an agreement")
    if waiting:
        parts.append(
            f"{waiting} {'waits' if waiting == 1 else 'wait'} below until somebody says which "
            "agreement it is about"
        )
    return f"Taken in: {'; '.join(parts)}."


def _the_one(found: tuple[Record, ...], matter: str) -> Record | None:
    """The record whose values can be put right; None among several."""
    chosen = [each for each in found if each.file_number.casefold() == matter.casefold()] or found
    return chosen[0] if len(chosen) == 1 else None


def _wanted(cleaned: dict[str, Any], corrections: dict[str, Any] | None = None) -> Wanted:
    return Wanted(
        agreement=cleaned["agreement"],
        matter=cleaned["matter"],
        file_number=cleaned["list_file_number"],
        corrections=corrections or {},
    )


def _where(request: Request) -> dict[str, Any]:
    return {"cities": _cities(request), "agreements": _agreements(request)}


def _cities(request: Request) -> QuerySet[City]:
    own = request.actor.organisations(Permission.RECORD_ACT)
    return City.objects.filter(pk__in=own).order_by("name")


def _agreements(request: Request) -> QuerySet[Agreement]:
    """The agreements that the own councils may act on."""
    return (
        Agreement.objects.filter(
            parties__organisation__in=request.actor.organisations(Permission.RECORD_ACT),
            state__in=rules.OPEN_TO_ACTS,
        )
        .order_by("title")
        .distinct()
    )


def _own(request: Request) -> QuerySet[ImportedRecord]:
    own = request.actor.organisations(Permission.RECORD_ACT)
    found = ImportedRecord.objects.filter(city__in=own).annotate(title=KT("facts__title"))
    return (
        found.defer("facts")
        .select_related("city", "act__party__agreement")
        .order_by("-imported_at", "pk")
    )
