"""Two assessments that differ in one person's answer, in a group under five, look the same."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from tests.access.principals import OWN, cast
from tests.access.seeing import seen
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.training import TopicFactory
from tests.training.assessed import HEADS, TRENCH, Role, asking, close, say
from training.results.gaps import people_to_train

pytestmark = pytest.mark.django_db
READERS = ("liaison", "liaison_elsewhere", "facilitator")
"""Whoever may read figures; all others are refused, says the access table."""
FEW = [(5, 1), (4, 2), (3, 3), (5, 2)]
"""The marks of four people in an office."""
OTHERS = [(1, 5), (None, 1)]
"""What the first of them could have said instead."""
CLASSROOM = {"formats": ["classroom"], "times": ["morning"], "travel_miles": 30}
"""How everybody would come."""
OTHERWISE = [{"formats": ["online"], "times": ["night"], "travel_miles": 0}, {"formats": []}]
"""How one of them could rather come."""


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """A page that says when it was made must not differ because a minute has gone by."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def people(cities, marc, gti):
    return cast(cities, marc, gti)


@pytest.fixture
def show(cities, people):
    """What a person sees when the office's people marked a topic so, and one would come so."""
    topic = TopicFactory(slug="trench", name="Trench and excavation")
    works, police = (
        DepartmentFactory(organisation=cities[OWN], name=name) for name in ("Works", "Police")
    )

    def shown(
        few: Sequence[tuple],
        who: Sequence[str],
        crew: Sequence[tuple] = TRENCH,
        wishing: Role = Role.OFFICE,
        wishes: Mapping[str, object] = CLASSROOM,
    ):
        with transaction.atomic():
            earlier = asking(topic, slug="before", title="Before", opens_at=NOON.replace(year=2024))
            assessment = asking(topic, slug="needs", title="Needs")
            for one in (earlier, assessment):
                say(one, works, Role.FIELD, topic, *crew)
                say(one, works, Role.OFFICE, topic, *few[:2])
                say(one, police, Role.SAFETY, topic, *few[2:])
                say(one, police, Role.HEAD, topic, *HEADS)
                one.respondents.update(**CLASSROOM)
                first = one.respondents.filter(role=wishing).first()
                one.respondents.filter(pk=first.pk).update(**wishes)
                close(one)
            found = {name: seen(people[name], pages(works, police)) for name in who}
            found["to train"] = people_to_train(assessment)
            transaction.set_rollback(True)
        return found

    return shown


def pages(*departments) -> dict[str, str]:
    """Every page, file and picture of the figures; the file holds every group that has any."""
    at = {
        name: reverse(f"training:{name}", args=["needs"])
        for name in (
            "gaps",
            "gaps_compared",
            "gaps_wishes",
            "gaps_csv",
            "gaps_wishes_csv",
            "gaps_xlsx",
            "gaps_picture",
        )
    }
    topic = reverse("training:gap", args=["needs", "trench"])
    looks = ("?by=department&city=" + OWN, "?by=role&city=" + OWN, "?role=office")
    places = ("", "?role=office", *(f"?department={one.pk}" for one in departments))
    return {
        **at,
        **{f"{name}{look}": at[name] + look for name in ("gaps", "gaps_wishes") for look in looks},
        **{f"topic{place}": topic + place for place in places},
    }


def test_nobody_but_the_institute_can_tell_what_one_of_four_said(show):
    """Totals and differences included: no byte of any page, file or picture differs."""
    before = show(FEW, READERS)
    assert before["liaison"]["gaps"][0] == 200
    for other in OTHERS:
        after = show([other, *FEW[1:]], READERS)
        assert [who for who in before if before[who] != after[who]] == []
    for wishes in OTHERWISE:
        after = show(FEW, READERS, wishes=wishes)
        assert [who for who in before if before[who] != after[who]] == []


def test_what_one_of_six_said_does_show(show):
    """The comparison can fail."""
    before, after = (show(FEW, ["liaison"], crew) for crew in (TRENCH, [(1, 5), *TRENCH[1:]]))
    differ = {name for name, page in before["liaison"].items() if page != after["liaison"][name]}
    assert {"gaps", "gaps_csv", "gaps_xlsx", "gaps_picture", "topic"} <= differ
    assert before["to train"] != after["to train"]


def test_how_one_of_six_would_come_does_show(show):
    """This comparison can fail as well."""
    before, after = (
        show(FEW, ["liaison"], wishing=Role.FIELD, wishes=wishes)
        for wishes in (CLASSROOM, OTHERWISE[0])
    )
    differ = {name for name, page in before["liaison"].items() if page != after["liaison"][name]}
    assert {"gaps", "gaps_wishes", "gaps_wishes_csv", "gaps_xlsx", "topic"} <= differ
    assert not {"gaps_csv", "gaps_picture"} & differ
