"""What the clock starts."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import current_app
from celery.beat import _evaluate_entry_kwargs
from django.core import mail

from collaborative import doorbell, workers
from collaborative.celery import app
from collaborative.models import PORTAL, Event
from notifications import tasks
from notifications.models import Heartbeat, Message
from notifications.operations import delivery
from tests.factories.proposals import ProposalFactory
from tests.notifications.scenes import open_round

NOW = datetime(2026, 3, 9, 22, 0, tzinfo=UTC)
"""One day before the sample round closes."""


def beats():
    return {
        (part, name): at for part, name, at in Heartbeat.objects.values_list("part", "name", "at")
    }


@pytest.mark.django_db
def test_a_beat_says_when_the_clock_sent_it_and_when_a_worker_took_it():
    sent = NOW - timedelta(seconds=30)
    with time_machine.travel(NOW, tick=False):
        tasks.beat(queue="mail", sent_at=sent.isoformat())
    assert beats() == {("beat", ""): sent, ("queue", "mail"): NOW}


@pytest.mark.django_db
def test_a_worker_that_is_alive_says_so_by_its_name():
    with time_machine.travel(NOW, tick=False):
        tasks.alive(worker="mail@sample")
    assert beats() == {("worker", "mail@sample"): NOW}


def test_the_road_from_the_event_and_from_the_deadline_to_the_mailbox(facilitator, evaluator_of):
    round_ = open_round([evaluator_of("raytown")])
    proposal = ProposalFactory(state="submitted")
    Event.objects.record("proposal.submitted", proposal, by=PORTAL, at=NOW)
    with time_machine.travel(NOW, tick=False):
        for _ in range(2):
            tasks.post_events()
            tasks.remind()
            tasks.deliver()
    assert [letter.subject for letter in mail.outbox] == [
        "1 review due Tuesday, March 10, 2026, 5:00 pm Central",
        f"{proposal.city} sent in {proposal}",
        f"Not done yet: Reviews in “{round_}”, Tuesday, March 10, 2026, 5:00 pm Central",
    ]
    assert list(Message.objects.values_list("state", flat=True)) == ["sent"] * 3


def test_every_task_of_mail_that_the_schedule_or_the_doorbell_names_is_there():
    app.loader.import_default_modules()
    wanted = {doorbell.TASK, workers.ALIVE} | {
        entry["task"]
        for entry in app.conf.beat_schedule.values()
        if entry["task"].startswith("notifications.")
    }
    assert wanted == {name for name in current_app.tasks if name.startswith("notifications.")}


@pytest.mark.django_db
def test_beat_fills_in_the_time_at_which_it_sends_its_sign_of_life():
    entry = app.conf.beat_schedule["somebody works at the queue exports"]
    with time_machine.travel(NOW, tick=False):
        words = _evaluate_entry_kwargs(pickle.loads(pickle.dumps(entry["kwargs"])))
        tasks.beat(**words)
    assert (beats(), entry["options"]["queue"]) == (
        {("beat", ""): NOW, ("queue", "exports"): NOW},
        "exports",
    )


def test_whoever_rings_is_answered_at_once(facilitator):
    proposal = ProposalFactory(state="submitted")
    Event.objects.record("proposal.submitted", proposal, by=PORTAL, at=NOW)
    with time_machine.travel(NOW, tick=False):
        tasks.answer()
    assert [letter.subject for letter in mail.outbox] == [f"{proposal.city} sent in {proposal}"]


@pytest.mark.parametrize(("seconds", "presses"), [(19, []), (20, ["pressed"])])
def test_a_run_whose_time_was_up_has_it_gone_on_with(monkeypatch, seconds, presses):
    pressed = []
    monkeypatch.setattr(doorbell.BELL, "press", lambda: pressed.append("pressed"))
    with time_machine.travel(NOW, tick=False) as traveller:
        monkeypatch.setattr(
            delivery, "deliver", lambda **_: traveller.shift(timedelta(seconds=seconds))
        )
        tasks.deliver()
    assert pressed == presses


def test_every_task_has_its_queue():
    """A queue that no worker takes would be a task that never runs."""
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    queues = {name: app.amqp.router.route({}, name)["queue"].name for name in ours}
    assert queues == {
        "agreements.follow_terms": "computing",
        "agreements.make_exports": "exports",
        "agreements.tidy_exports": "exports",
        "initiatives.move_due_rounds": "computing",
        "notifications.alive": "mail",
        "notifications.answer": "mail",
        "notifications.beat": "mail",
        "notifications.deliver": "mail",
        "notifications.post_events": "mail",
        "notifications.remind": "mail",
        "training.make_plans": "computing",
        "training.move_due_assessments": "computing",
        "training.move_due_cohorts": "computing",
    }
