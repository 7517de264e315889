"""A body's days off: who keeps them, and what they may be."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cities.models import Holiday
from cities.operations import holidays
from cities.operations.holidays import DayOff
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.cities import HolidayFactory

pytestmark = pytest.mark.django_db
TYPED = {"on": "2097-11-29", "name": "Day after Thanksgiving", "source": "Policy 4 (sample)"}


def post(client, actor, **typed):
    client.force_login(actor.user)
    return client.post(reverse("cities:holidays", args=["raytown"]), TYPED | typed)


@pytest.mark.parametrize("office", ["liaison_of", "clerk_of", "facilitator"])
def test_liaison_clerk_and_facilitator_keep_them(client, cities, office, request):
    keeper = request.getfixturevalue(office)
    actor = keeper if office == "facilitator" else keeper("raytown")
    assert post(client, actor).status_code == 302
    holiday = Holiday.objects.get()
    assert (str(holiday), holiday.is_open) == ("Day after Thanksgiving, Raytown", False)
    assert post(client, actor).status_code == 409
    client.post(reverse("cities:remove_holiday", args=["raytown", holiday.pk]))
    assert Holiday.objects.count() == 0
    kinds = Event.objects.about(cities["raytown"].organisation_ptr).values_list("kind", flat=True)
    assert list(kinds) == ["holiday.put_on_list", "holiday.taken_off"]


def test_another_citys_liaison_does_not(client, liaison_of, cities):
    other = liaison_of("grandview")
    assert post(client, other).status_code == 403
    off = DayOff(on=NOON.date(), name="Sample", source="Sample")
    with pytest.raises(PermissionDenied, match="kept by its liaison or clerk"):
        holidays.put_on_list(cities["raytown"], off=off, by=other, at=NOON)
    with pytest.raises(PermissionDenied, match="kept by its liaison or clerk"):
        holidays.take_off(HolidayFactory(organisation=cities["raytown"]), by=other, at=NOON)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"on": "2097-11-30"}, "Nobody is reminded on a weekend"),
        ({"on": "2097-12-25"}, "It counts as closed".lower()),
        ({"is_open": "on"}, "This is no federal holiday"),
        ({"source": ""}, "Where it is written"),
    ],
)
def test_a_day_that_changes_nothing_is_refused(client, clerk_of, typed, problem):
    answer = post(client, clerk_of("raytown"), **typed)
    assert (answer.status_code, Holiday.objects.count()) == (200, 0)
    assert problem in answer.text


def test_the_page_lists_federal_holidays_and_the_own_days_and_which_are_open(client, cities):
    HolidayFactory(
        organisation=cities["raytown"], on="2097-10-14", is_open=True, name="Columbus Day"
    )
    page = client.get(reverse("cities:holidays", args=["raytown"])).text
    assert "Monday, October 14, 2097" in page
    assert "5 U.S.C. 6103" in page
    assert "Take off the list" not in page
