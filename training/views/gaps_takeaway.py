"""The figures of an assessment as files: what the reader's pages show, and no more."""

from io import BytesIO

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from collaborative.http import Request, handed_out
from training.forms.gaps import GapsForm
from training.results import gaps as results
from training.views.gaps import find_closed
from training.views.takeaways import as_csv, as_workbook


@require_safe
def csv(request: Request, slug: str) -> HttpResponseBase:
    """Every figure that may be shown, as comma-separated values."""
    assessment = find_closed(request, slug)
    rows = results.rows(results.gather(assessment), results.scope_of(request.actor))
    return as_csv(results.COLUMNS, rows, name=f"{assessment.slug}-gaps")


@require_safe
def wishes(request: Request, slug: str) -> HttpResponseBase:
    """How people would come, as comma-separated values."""
    assessment = find_closed(request, slug)
    wished = results.wished(results.answering_in(assessment))
    rows = results.wish_rows(assessment, wished, results.scope_of(request.actor))
    return as_csv(results.WISHES, rows, name=f"{assessment.slug}-how-people-would-come")


@require_safe
def xlsx(request: Request, slug: str) -> HttpResponseBase:
    """The same as a workbook, dated by the day the assessment closed."""
    assessment = find_closed(request, slug)
    gathered, scope = results.gather(assessment), results.scope_of(request.actor)
    return as_workbook(
        [
            results.table(gathered, scope),
            results.wish_table(assessment, results.wished(gathered.answering), scope),
        ],
        title=f"Training needs: {assessment}",
        notes=results.notes(gathered),
        at=assessment.state_since,
        name=f"{assessment.slug}-gaps",
    )


@require_safe
def picture(request: Request, slug: str) -> HttpResponseBase:
    """The heat grid as a picture."""
    assessment = find_closed(request, slug)
    scope = results.scope_of(request.actor)
    look = GapsForm(request.GET, scope=scope).look
    drawn = results.drawn(results.grid(results.gather(assessment), look, scope), look)
    name = f"{assessment.slug}-gaps.svg"
    return handed_out(BytesIO(drawn.encode()), name=name, media_type="image/svg+xml")
