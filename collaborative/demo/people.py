"""The demo's people: one for each office, named for the office."""

from collections.abc import Iterator
from dataclasses import dataclass

from cities.models import City, Organisation
from collaborative.roles import Role

MAIL_DOMAIN = "sample.example"
CITY_OFFICES = (Role.STAFF, Role.LIAISON, Role.CLERK, Role.EVALUATOR)
OTHER_OFFICES = (
    ("facilitator", Role.FACILITATOR, "marc"),
    ("analyst", Role.ANALYST, "gti"),
    ("admin", Role.ADMINISTRATOR, "marc"),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as: `key` is the address's word, as in "staff-raytown"."""

    key: str
    role: Role
    organisation: Organisation

    @property
    def email(self) -> str:
        """The sample address."""
        return f"{self.key}@{MAIL_DOMAIN}"

    @property
    def name(self) -> str:
        """The office, since nobody is invented."""
        return f"{self.role.label}, {self.organisation.name}"


def everybody() -> Iterator[DemoPerson]:
    """Everyone the demo knows, by role. Costs two queries."""
    cities = list(City.objects.order_by("name"))
    for role in CITY_OFFICES:
        for city in cities:
            yield DemoPerson(f"{role}-{city.slug}", role, city)
    bodies = Organisation.objects.in_bulk(field_name="slug")
    for key, role, slug in OTHER_OFFICES:
        if slug in bodies:
            yield DemoPerson(key, role, bodies[slug])
