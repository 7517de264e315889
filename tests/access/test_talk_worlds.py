"""Two worlds that differ only in what somebody may not read look the same to that person."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from collaborative.models import Actor, Event
from initiatives.models import Audience, Proposal
from initiatives.results.talk import audiences
from notifications.operations import outbox
from tests.access.principals import PRINCIPALS
from tests.access.seeing import BOOKS, digest, seen
from tests.access.table import TABLE
from tests.access.world import World
from tests.factories.people import UserFactory
from tests.factories.talk import CommentFactory, CommentWordingFactory, MentionFactory

pytestmark = pytest.mark.django_db
APPS = ("home", "initiatives:", "notifications:")


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """A page that says when it was made must not differ because a minute has gone by."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def addresses(world: World) -> dict[str, str]:
    """Every page that could show a comment, a count of comments, or a hit in one."""
    found = {
        name: reverse(name, args=[world.things.get(arg, arg) for arg in row.args])
        for name, row in TABLE.items()
        if name.startswith(APPS)
    }
    found["search"] = reverse("initiatives:proposals") + "?q=hidden+words"
    for name in ("draft", "submitted", "accepted", "entered", "marked", "chosen"):
        at = [world.things[name]]
        found[name] = reverse("initiatives:proposal", args=at)
        found[f"talk of {name}"] = reverse("initiatives:talk", args=at)
        found[f"screening of {name}"] = reverse("initiatives:screen_proposal", args=at)
        found[f"section of {name}"] = reverse("initiatives:edit_section", args=[*at, "money"])
    return found


def say(proposal: Proposal, audience: Audience, *, person, words: str) -> None:
    """A thread with an answer, a second wording, names, a letter and its events."""
    given = {"proposal": proposal, "audience": audience, "by": person, "text": words}
    thread = CommentFactory(**given, section="money")
    wording = CommentWordingFactory(comment=thread, number=2, text=f"{words}, again")
    MentionFactory(wording=wording, person=proposal.author)
    answer = CommentFactory(**given, section="money", reply_to=thread)
    for kind, about in (
        ("comment.added", thread),
        ("comment.edited", thread),
        ("comment.added", answer),
    ):
        Event.objects.record(
            kind, about, by=Actor(person), at=timezone.now(), wording=2 if "edit" in kind else 1
        )


def proposals(world: World) -> list[Proposal]:
    return list(Proposal.objects.order_by("pk"))


@pytest.mark.parametrize("who", PRINCIPALS)
def test_what_somebody_may_not_read_changes_nothing_for_that_person(world, settings, who):
    settings.MEDIA_ROOT = world.files
    actor, pages = world.people[who], addresses(world)
    person = UserFactory(name="CNRY-somebody-else")
    if who in {"facilitator", "administrator"}:
        pages = {name: url for name, url in pages.items() if name not in BOOKS}
    outbox.post_events(at=timezone.now())
    before, told = seen(actor, pages), digest(actor)
    with transaction.atomic():
        for proposal in proposals(world):
            for audience in set(Audience) - audiences(actor, proposal):
                say(proposal, audience, person=person, words="Hidden words")
        outbox.post_events(at=timezone.now())
        after, told_then = seen(actor, pages), digest(actor)
        transaction.set_rollback(True)
    assert sorted(name for name in pages if before[name] != after[name]) == []
    assert told == told_then


def test_what_somebody_may_read_does_change_the_pages(world, settings):
    """The comparison can fail: the author sees the same comments, the liaison's digest too."""
    settings.MEDIA_ROOT = world.files
    author, pages = world.people["author"], addresses(world)
    before, told = seen(author, pages), digest(world.people["liaison"])
    with transaction.atomic():
        submitted = Proposal.objects.get(reference=world.things["submitted"])
        person = UserFactory(name="CNRY-somebody-else")
        say(submitted, Audience.STAFF, person=person, words="Words for the staff")
        after, told_then = seen(author, pages), digest(world.people["liaison"])
        transaction.set_rollback(True)
    changed = {name for name in pages if before[name] != after[name]}
    assert {"submitted", "talk of submitted", "home"} <= changed
    assert told != told_then


@pytest.mark.parametrize("who", ["facilitator", "administrator"])
def test_the_books_do_not_tell_what_was_said_to_whom_and_about_what(world, settings, who):
    settings.MEDIA_ROOT = world.files
    answers = []
    submitted = Proposal.objects.get(reference=world.things["submitted"])
    pages = {name: url for name, url in addresses(world).items() if name in BOOKS}
    person, at = UserFactory(name="CNRY-somebody-else"), timezone.now()
    for audience, words in ((Audience.AUTHORS, "Hidden words"), (Audience.STAFF, "Other words")):
        with transaction.atomic():
            say(submitted, audience, person=person, words=words)
            outbox.post_events(at=at)
            answers.append(seen(world.people[who], pages))
            transaction.set_rollback(True)
    assert b"Named in a changed comment" in answers[0]["notifications:ledger"][1]
    assert [_undated(one) for one in answers[:1]] == [_undated(one) for one in answers[1:]]


def _undated(answers):
    """Without moments and row numbers, which differ from one world to the next."""
    moments = re.compile(rb"\d\d:\d\d:\d\d[^\"]*|/messages/\d+/|\d+:\d\d [ap]m")
    return {name: (status, moments.sub(b"", body)) for name, (status, body) in answers.items()}
