"""Versions of agreements' texts: exhibits, comments, required terms, redlines, amendments."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from agreements.models import Agreement
from agreements.operations import versions
from tests.access.world import World
from tests.pages.states import bare, faulty, filled

VERSION = "agreements:version"
VERSIONS = "agreements:versions"
EXHIBITS = "agreements:exhibits"
COMMENTS = "agreements:comments"
ANSWER = "agreements:answer_comment"
CHECKLIST = "agreements:checklist"
COMPARE = "agreements:compare"
EDIT = "agreements:edit"
DROP = "agreements:drop_version"


@contextmanager
def changed_by_another(world: World) -> Iterator[None]:
    """Another facilitator saves the amendment."""
    agreement = Agreement.objects.get(slug=world.things["in_force"])
    version = agreement.versions.get(number=2)
    versions.change(
        version,
        words="## 1. Purpose\n\nTo share ploughs and salt.\n",
        revision=version.revision,
        by=world.people["facilitator"],
        at=timezone.now(),
    )
    yield


READING = (
    filled("agreements/versions.html", "facilitator", VERSIONS, "in_force"),
    filled("agreements/versions.html", "facilitator", VERSIONS, "blocked"),
    filled("agreements/versions.html", "nobody", VERSIONS, "blocked"),
    bare("agreements/versions.html", "facilitator", VERSIONS, "lone_draft"),
    filled("agreements/version.html", "facilitator", VERSION, "texts_draft", "1"),
    filled("agreements/version.html", "clerk", VERSION, "in_force", "2"),
    filled("agreements/version.html", "nobody", VERSION, "in_force", "1"),
    filled("agreements/version.html", "facilitator", VERSION, "blocked", "2"),
    bare("agreements/version.html", "facilitator", VERSION, "lone_draft", "1"),
    filled(
        "agreements/compare.html",
        "facilitator",
        COMPARE,
        "in_force",
        query="?before={in_force_sha}&after=v2",
    ),
    filled(
        "agreements/compare.html",
        "nobody",
        COMPARE,
        "blocked",
        query="?before={in_force_sha}&after={other_sha}",
    ),
    bare(
        "agreements/compare.html",
        "nobody",
        COMPARE,
        "blocked",
        query="?before={other_sha}&after={other_sha}",
    ),
)
AMENDING = (
    filled("agreements/version_begin.html", "facilitator", "agreements:begin_version", "corrected"),
    filled(
        "agreements/version_drop.html", "facilitator", "agreements:drop_version", "blocked", "3"
    ),
    faulty(
        "agreements/version_drop.html",
        "facilitator",
        DROP,
        "blocked",
        "3",
        press="Drop this draft",
    ),
    filled("agreements/edit.html", "facilitator", EDIT, "in_force"),
    faulty(
        "agreements/edit.html",
        "facilitator",
        EDIT,
        "in_force",
        fill={"text": "## 1. Purpose\n\nTo share ploughs and sand.\n"},
        meanwhile=changed_by_another,
        press="Save the draft",
        status=409,
        name="two drafts of an amendment",
    ),
    filled("agreements/circulate.html", "facilitator", "agreements:circulate", "texts_draft"),
    filled("agreements/circulate.html", "facilitator", "agreements:circulate", "in_force"),
)
WORKING = (
    filled("agreements/exhibits.html", "facilitator", EXHIBITS, "texts_draft", "1"),
    bare("agreements/exhibits.html", "facilitator", EXHIBITS, "lone_draft", "1"),
    faulty(
        "agreements/exhibits.html",
        "facilitator",
        EXHIBITS,
        "texts_draft",
        "1",
        press="Add this exhibit",
    ),
    filled("agreements/comments.html", "clerk", COMMENTS, "texts_draft", "1"),
    filled("agreements/comments.html", "facilitator", COMMENTS, "texts_draft", "1"),
    bare("agreements/comments.html", "facilitator", COMMENTS, "bare_text", "1"),
    faulty(
        "agreements/comments.html",
        "clerk",
        COMMENTS,
        "texts_draft",
        "1",
        press="Add this comment",
    ),
    filled(
        "agreements/comment_answer.html",
        "facilitator",
        ANSWER,
        "texts_draft",
        "1",
        "open_comment",
    ),
    faulty(
        "agreements/comment_answer.html",
        "facilitator",
        ANSWER,
        "texts_draft",
        "1",
        "open_comment",
        press="Put the answer on record",
    ),
    filled("agreements/checklist.html", "facilitator", CHECKLIST, "texts_draft", "1"),
    bare("agreements/checklist.html", "facilitator", CHECKLIST, "lone_draft", "1"),
)

FILLED = READING + AMENDING + WORKING
EMPTY = ()
