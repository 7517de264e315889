"""The register of agreements and acts as files: what a list of the page holds, and every field."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.forms import FindForm
from agreements.models import Agreement
from agreements.results import register
from collaborative.http import Request
from initiatives.results.tables import Cell, Table, csv_lines, write_workbook

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@login_not_required
@require_safe
def agreements_csv(request: Request) -> HttpResponseBase:
    """A line for each agreement that the reader may see."""
    rows = register.agreement_rows(_seen(request))
    return _csv(register.AGREEMENTS, rows, "agreements.csv")


@login_not_required
@require_safe
def acts_csv(request: Request) -> HttpResponseBase:
    """A line for each council's act on them."""
    return _csv(register.ACTS, register.act_rows(_seen(request)), "councils-acts.csv")


@login_not_required
@require_safe
def workbook(request: Request) -> HttpResponseBase:
    """Both as one workbook."""
    seen = _seen(request)
    now = timezone.localtime()
    tables = (
        Table(
            title="Agreements",
            headings=register.AGREEMENTS,
            rows=register.agreement_rows(seen),
            widths=(24, 44, 20),
        ),
        Table(
            title="Councils' acts",
            headings=register.ACTS,
            rows=register.act_rows(seen),
            widths=(24, 44, 20),
        ),
    )
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    write_workbook(
        out, tables, title="Register of agreements", notes=register.notes(at=now), at=now
    )
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename="register-of-agreements.xlsx", content_type=EXCEL
    )


def _seen(request: Request) -> QuerySet[Agreement]:
    """What the list shows under the same filters."""
    return FindForm(request.GET, seen=Agreement.objects.visible_to(request.actor)).found()


def _csv(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], name: str
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(headings, rows), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
