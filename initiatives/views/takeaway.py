"""The results of a round as files to take away: seen by whoever may see its ranking."""

import tempfile

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from collaborative.assets import document_fonts
from collaborative.http import Request
from initiatives.reports import typeset_report
from initiatives.results.parcel import parcel_name, workbook, write_parcel
from initiatives.results.report import report_of
from initiatives.results.tables import csv_lines
from initiatives.results.takeaway import Holdings, columns, file_name, hold, rows
from initiatives.views.arriving import not_found
from initiatives.views.results import find

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@require_safe
def csv(request: Request, slug: str) -> HttpResponseBase:
    """The ranking as comma-separated values."""
    holdings = _holdings(request, slug)
    if holdings is None:
        return not_found(request)
    lines = csv_lines(columns(holdings), rows(holdings))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _kept(response, file_name(holdings, "csv"))


@login_not_required
@require_safe
def xlsx(request: Request, slug: str) -> HttpResponseBase:
    """The ranking as a workbook."""
    holdings = _holdings(request, slug)
    if holdings is None:
        return not_found(request)
    response = HttpResponse(workbook(holdings), content_type=EXCEL)
    return _kept(response, file_name(holdings, "xlsx"))


@login_not_required
@require_safe
def pdf(request: Request, slug: str) -> HttpResponseBase:
    """The ranking, its pictures, reasons and decisions as a document."""
    holdings = _holdings(request, slug)
    if holdings is None:
        return not_found(request)
    made = typeset_report(report_of(holdings), fonts=document_fonts())
    return _kept(HttpResponse(made, content_type="application/pdf"), file_name(holdings, "pdf"))


@login_not_required
@require_safe
def parcel(request: Request, slug: str) -> HttpResponseBase:
    """All of it in one ZIP, sent while it is being read."""
    holdings = _holdings(request, slug)
    if holdings is None:
        return not_found(request)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    write_parcel(holdings, out)
    out.seek(0)
    return _kept(FileResponse(out, content_type="application/zip"), parcel_name(holdings))


def _holdings(request: Request, slug: str) -> Holdings | None:
    """Read a round whose ranking this person may see; any other is not there."""
    round_ = find(request, slug)
    return None if round_ is None else hold(round_)


def _kept(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Name a file, and let nobody keep it who may not see it tomorrow."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
