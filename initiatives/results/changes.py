"""Marks that were changed in the discussion, after scoring had closed."""

from django.db.models import F, OuterRef, QuerySet, Subquery

from initiatives.models import Entry, Mark, Ranking, Round


def changes_after_close(round_: Round) -> QuerySet[Mark]:
    """Return every mark that was added after the close of scoring, the oldest first."""
    return Mark.objects.filter(
        review__entry__round=round_, at__gt=F("review__entry__round__closed_at")
    ).order_by("at", "pk")


def changed_after_close(round_: Round) -> int:
    """Count the marks that were changed after the close."""
    return changes_after_close(round_).order_by().count()


def changed_since(round_: Round) -> int:
    """Count the marks that were changed after the last ranking was computed. One query."""
    last = Ranking.objects.standing(round_).values("at")
    marks = Mark.objects.filter(review__entry__round=round_, at__gt=Subquery(last))
    return marks.count()


def changes_of(entry: Entry) -> tuple[str, ...]:
    """Say which marks of an entry were changed in the discussion, by city. One query."""
    before = Mark.objects.order_by().filter(
        review=OuterRef("review"),
        criterion=OuterRef("criterion"),
        number=OuterRef("number") - 1,
    )
    changed = Mark.objects.filter(
        review__entry=entry, at__gt=F("review__entry__round__closed_at")
    ).annotate(before=Subquery(before.values("value")))
    rows = changed.order_by("criterion__position", "review__city__name", "at", "pk")
    return tuple(
        f"{city} changed a mark for “{label}” from {_said(earlier)} to {_said(later)}."
        for city, label, earlier, later in rows.values_list(
            "review__city__name", "criterion__label", "before", "value"
        )
    )


def _said(mark: int | None) -> str:
    return "no mark" if mark is None else str(mark)
