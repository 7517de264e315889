"""Bodies as a document names them."""

from __future__ import annotations

from cities.models import Organisation


def name(organisation: Organisation) -> str:
    """A body's name as a document has it: "City of Raytown"."""
    if organisation.kind == Organisation.Kind.CITY:
        return f"City of {organisation.name}"
    return organisation.name
