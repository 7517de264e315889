"""What exists among the members."""

from cities.models.meetings import Meeting
from cities.models.organisations import City, Department, Fact, Organisation
from cities.models.people import Invitation, Office

__all__ = ["City", "Department", "Fact", "Invitation", "Meeting", "Office", "Organisation"]
