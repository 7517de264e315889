from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError

from cities.models import City, Composition, County, Department, Fact, Organisation
from cities.operations import members
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory, FactFactory

pytestmark = pytest.mark.django_db


def test_the_liaison_names_a_department(liaison_of, cities):
    members.add_department(cities["raytown"], name="Police", by=liaison_of("raytown"), at=NOON)
    assert list(Department.objects.values_list("organisation__slug", "name")) == [
        ("raytown", "Police")
    ]


def test_the_liaison_of_another_city_does_not(liaison_of, cities):
    with pytest.raises(PermissionDenied, match="named by its liaison or an administrator"):
        members.add_department(
            cities["raytown"], name="Police", by=liaison_of("grandview"), at=NOON
        )


def test_a_department_has_its_name_once_whatever_its_capitals():
    department = DepartmentFactory(name="Police")
    with pytest.raises(IntegrityError, match="department_name_once"):
        DepartmentFactory(organisation=department.organisation, name="POLICE")


def test_a_city_joins_once_and_the_first_day_stays(clerk_of, cities):
    raytown, clerk = cities["raytown"], clerk_of("raytown")
    members.join(raytown, on=date(2021, 4, 20), by=clerk, at=NOON)
    members.join(raytown, on=date(2021, 5, 4), by=clerk, at=NOON)
    raytown.refresh_from_db()
    assert (raytown.joined_on, Event.objects.filter(kind="membership.joined").count()) == (
        date(2021, 4, 20),
        1,
    )


def test_a_fact_without_a_source_cannot_exist():
    with pytest.raises(IntegrityError, match="fact_has_a_source"):
        FactFactory(source="")


def test_loading_the_members_again_changes_nothing(capsys):
    call_command("load_cities")
    call_command("load_cities")
    rows = 7 + Fact.objects.count() + Composition.objects.count() + County.objects.count()
    assert capsys.readouterr().out.splitlines() == [
        f"Inserted {rows}, updated 0, unchanged 0.",
        f"Inserted 0, updated 0, unchanged {rows}.",
    ]


def test_the_members_are_the_five_cities_marc_and_its_institute():
    call_command("load_cities")
    assert (
        list(City.objects.values_list("name", flat=True)),
        list(Organisation.objects.exclude(kind="city").values_list("name", flat=True)),
    ) == (
        ["Blue Springs", "Grandview", "Independence", "Lee's Summit", "Raytown"],
        ["Government Training Institute", "Mid-America Regional Council"],
    )


def test_no_fact_is_an_unverified_one():
    call_command("load_cities")
    assert not Fact.objects.filter(value__icontains="unverified").exists()


def test_a_fact_that_differs_from_the_file_is_brought_in_line(capsys):
    call_command("load_cities")
    Fact.objects.filter(organisation__slug="raytown", label="County").update(value="Cass")
    call_command("load_cities")
    county = Fact.objects.get(organisation__slug="raytown", label="County")
    assert (county.value, capsys.readouterr().out.splitlines()[1].split(",")[1]) == (
        "Jackson",
        " updated 1",
    )
