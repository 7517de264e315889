"""The filing log of an agreement, and recording one filing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results
from agreements.forms import FilingForm
from agreements.models import Agreement, Document
from agreements.operations import filings
from agreements.results import FilingRow, Log
from agreements.rules.papers import kept_by, why_not_file
from agreements.views.finding import find, open_page
from collaborative.http import Request, sent, status_of, told_on


@open_page
def page(request: Request, slug: str) -> HttpResponse:
    """Which filings are needed, which are on record, and every gap."""
    agreement = find(request, slug)
    log = results.filings_of(agreement)
    kept = kept_by(request.actor, agreement, on=timezone.localdate())
    rows = [
        (row, why_not_file(request.actor, agreement, row.place, kept=kept) is None)
        for row in log.rows
    ]
    beside = Document.objects.visible_to(request.actor).filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "log": log,
        "rows": rows,
        "readable": set(beside.values_list("pk", flat=True)),
        "may_record_one": any(may_record for _, may_record in rows),
    }
    return render(request, "agreements/filing.html", context)


def record(request: Request, slug: str, office: str, where: str) -> HttpResponse:
    """Record one filing, or put right what is on record of it."""
    agreement = find(request, slug)
    log = results.filings_of(agreement)
    row = log.row(office, where)
    if row is None or log.version is None:
        raise Http404
    kept = kept_by(request.actor, agreement, on=timezone.localdate())
    if reason := why_not_file(request.actor, agreement, row.place, kept=kept):
        raise PermissionDenied(reason)
    form = _form(request, agreement, row)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            _write(request, log, row, form)
            messages.success(request, results.filings_of(agreement).outcome.summary)
            return redirect("agreements:filing", slug)
    context = {"form": form, "agreement": agreement, "row": row}
    return render(request, "agreements/file.html", context, status=status_of(form))


def _form(request: Request, agreement: Agreement, row: FilingRow) -> FilingForm:
    standing = row.kept.seen(request.POST.get("corrects"))
    initial = {}
    if standing is not None:
        initial = {name: getattr(standing, name) for name in FilingForm.Meta.fields}
    return FilingForm(
        sent(request),
        agreement=agreement,
        place=row.place,
        standing=standing,
        today=timezone.localdate(),
        initial=initial,
    )


def _write(request: Request, log: Log, row: FilingRow, form: FilingForm) -> None:
    assert log.version is not None  # the view asked
    filings.record(
        log.agreement,
        version=log.version,
        place=row.place,
        receipt=form.filed(),
        corrects=form.standing,
        because=form.reason,
        by=request.actor,
        at=timezone.now(),
    )
