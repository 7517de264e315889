"""Putting an entry on record, once."""

from __future__ import annotations

from typing import TypeVar

from django.db import IntegrityError, transaction

from agreements.models.entries import Entry
from collaborative.lifecycle import StaleState
from collaborative.wording import moment

E = TypeVar("E", bound=Entry)


def keep(entry: E, *, what: str, standing: E | None) -> E:
    """Write an entry that corrects `entry.corrects`, which must be what stands, or is the first.

    Raises StaleState, naming who and when, where somebody wrote another one meanwhile; `what`
    begins its sentence.
    """
    if standing != entry.corrects:
        raise StaleState(_first(what, standing))
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        raise StaleState(_first(what, None)) from error
    return entry


def _first(what: str, standing: Entry | None) -> str:
    who = "Somebody"
    when = "at this moment"
    if standing is not None:
        who = standing.recorded_by.name if standing.recorded_by else "The portal"
        when = f"on {moment(standing.recorded_at)}"
    return (
        f"{what} is on record already: {who} recorded it {when}. Nothing was written twice. Look "
        "at it as it stands, and correct it if something in it is wrong."
    )
