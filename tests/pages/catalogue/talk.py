"""What is said about a proposal: the list, a thread, a change, and every wording."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from initiatives.models import Comment
from initiatives.operations import talk
from tests.access.world import World
from tests.pages.states import bare, faulty, filled

TALK = "initiatives:talk"
THREAD = "initiatives:thread"
EDIT = "initiatives:edit_comment"
SAID = ("submitted", "submitted-said-to-authors")
LIST_PAGE = "initiatives/talk.html"
THREAD_PAGE = "initiatives/talk_thread.html"
EDIT_PAGE = "initiatives/talk_edit.html"


@contextmanager
def resolved_elsewhere(world: World) -> Iterator[None]:
    """The author resolves the thread in another window."""
    thread = Comment.objects.get(pk=world.things["marked-said-to-authors"])
    if thread.resolved_at is None:
        talk.resolve(thread, by=world.people["author"], at=timezone.now())
    yield


@contextmanager
def worded_elsewhere(world: World) -> Iterator[None]:
    """The author changes the comment in another window."""
    said = Comment.objects.get(pk=world.things["submitted-said-to-authors"])
    number = said.wordings.count()
    talk.edit(
        said,
        text=f"From another window, wording {number + 1}.",
        number=number,
        by=world.people["author"],
        at=timezone.now(),
    )
    yield


FILLED = (
    filled(LIST_PAGE, "author", TALK, "submitted"),
    filled(LIST_PAGE, "facilitator", TALK, "submitted", name="as the facilitator"),
    filled(LIST_PAGE, "liaison", TALK, "submitted", name="as the liaison"),
    filled(LIST_PAGE, "author", TALK, "chosen", name="once decided"),
    bare(LIST_PAGE, "author", TALK, "whole_draft"),
    bare(LIST_PAGE, "author", TALK, "submitted", query="?state=resolved"),
    filled(
        LIST_PAGE,
        "author",
        TALK,
        "declined",
        name="closed",
        says="so its comments are closed",
    ),
    faulty(LIST_PAGE, "author", TALK, "submitted", press="Add the comment"),
    filled(THREAD_PAGE, "author", THREAD, *SAID),
    filled(THREAD_PAGE, "facilitator", THREAD, "submitted", "submitted-said-to-between"),
    filled(THREAD_PAGE, "author", THREAD, "to_screen", "settled", name="resolved"),
    faulty(THREAD_PAGE, "author", THREAD, *SAID, press="Add the answer"),
    faulty(
        THREAD_PAGE,
        "author",
        THREAD,
        "marked",
        "marked-said-to-authors",
        fill={"text": "One more word."},
        meanwhile=resolved_elsewhere,
        press="Add the answer",
        status=409,
        name="resolved meanwhile",
    ),
    filled(EDIT_PAGE, "author", EDIT, *SAID),
    faulty(EDIT_PAGE, "author", EDIT, *SAID, fill={"text": ""}, press="Save"),
    faulty(
        EDIT_PAGE,
        "author",
        EDIT,
        *SAID,
        fill={"text": "From this window."},
        meanwhile=worded_elsewhere,
        press="Save",
        status=409,
        name="changed meanwhile",
    ),
    filled("initiatives/talk_history.html", "author", "initiatives:wordings", *SAID),
    filled("initiatives/proposal.html", "author", "initiatives:proposal", "to_screen"),
)
EMPTY = ()
