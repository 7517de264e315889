"""Two worlds that differ in what one of few people answered look the same to all but GTI.

Byte for byte: on every page of the access table that could know of it, in every file, picture and
feed, in letters and in digests.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from notifications.operations import outbox, timely
from tests.access.principals import OTHER
from tests.access.seeing import digest, letters, seen
from tests.access.table import TABLE
from tests.access.world import World
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.training import AnswerFactory, RespondentFactory
from tests.guards import unguarded
from training.models import Answer, Assessment, Respondent, Topic

pytestmark = pytest.mark.django_db
WHO = ("nobody", "staff", "liaison", "liaison_elsewhere", "facilitator", "administrator")
BELOW = ("initiatives:", "cities:", "account_", "mfa_", "demo:", "readyz")
"""What lies below training, which may not import it, and the worker's health, which has a clock."""
LONG_AGO = NOON - timedelta(days=300)
HIDDEN = "zeppelin"
"""A word that stands in no other text."""
OTHERWISE = {
    "importance": 1,
    "performance": 5,
    "difficulty": 1,
    "frequency": 1,
    "urgency": 5,
    "people": None,
    "mandated": True,
    "barriers": ["equipment", "time"],
}
BLANK = dict.fromkeys(OTHERWISE) | {"barriers": []}


class Scene:
    """The world of the access table, its closed assessment being the last, and two divers more.

    Four of an office marked a topic, and two divers of another city marked all.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.assessment = Assessment.objects.get(slug=world.things["gaps"])
        other = Assessment.objects.exclude(pk=self.assessment.pk)
        with unguarded():
            other.filter(state="closed").update(
                opens_at=LONG_AGO, closes_at=LONG_AGO + timedelta(1)
            )
            self.divers = self._divers()
        self.pages = {
            name: reverse(name, args=[world.things.get(arg, arg) for arg in row.args])
            for name, row in TABLE.items()
            if not name.startswith(BELOW)
        }

    def _divers(self) -> list[Respondent]:
        city = self.assessment.respondents.filter(city__slug=OTHER).first().city
        department = DepartmentFactory(organisation=city, name="Divers of the water works")
        place = {"assessment": self.assessment, "city": city, "department": department}
        divers = RespondentFactory.create_batch(2, role=Respondent.Role.SAFETY, **place)
        for diver in divers:
            for topic in Topic.objects.filter(
                asked__questionnaire__assessment=self.assessment
            ).distinct():
                AnswerFactory(respondent=diver, topic=topic, importance=5, performance=1)
        return divers

    def everything(self, who: str) -> dict[str, object]:
        """Pages, files, letters and the digest of somebody, with all that is due now written."""
        actor = self.world.people[who]
        with transaction.atomic():
            outbox.post_events(at=timezone.now())
            timely.remind(at=timezone.now())
            found = {**seen(actor, self.pages), "letters": letters(actor), "digest": digest(actor)}
            transaction.set_rollback(True)
        return found

    def differing(self, who: str, before: dict[str, object], change: Callable) -> set[str]:
        """Name what looks otherwise to somebody in a world that is changed so."""
        with transaction.atomic():
            with unguarded():
                change(self)
            after = self.everything(who)
            transaction.set_rollback(True)
        return {name for name, answer in before.items() if after[name] != answer}


@pytest.fixture(scope="module")
def scene(world: World, django_db_blocker) -> Iterator[Scene]:
    """The clock is held still, and hundreds of refusals are not logged."""
    log = logging.getLogger("django.request")
    log.disabled = True
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=world.files),
        time_machine.travel(timezone.now(), tick=False),
        transaction.atomic(),
    ):
        scene = Scene(world)
        outbox.post_events(at=timezone.now())
        timely.remind(at=timezone.now())
        yield scene
        transaction.set_rollback(True)
    log.disabled = False


@pytest.fixture(autouse=True)
def _files(settings, scene):
    """The world's files stay where they are."""
    settings.MEDIA_ROOT = scene.world.files


def answers_otherwise(scene: Scene) -> None:
    """One of the four, and one of the divers, said the opposite, and wished for something else."""
    for one in _changed(scene):
        Answer.objects.filter(respondent=one).update(**OTHERWISE)
        Respondent.objects.filter(pk=one.pk).update(
            remark=HIDDEN, formats=["online"], times=["evening"], travel_miles=50
        )


def leaves_blank(scene: Scene) -> None:
    """They sent in, and had marked nothing."""
    Answer.objects.filter(respondent__in=_changed(scene)).update(**BLANK)


def crew_answers_otherwise(scene: Scene) -> None:
    """One of six, whose group is shown."""
    crew = scene.assessment.respondents.filter(city__slug=OTHER, role=Respondent.Role.FIELD)
    Answer.objects.filter(respondent=crew.earliest("pk")).update(**OTHERWISE)


def _changed(scene: Scene) -> list[Respondent]:
    few = scene.assessment.respondents.filter(answers__topic__slug="gaps-few", role="office")
    return [few.earliest("pk"), scene.divers[0]]


@pytest.mark.parametrize("who", WHO)
def test_nothing_tells_what_one_of_few_people_answered(scene, who):
    before = scene.everything(who)
    for change in (answers_otherwise, leaves_blank):
        assert (change.__name__, scene.differing(who, before, change)) == (change.__name__, set())


@pytest.mark.parametrize(
    ("who", "change", "expected"),
    [
        ("analyst", answers_otherwise, {"training:gaps_exact"}),
        ("liaison_elsewhere", crew_answers_otherwise, {"training:gaps", "training:gaps_csv"}),
        ("facilitator", crew_answers_otherwise, {"training:gaps_picture"}),
    ],
)
def test_who_may_know_does_and_what_may_be_shown_is(scene, who, change, expected):
    """The comparison can fail."""
    assert expected <= scene.differing(who, scene.everything(who), change)
