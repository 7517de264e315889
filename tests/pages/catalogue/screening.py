"""What a facilitator does with proposals: the checklist, merging, separating, splitting."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from initiatives.models import Proposal
from initiatives.operations.screening import Findings, save_checklist
from tests.access.world import World
from tests.pages.states import done, faulty, filled

PROPOSAL = "initiatives:proposal"
SCREEN = "initiatives:screen_proposal"
BESIDE = "initiatives:beside_proposal"
MERGE = "initiatives:merge_proposal"
SEPARATE = "initiatives:separate_proposal"
SPLIT = "initiatives:split_proposal"


@contextmanager
def another_facilitator(world: World) -> Iterator[None]:
    """The checklist is saved in another window."""
    proposal = Proposal.objects.get(reference=world.things["half_looked_at"])
    save_checklist(
        proposal,
        findings=Findings(answers={"complete": "no"}, reason="Not yet."),
        version=proposal.submissions.latest().screenings.latest().version,
        by=world.people["facilitator"],
        at=timezone.now(),
    )
    yield


CHECKLIST = (
    filled("initiatives/proposal_screen.html", "facilitator", SCREEN, "half_looked_at"),
    filled(
        "initiatives/proposal_screen.html",
        "facilitator",
        SCREEN,
        "sent_in_again",
        says="What changed since it was sent back",
    ),
    faulty(
        "initiatives/proposal_screen.html",
        "facilitator",
        SCREEN,
        "half_looked_at",
        fill={"step": "accept"},
        press="Record this",
    ),
    done(
        "initiatives/proposal_screen.html",
        "facilitator",
        SCREEN,
        "half_looked_at",
        meanwhile=another_facilitator,
        press="Save the checklist",
        status=409,
        name="two facilitators",
    ),
)
READING = (
    filled(
        "initiatives/proposal.html",
        "author",
        PROPOSAL,
        "asked_by_section",
        says="What is to be changed in “Legal basis”",
    ),
    filled(
        "initiatives/proposal.html",
        "liaison",
        PROPOSAL,
        "passed",
        says="What the facilitator checked",
    ),
    filled("initiatives/proposal.html", "author", PROPOSAL, "took_in", says="Merged and split"),
    filled("initiatives/proposal.html", "facilitator", PROPOSAL, "merged", says="Merged into"),
    filled("initiatives/proposal.html", "author", PROPOSAL, "to_split", says="was split off"),
    filled("initiatives/proposal.html", "author", PROPOSAL, "split_off", says="Split off from"),
    filled("initiatives/proposal_beside.html", "facilitator", BESIDE, "to_screen", "took_in"),
    filled("initiatives/proposal_beside.html", "liaison", BESIDE, "took_in", "merged"),
)
ARRANGING = (
    filled("initiatives/proposal_merge.html", "facilitator", MERGE, "to_screen"),
    faulty(
        "initiatives/proposal_merge.html",
        "facilitator",
        MERGE,
        "to_screen",
        press="Merge them",
    ),
    filled("initiatives/proposal_separate.html", "facilitator", SEPARATE, "merged"),
    faulty(
        "initiatives/proposal_separate.html",
        "facilitator",
        SEPARATE,
        "merged",
        press="Separate them",
    ),
    filled("initiatives/proposal_split.html", "author", SPLIT, "to_split"),
    faulty(
        "initiatives/proposal_split.html", "facilitator", SPLIT, "to_split", press="Split it off"
    ),
)

FILLED = CHECKLIST + READING + ARRANGING
EMPTY = ()
