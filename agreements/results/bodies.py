"""Bodies as their councils' records name them."""

from __future__ import annotations

from cities.models import City, Organisation

DIVISION = "Open Civic Data division"
"""The fact that names a body's division."""


def issuer(body: Organisation) -> str:
    """Who issues a record, as its print is headed: "The City of Raytown"."""
    return f"The City of {body.name}" if body.kind == Organisation.Kind.CITY else body.name


def council(body: Organisation) -> str:
    """The council of a city by its own name; of another body, the body."""
    city: City | None = getattr(body, "city", None)
    return city.council if city else body.name


def division(body: Organisation) -> str:
    """The body's division by its published facts; "" where none is on file."""
    return next((fact.value for fact in body.facts.all() if fact.label == DIVISION), "")
