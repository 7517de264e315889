"""Two worlds that differ only in what is closed about agreements look the same from outside.

Closed is: the words of a draft and of its exhibits, what the parties say of it, and documents that
were closed under the open records law.
"""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Left
from django.urls import reverse
from django.utils import timezone

from agreements.events import PartyCommentEvent
from agreements.models import Agreement, Document, PartyComment, Version
from collaborative.models import Actor, Event
from notifications.operations import outbox
from tests.access.principals import PRINCIPALS
from tests.access.seeing import BOOKS, digest, letters, seen
from tests.access.table import TABLE
from tests.access.world import World
from tests.factories.closings import ClosingFactory
from tests.factories.people import UserFactory
from tests.factories.versions import PartyCommentFactory
from tests.guards import unguarded

pytestmark = pytest.mark.django_db
HIDDEN = "HIDDEN-FROM-WHO-MAY-NOT-READ-IT"
APPS = ("home", "agreements:", "notifications:")


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """A page that says when it was made must not differ because a minute has gone by."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def addresses(world: World) -> dict[str, str]:
    """Every page that could show an agreement, and the pages of all agreements there are."""
    found = {
        name: reverse(name, args=[world.things.get(arg, arg) for arg in row.args])
        for name, row in TABLE.items()
        if name.startswith(APPS)
    }
    for slug in Agreement.objects.values_list("slug", flat=True):
        found[f"agreement {slug}"] = reverse("agreements:agreement", args=[slug])
        found[f"packet of {slug}"] = reverse("agreements:packet", args=[slug])
    return found


def change_drafts(world: World, actor: Actor) -> None:
    """Drafts say something else."""
    readable = Version.objects.visible_to(actor)
    with unguarded():
        Version.objects.filter(circulated_at=None).exclude(pk__in=readable).update(draft=HIDDEN)


def change_closed_documents(world: World, actor: Actor) -> None:
    """Closed documents are others; their numbers, which everybody knows, stay."""
    closed = Document.objects.closed().exclude(pk__in=Document.objects.visible_to(actor))
    with unguarded():
        other = Concat(Left("sha256", 32), Value("0" * 32))
        closed.update(name=f"{HIDDEN}.pdf", sha256=other, size=1)


def change_comments(world: World, actor: Actor) -> None:
    """The parties have said something of every text on which this reader reads no comments."""
    person = UserFactory(name="CNRY-somebody-else")
    for version in Version.objects.select_related("agreement"):
        said = PartyCommentFactory(
            version=version, party=version.agreement.parties.first(), words=HIDDEN, by=person
        )
        if PartyComment.objects.visible_to(actor).filter(pk=said.pk).exists():
            with unguarded():
                said.delete()
            continue
        Event.objects.record(
            PartyCommentEvent.ADDED,
            version.agreement,
            by=Actor(person),
            at=timezone.now(),
            version=version.number,
            party=str(said.party),
            section="",
            comment=said.pk,
        )


CHANGES: tuple[Callable[[World, Actor], None], ...] = (
    change_drafts,
    change_closed_documents,
    change_comments,
)


def everything_seen(world: World, who: str) -> dict[str, object]:
    actor, pages = world.people[who], addresses(world)
    if who in {"facilitator", "administrator"}:
        pages = {name: url for name, url in pages.items() if name not in BOOKS}
    outbox.post_events(at=timezone.now())
    return {**seen(actor, pages), "letters": letters(actor), "digest": digest(actor)}


def differing(world: World, who: str, changes, *, for_whom: Actor) -> set[str]:
    """Name what looks otherwise to somebody once what is closed to a reader is another thing."""
    answers = []
    outbox.post_events(at=timezone.now())  # what is due in both worlds is the same letter
    for chosen in ((), changes):
        with transaction.atomic():
            for document in Document.objects.open():
                ClosingFactory(document=document, closed_by=world.people["facilitator"].user)
            for change in chosen:
                change(world, for_whom)
            answers.append(everything_seen(world, who))
            transaction.set_rollback(True)
    before, after = answers
    return {name for name, answer in before.items() if after[name] != answer}


@pytest.mark.parametrize("who", PRINCIPALS)
def test_what_somebody_may_not_read_changes_nothing_for_that_person(world, settings, who):
    settings.MEDIA_ROOT = world.files
    assert differing(world, who, CHANGES, for_whom=world.people[who]) == set()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_facilitator_does_see_what_the_public_does_not(world, settings, change):
    """The comparison can fail."""
    settings.MEDIA_ROOT = world.files
    assert differing(world, "facilitator", (change,), for_whom=world.people["nobody"])
