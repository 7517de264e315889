"""Proposals: the list, one, and what its author and the facilitator do to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from initiatives.models import Proposal
from initiatives.operations import writing
from initiatives.questions import SECTIONS
from tests.access.world import World
from tests.pages.states import bare, done, faulty, filled

PROPOSAL = "initiatives:proposal"
EDIT = "initiatives:edit_proposal"
SECTION = "initiatives:edit_section"
SUBMIT = "initiatives:submit_proposal"
WITHDRAW = "initiatives:withdraw_proposal"
SHARE = "initiatives:share_proposal"
SCREEN = "initiatives:screen_proposal"
ADD_FILE = "initiatives:add_attachment"


@contextmanager
def saved_elsewhere(world: World) -> Iterator[None]:
    """The author saves the draft in another window."""
    draft = Proposal.objects.get(reference=world.things["torn_draft"])
    said = {"idea": f"{draft.draft['idea']} Better: two trucks."}
    author = world.people["author"]
    writing.save(
        draft,
        answers=said,
        base=draft.version,
        settled=said,
        by=author,
        at=timezone.now(),
    )
    yield


LIST = (
    filled("initiatives/proposals.html", "nobody", "initiatives:proposals"),
    filled("initiatives/proposals.html", "author", "initiatives:proposals"),
    filled("initiatives/proposals.html", "facilitator", "initiatives:proposals"),
    bare("initiatives/proposals.html", "author", "initiatives:proposals", query="?q=found+nowhere"),
)
ONE = (
    filled("initiatives/proposal.html", "author", PROPOSAL, "draft"),
    bare("initiatives/proposal.html", "author", PROPOSAL, "bare_draft"),
    filled("initiatives/proposal.html", "facilitator", PROPOSAL, "to_screen"),
    filled("initiatives/proposal.html", "author", PROPOSAL, "sent_back"),
    filled("initiatives/proposal.html", "author", PROPOSAL, "declined"),
    filled("initiatives/proposal.html", "liaison", PROPOSAL, "withdrawn"),
    filled("initiatives/proposal.html", "nobody", PROPOSAL, "released"),
)
WRITING = (
    filled("initiatives/proposal_city.html", "of_two_cities", "initiatives:new_proposal"),
    filled("initiatives/proposal_new.html", "staff", "initiatives:new_proposal"),
    faulty(
        "initiatives/proposal_new.html",
        "staff",
        "initiatives:new_proposal",
        press="Begin the draft",
    ),
    filled("initiatives/proposal_edit.html", "author", EDIT, "whole_draft"),
    bare("initiatives/proposal_edit.html", "author", EDIT, "bare_draft"),
    *(
        filled("initiatives/proposal_section.html", "author", SECTION, "whole_draft", key)
        for key in SECTIONS
        if key != "files"
    ),
    bare("initiatives/proposal_section.html", "author", SECTION, "bare_draft", "today"),
    faulty(
        "initiatives/proposal_section.html",
        "author",
        SECTION,
        "whole_draft",
        "money",
        fill={"yearly_cost_cash": "about nine"},
        press="Save",
        status=422,
    ),
    done(
        "initiatives/proposal_section.html",
        "author",
        SECTION,
        "torn_draft",
        "idea",
        fill={"idea": "One contract, and no spare."},
        meanwhile=saved_elsewhere,
        press="Save",
        status=409,
        name="two texts",
    ),
    filled("initiatives/proposal_submit.html", "author", SUBMIT, "whole_draft"),
    filled("initiatives/proposal_submit.html", "author", SUBMIT, "bare_draft", name="not ready"),
    done(
        "initiatives/proposal_submit.html",
        "author",
        SUBMIT,
        "torn_draft",
        meanwhile=saved_elsewhere,
        press="Send it in",
        status=409,
        name="changed meanwhile",
    ),
)
BESIDE = (
    filled("initiatives/proposal_withdraw.html", "author", WITHDRAW, "submitted"),
    faulty(
        "initiatives/proposal_withdraw.html",
        "author",
        WITHDRAW,
        "submitted",
        press="Withdraw it",
    ),
    filled("initiatives/proposal_share.html", "author", SHARE, "draft"),
    bare("initiatives/proposal_share.html", "author", SHARE, "bare_draft"),
    faulty("initiatives/proposal_share.html", "author", SHARE, "draft", press="Invite"),
    filled("initiatives/proposal_screen.html", "facilitator", SCREEN, "to_screen"),
    faulty(
        "initiatives/proposal_screen.html",
        "facilitator",
        SCREEN,
        "to_screen",
        fill={"step": "send_back"},
        press="Record this",
    ),
    filled("initiatives/proposal_attachment_add.html", "author", ADD_FILE, "whole_draft"),
    faulty(
        "initiatives/proposal_attachment_add.html",
        "author",
        ADD_FILE,
        "whole_draft",
        press="Add this file",
    ),
    filled(
        "initiatives/proposal_attachment_remove.html",
        "author",
        "initiatives:remove_attachment",
        "draft",
        "draft_file",
    ),
)

FILLED = LIST + ONE + WRITING + BESIDE
EMPTY = (
    bare("initiatives/proposals.html", "nobody", "initiatives:proposals"),
    bare("initiatives/proposals.html", "staff", "initiatives:proposals"),
)
