"""What exists among the members."""

from cities.models.councils import Composition, County, composition_on
from cities.models.holidays import Holiday
from cities.models.meetings import Meeting
from cities.models.organisations import City, Department, Fact, Organisation
from cities.models.people import Invitation, Office

__all__ = [
    "City",
    "Composition",
    "County",
    "Department",
    "Fact",
    "Holiday",
    "Invitation",
    "Meeting",
    "Office",
    "Organisation",
    "composition_on",
]
