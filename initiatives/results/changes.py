"""Marks that were changed in the discussion, after scoring had closed."""

from django.db.models import F, QuerySet

from initiatives.models import Mark, Round


def changes_after_close(round_: Round) -> QuerySet[Mark]:
    """Return every mark that was added after the close of scoring, the oldest first."""
    return Mark.objects.filter(
        review__entry__round=round_, at__gt=F("review__entry__round__closed_at")
    ).order_by("at", "pk")


def changed_after_close(round_: Round) -> int:
    """Count the marks that were changed after the close."""
    return changes_after_close(round_).order_by().count()
