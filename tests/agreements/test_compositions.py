from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agreements.models import Agreement
from agreements.operations import acts, compositions
from agreements.operations.compositions import Stated
from agreements.operations.facts import Ballot, Facts
from cities.models import Composition
from collaborative.models import PUBLIC, Event
from tests.conftest import NOON
from tests.factories.agreements import circulated
from tests.factories.cities import CompositionFactory

pytestmark = pytest.mark.django_db

STATED = Stated(
    starts_on=date(2026, 1, 1), members=6, mayor="tie", source="City code, section 2-1, a sample"
)


@pytest.fixture
def clerk(clerk_of):
    return clerk_of("raytown")


def test_an_agreement_follows_what_its_council_is_made_of_and_a_mistake_is_put_right(
    cities, clerk, clerk_of
):
    promise = circulated(cities["raytown"], cities["grandview"])
    ayes = tuple(Ballot(f"Member {n}", "aye", "Aye") for n in range(3))
    for slug, by in (("raytown", clerk), ("grandview", clerk_of("grandview"))):
        facts = Facts(
            instrument="ordinance",
            file_number="BILL NO. 1",
            acted_on=date(2026, 2, 24),
            result="passed",
            votes=ayes,
        )
        acts.record_act(promise.parties.get(organisation=cities[slug]), facts=facts, by=by, at=NOON)
    states = [Agreement.objects.get().state]
    for members in (6, 5):
        stated = Stated(starts_on=date(2026, 1, 1), members=members, mayor="tie", source="Sample")
        compositions.state(cities["raytown"], stated=stated, by=clerk, at=NOON)
        states.append(Agreement.objects.get().state)
    assert states == ["in_force", "circulated", "in_force"]
    assert Event.objects.filter(kind="composition.stated").count() == 2


def test_another_citys_clerk_says_nothing_of_it(cities, clerk_of):
    with pytest.raises(PermissionDenied, match="Raytown’s council are kept by its own clerk"):
        compositions.state(cities["raytown"], stated=STATED, by=clerk_of("grandview"), at=NOON)


def test_the_public_reads_it_with_its_source_and_the_clerk_says_it(client_for, clerk, cities):
    here = reverse("agreements:composition", args=["raytown"])
    typed = {"starts_on": "2026-01-01", "members": "6", "mayor": "tie", "source": "City code, 2-1"}
    say = reverse("agreements:state_composition", args=["raytown"])
    assert client_for(clerk).post(say, typed).status_code == 302
    CompositionFactory(organisation=cities["raytown"], starts_on=date(2026, 1, 1), members=5)
    page = " ".join(client_for(PUBLIC).get(here).content.decode().split())
    assert ("City code, 2-1" in page, "4 of 6" in page, "3 of 5" in page) == (True, True, True)
    assert (page.count("(put right since)"), "Say from which day" in page) == (1, False)


def test_a_council_of_nobody_is_refused_at_its_box(client_for, clerk, cities):
    here = reverse("agreements:state_composition", args=["raytown"])
    client_for(clerk).post(here, {"starts_on": "2026-01-01", "members": "0", "mayor": "tie"})
    assert Composition.objects.count() == 0
