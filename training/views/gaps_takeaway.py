"""The figures of an assessment as files: what the reader's pages show, and no more."""

import tempfile

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from collaborative.http import Request
from initiatives.results.tables import csv_lines, write_workbook
from training.forms.gaps import GapsForm
from training.results import gaps as results
from training.views.gaps import find_closed

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@require_safe
def csv(request: Request, slug: str) -> HttpResponseBase:
    """Every figure that may be shown, as comma-separated values."""
    assessment = find_closed(request, slug)
    rows = results.rows(results.gather(assessment), results.scope_of(request.actor))
    response = StreamingHttpResponse(csv_lines(results.COLUMNS, rows), content_type=CSV)
    return _named(response, f"{assessment.slug}-gaps.csv")


@require_safe
def wishes(request: Request, slug: str) -> HttpResponseBase:
    """How people would come, as comma-separated values."""
    assessment = find_closed(request, slug)
    wished = results.wished(results.answering_in(assessment))
    rows = results.wish_rows(assessment, wished, results.scope_of(request.actor))
    response = StreamingHttpResponse(csv_lines(results.WISHES, rows), content_type=CSV)
    return _named(response, f"{assessment.slug}-how-people-would-come.csv")


@require_safe
def xlsx(request: Request, slug: str) -> HttpResponseBase:
    """The same as a workbook, dated by the day the assessment closed."""
    assessment = find_closed(request, slug)
    gathered, scope = results.gather(assessment), results.scope_of(request.actor)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    write_workbook(
        out,
        [
            results.table(gathered, scope),
            results.wish_table(assessment, results.wished(gathered.answering), scope),
        ],
        title=f"Training needs: {assessment}",
        notes=results.notes(gathered),
        at=assessment.state_since,
    )
    out.seek(0)
    return _named(FileResponse(out, content_type=EXCEL), f"{assessment.slug}-gaps.xlsx")


@require_safe
def picture(request: Request, slug: str) -> HttpResponseBase:
    """The heat grid as a picture."""
    assessment = find_closed(request, slug)
    scope = results.scope_of(request.actor)
    look = GapsForm(request.GET, scope=scope).look
    drawn = results.drawn(results.grid(results.gather(assessment), look, scope), look)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    return _named(response, f"{assessment.slug}-gaps.svg")


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Name a file, and let nobody keep it who may not see it tomorrow."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
