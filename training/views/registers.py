"""Training records and reports of safety as files, for those who keep them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request
from training.results import registers
from training.rules import records as rules
from training.views.takeaways import as_csv, as_workbook


@require_safe
def records_csv(request: Request) -> HttpResponseBase:
    """Who had what training, as comma-separated values."""
    _only(rules.why_not_keep_any(request.actor))
    rows = registers.completed(request.actor)
    return as_csv(registers.COMPLETED, rows, name="training-records")


@require_safe
def records_xlsx(request: Request) -> HttpResponseBase:
    """The same as a workbook."""
    _only(rules.why_not_keep_any(request.actor))
    return as_workbook(
        [registers.completed_table(request.actor)],
        title="Training records",
        notes=registers.NOTES,
        at=timezone.localtime(),
        name="training-records",
    )


@require_safe
def safety_csv(request: Request) -> HttpResponseBase:
    """Incidents and near misses, as comma-separated values."""
    _only(rules.why_not_report_any(request.actor))
    return as_csv(registers.HAPPENED, registers.happened(request.actor), name="safety-reports")


@require_safe
def safety_xlsx(request: Request) -> HttpResponseBase:
    """The same as a workbook, with the hours worked."""
    _only(rules.why_not_report_any(request.actor))
    return as_workbook(
        registers.safety_tables(request.actor),
        title="Incidents, near misses and hours worked",
        notes=registers.NOTES,
        at=timezone.localtime(),
        name="safety-reports",
    )


def _only(reason: str | None) -> None:
    """Close the door, with the sentence. Raises PermissionDenied."""
    if reason:
        raise PermissionDenied(reason)
