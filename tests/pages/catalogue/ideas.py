"""Proposals: the list, one, and what its author and the facilitator do to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.utils import timezone

from initiatives.models import Proposal
from initiatives.operations import proposals
from initiatives.results.proposals import Answers
from tests.access.world import World
from tests.pages.states import bare, done, faulty, filled

PROPOSAL = "initiatives:proposal"
EDIT = "initiatives:edit_proposal"
SUBMIT = "initiatives:submit_proposal"
WITHDRAW = "initiatives:withdraw_proposal"
SHARE = "initiatives:share_proposal"
SCREEN = "initiatives:screen_proposal"
ADD_FILE = "initiatives:add_attachment"


@contextmanager
def saved_elsewhere(world: World) -> Iterator[None]:
    """The author saves the draft in another window."""
    draft = Proposal.objects.get(reference=world.things["torn_draft"])
    said = replace(Answers.of(draft), idea=f"{draft.idea} Better: two trucks.")
    author = world.people["author"]
    proposals.save(draft, answers=said, version=draft.version, by=author, at=timezone.now())
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
        fill={"first_year_cost": "about nine"},
        press="Save draft",
    ),
    filled("initiatives/proposal_edit.html", "author", EDIT, "whole_draft"),
    faulty(
        "initiatives/proposal_edit.html",
        "author",
        EDIT,
        "whole_draft",
        fill={"first_year_cost": "-5"},
        press="Save draft",
    ),
    done(
        "initiatives/proposal_edit.html",
        "author",
        EDIT,
        "torn_draft",
        fill={"idea": "One contract, and no spare."},
        meanwhile=saved_elsewhere,
        press="Save draft",
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
        press="Withdraw it for good",
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
