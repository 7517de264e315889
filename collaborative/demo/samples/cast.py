"""The people of the sample collaborative: an account and an office for everyone of the demo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from allauth.account.models import EmailAddress

from cities.models import City, Department, Office
from cities.operations import members, people
from collaborative.demo.people import DemoPerson, everybody
from collaborative.models import PORTAL, Actor, User

IN_OFFICE_SINCE = date(2024, 1, 1)
_APPOINTED_AT = datetime(2024, 1, 1, 18, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, by the demo's keys, as in "clerk-raytown"; and the cities, by slug."""

    actors: dict[str, Actor]
    cities: dict[str, City]

    @property
    def facilitator(self) -> Actor:
        """The facilitator at MARC."""
        return self.actors["facilitator"]


def open_accounts() -> int:
    """Give everybody an account and an office who has none yet; return how many were new.

    An office that was ended stays ended.
    """
    wanted = list(everybody())
    known = set(
        User.objects.filter(email__in=[person.email for person in wanted]).values_list(
            "email", flat=True
        )
    )
    fresh = [person for person in wanted if person.email not in known]
    for person in fresh:
        _open_account(person)
    return len(fresh)


def _open_account(person: DemoPerson) -> None:
    user = User.objects.create_user(person.email, person.name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    people.appoint(
        user,
        organisation=person.organisation,
        role=person.role,
        on=IN_OFFICE_SINCE,
        by=PORTAL,
        at=_APPOINTED_AT,
    )


def assemble(*, on: date) -> Cast:
    """Return everybody with the offices held on a day. Costs a query for each person."""
    users = {user.email: user for user in User.objects.all()}
    actors = {
        person.key: Office.objects.actor(users[person.email], on=on) for person in everybody()
    }
    return Cast(actors, {city.slug: city for city in City.objects.all()})


def name_departments(
    cast: Cast, *, wanted: Iterable[tuple[str, str]], at: datetime
) -> dict[tuple[str, str], Department]:
    """Name departments, given as pairs of city slug and name, where the city has none so named."""
    found: dict[tuple[str, str], Department] = {}
    for slug, name in sorted(set(wanted)):
        city = cast.cities[slug]
        found[slug, name] = city.departments.filter(name=name).first() or members.add_department(
            city, name=name, by=cast.actors[f"liaison-{slug}"], at=at
        )
    return found
