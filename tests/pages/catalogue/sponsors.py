"""Co-sponsor cities: asked, answering, and wherever a proposal names them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from initiatives.models import Proposal, Sponsorship
from initiatives.operations import sponsorships, writing
from initiatives.operations.sponsorships import Reply
from tests.access.world import World
from tests.pages.states import bare, faulty, filled

SPONSORS = "initiatives:sponsors"
SPONSOR = "initiatives:sponsor"
PROPOSAL = "initiatives:proposal"
ASKING = "initiatives/proposal_sponsors.html"
ANSWERING = "initiatives/proposal_sponsor.html"


@contextmanager
def answered_by_another(world: World) -> Iterator[None]:
    """The answer is given in another window."""
    row = Sponsorship.objects.get(proposal__reference=world.things["raced_draft"])
    reply = Reply(state=Sponsorship.State.CONDITIONAL, words="If Raytown keeps the camera.")
    by, at = world.people["liaison_elsewhere"], timezone.now()
    sponsorships.answer(row, reply=reply, version=1, turn=row.turn, by=by, at=at)
    yield


@contextmanager
def changed_meanwhile(world: World) -> Iterator[None]:
    """The author changes the idea."""
    draft = Proposal.objects.get(reference=world.things["torn_sign_off"])
    said = {"idea": f"{draft.draft['idea']} Two of them."}
    by, at = world.people["author"], timezone.now()
    writing.save(draft, answers=said, base=draft.version, by=by, at=at)
    yield


ASKED = (
    filled(ASKING, "author", SPONSORS, "backed_draft"),
    bare(ASKING, "author", SPONSORS, "whole_draft"),
    faulty(ASKING, "author", SPONSORS, "whole_draft", press="Ask these cities"),
    filled(ASKING, "author", SPONSORS, "accepted", name="after the screening"),
)
ANSWERED = (
    filled(ANSWERING, "liaison_elsewhere", SPONSOR, "put_draft"),
    filled(ANSWERING, "liaison_elsewhere", SPONSOR, "backed_draft", name="answered"),
    filled(ANSWERING, "liaison_elsewhere", SPONSOR, "again_draft", name="asked again"),
    filled(ANSWERING, "liaison_elsewhere", SPONSOR, "parted_draft", name="declined"),
    filled(ANSWERING, "liaison_elsewhere", SPONSOR, "told_entry", name="round closed"),
    faulty(
        ANSWERING,
        "liaison_elsewhere",
        SPONSOR,
        "put_draft",
        fill={"reply": "conditional"},
        press="Record this answer",
        status=422,
    ),
    faulty(
        ANSWERING,
        "liaison_elsewhere",
        SPONSOR,
        "raced_draft",
        fill={"reply": "conditional", "words": "In winter only."},
        meanwhile=answered_by_another,
        press="Record this answer",
        status=409,
        name="answered meanwhile",
    ),
    faulty(
        ANSWERING,
        "liaison_elsewhere",
        SPONSOR,
        "torn_sign_off",
        fill={"reply": "conditional", "words": "In winter only."},
        meanwhile=changed_meanwhile,
        press="Record this answer",
        status=409,
        name="changed meanwhile",
    ),
)
NAMED = (
    filled("initiatives/proposal.html", "author", PROPOSAL, "backed_draft"),
    filled("initiatives/proposal.html", "liaison_elsewhere", PROPOSAL, "backed_draft"),
    filled(
        "initiatives/proposal_screen.html",
        "facilitator",
        "initiatives:screen_proposal",
        "backed_sent",
    ),
    filled(
        "initiatives/proposal_submit.html",
        "author",
        "initiatives:submit_proposal",
        "backed_draft",
    ),
    filled("initiatives/proposals.html", "liaison_elsewhere", "initiatives:proposals"),
    filled("dashboard/home.html", "liaison_elsewhere", "home"),
    filled("initiatives/round.html", "facilitator", "initiatives:round", "strict_round"),
    faulty(
        "initiatives/round_entries.html",
        "facilitator",
        "initiatives:round_entries",
        "strict_round",
        fill={"proposals": "accepted"},
        press="Enter them in the round",
    ),
)

FILLED = ASKED + ANSWERED + NAMED
EMPTY = ()
