"""What exists among the members."""

from cities.models.organisations import City, Department, Fact, Organisation
from cities.models.people import Invitation, Office

__all__ = ["City", "Department", "Fact", "Invitation", "Office", "Organisation"]
