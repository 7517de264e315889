"""Members, offices and invitations."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from cities.models import (
    City,
    Composition,
    County,
    Department,
    Fact,
    Holiday,
    Invitation,
    Meeting,
    Office,
    Organisation,
)
from collaborative.roles import Role
from tests.factories.people import UserFactory

CENTRAL = ZoneInfo("America/Chicago")


class OrganisationFactory(DjangoModelFactory):
    """A body that is no city."""

    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"body-{n}")
    name = factory.LazyAttribute(lambda body: body.slug.replace("-", " ").title())
    kind = Organisation.Kind.OTHER


class CityFactory(OrganisationFactory):
    """A city."""

    class Meta:
        model = City
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"city-{n}")
    kind = Organisation.Kind.CITY
    council = "City Council"


class DepartmentFactory(DjangoModelFactory):
    """A department of a city."""

    class Meta:
        model = Department

    organisation = factory.SubFactory(CityFactory)
    name = factory.Sequence(lambda n: f"Department {n}")


class FactFactory(DjangoModelFactory):
    """A fact with its source."""

    class Meta:
        model = Fact

    organisation = factory.SubFactory(CityFactory)
    position = 1
    label = factory.Sequence(lambda n: f"Fact {n}")
    value = "100"
    source = "A sample, for tests"


class MeetingFactory(DjangoModelFactory):
    """A regular meeting of a city's council, years from now so that tests do not age."""

    class Meta:
        model = Meeting

    organisation = factory.SubFactory(CityFactory)
    on = date(2098, 3, 3)
    begins_at = factory.LazyAttribute(
        lambda meeting: datetime.combine(meeting.on, time(18), CENTRAL)
    )
    body = "City Council"


class CompositionFactory(DjangoModelFactory):
    """A council of eight members whose mayor breaks ties."""

    class Meta:
        model = Composition

    organisation = factory.SubFactory(CityFactory)
    starts_on = date(2020, 1, 1)
    members = 8
    mayor = Composition.Mayor.TIE
    source = "A sample, for tests"


class CountyFactory(DjangoModelFactory):
    """A county with its source."""

    class Meta:
        model = County

    organisation = factory.SubFactory(CityFactory)
    name = "Jackson"
    source = "A sample, for tests"


class HolidayFactory(DjangoModelFactory):
    """A day on which the offices of a city are closed."""

    class Meta:
        model = Holiday

    organisation = factory.SubFactory(CityFactory)
    on = date(2026, 11, 27)
    name = "Day after Thanksgiving"
    source = "A sample, for tests"


class OfficeFactory(DjangoModelFactory):
    """Somebody on the staff of a city."""

    class Meta:
        model = Office

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(CityFactory)
    role = Role.STAFF
    starts_on = date(2020, 1, 1)


class InvitationFactory(DjangoModelFactory):
    """An invitation without an answer, good for years so that tests do not age."""

    class Meta:
        model = Invitation

    state = Invitation.State.SENT
    email = factory.Sequence(lambda n: f"invited-{n}@sample.example")
    organisation = factory.SubFactory(CityFactory)
    role = Role.STAFF
    nonce = factory.Sequence(lambda n: f"nonce-{n}")
    sent_at = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    expires_at = datetime(2099, 3, 9, 18, 0, tzinfo=UTC)
