import pytest
import time_machine

from collaborative.celery import app
from initiatives.models import Placing, Round
from initiatives.phases import GRACE
from initiatives.tasks import move_due_rounds
from tests.factories.rounds import CLOSING
from tests.initiatives.scenes import DURING, opened

pytestmark = pytest.mark.django_db


def test_the_clock_knows_the_task_by_its_name():
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert move_due_rounds.name == "initiatives.move_due_rounds"
    assert move_due_rounds.name in asked


def test_the_task_closes_what_is_due_once():
    opened()
    with time_machine.travel(DURING, tick=False):
        move_due_rounds()
    assert Round.objects.get().state == "scoring"
    with time_machine.travel(CLOSING + GRACE, tick=False):
        move_due_rounds()
        move_due_rounds()
    assert (Round.objects.get().state, Placing.objects.count()) == ("decided", 1)
