"""Who acts in the invented collaborative: people in office, named for their offices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cities.models import City, Office, Organisation
from cities.operations import people
from collaborative.demo.people import MAIL_DOMAIN
from collaborative.models import PORTAL, Actor, User
from collaborative.roles import Role


@dataclass(frozen=True, slots=True)
class Cast:
    """The facilitator, who writes for each city (by its key), and the evaluators' offices."""

    facilitator: Actor
    authors: Mapping[int, Actor]
    evaluators: Sequence[Office]
    cities: Sequence[City]

    def evaluators_outside(self, city: City) -> list[Office]:
        """Return the evaluators who may review what a city leads."""
        return [office for office in self.evaluators if office.organisation_id != city.pk]

    def cities_beside(self, city: City) -> list[City]:
        """Return the other cities."""
        return [other for other in self.cities if other.pk != city.pk]


def appoint_everybody(evaluators: int, *, cities: Sequence[City], at: datetime) -> Cast:
    """Give everybody an office; so many evaluators, city by city in turn."""
    marc = Organisation.objects.get(slug="marc")
    return Cast(
        facilitator=actor(_appoint(marc, Role.FACILITATOR, 1, at=at), at=at),
        authors={city.pk: actor(_appoint(city, Role.STAFF, 1, at=at), at=at) for city in cities},
        evaluators=[
            _appoint(cities[turn % len(cities)], Role.EVALUATOR, turn // len(cities) + 1, at=at)
            for turn in range(evaluators)
        ],
        cities=cities,
    )


def actor(office: Office, *, at: datetime) -> Actor:
    """Return whoever holds an office, as acting on a day."""
    return Office.objects.actor(office.person, on=timezone.localdate(at))


def _appoint(body: Organisation, role: Role, number: int, *, at: datetime) -> Office:
    """Open an account that nobody can sign in to by password, and give it the office."""
    person = User.objects.create(
        email=f"scale-{role}-{body.slug}-{number}@{MAIL_DOMAIN}",
        name=f"{role.label} {number}, {body.name}",
        password=make_password(None),
    )
    on = timezone.localdate(at)
    return people.appoint(person, organisation=body, role=role, on=on, by=PORTAL, at=at)
