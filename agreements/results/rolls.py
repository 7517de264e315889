"""Who was called last in a council's roll call: names, never votes."""

from __future__ import annotations

from agreements.models import Act, Vote


def last_called(organisation: int) -> list[tuple[str, bool]]:
    """The names of a body's last roll call, in its order, and whether each was the mayor's.

    Costs two queries.
    """
    with_names = Vote.objects.filter(act__party__organisation=organisation).exclude(voter="")
    last = (
        Act.objects.filter(pk__in=with_names.values("act"), corrected_by=None)
        .order_by("-acted_on", "-pk")
        .values_list("pk", flat=True)
        .first()
    )
    rows = with_names.filter(act=last).order_by("position").values_list("voter", "is_mayor")
    return list(rows) if last is not None else []
