"""Agreements, councils' acts, papers and the packet."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from agreements.models import Act, Agreement
from agreements.operations import acts, drafting
from agreements.operations.facts import Facts
from tests.access.principals import OWN
from tests.access.world import World
from tests.pages.states import bare, faulty, filled

AGREEMENT = "agreements:agreement"
NEW = "agreements:new"
EDIT = "agreements:edit"
CIRCULATE = "agreements:circulate"
WITHDRAW = "agreements:withdraw"
END = "agreements:end"
RECORD = "agreements:record_act"
COMPLETE = "agreements:complete_act"
CORRECT = "agreements:correct_act"
ADD_DOCUMENT = "agreements:add_document"
TEXT = "agreements:text"


@contextmanager
def changed_by_another(world: World) -> Iterator[None]:
    """Another facilitator saves the draft."""
    agreement = Agreement.objects.get(slug=world.things["torn_agreement"])
    terms = drafting.Terms(
        title=agreement.title,
        kind=agreement.kind,
        text="## 1. Purpose\n\nTo buy tyres for lorries, too.\n",
        parties=[party.organisation for party in agreement.parties.all()],
    )
    drafting.change(
        agreement,
        terms=terms,
        revision=agreement.revision,
        by=world.people["facilitator"],
        at=timezone.now(),
    )
    yield


@contextmanager
def recorded_by_another(world: World) -> Iterator[None]:
    """Another clerk of the city records the act."""
    agreement = Agreement.objects.get(slug=world.things["circulated"])
    acts.record_act(
        agreement.parties.get(organisation__slug=OWN),
        facts=Facts(instrument=Act.Instrument.RESOLUTION, file_number="RES. NO. 26-77"),
        by=world.people["clerk"],
        at=timezone.now(),
    )
    yield


LIST = (
    filled("agreements/index.html", "nobody", "agreements:index"),
    filled("agreements/index.html", "facilitator", "agreements:index"),
    filled(
        "agreements/index.html",
        "clerk",
        "agreements:index",
        query="?kind=cooperative&waits=raytown",
        says="Show all",
        name="what waits for a council",
    ),
    filled(
        "agreements/index.html",
        "clerk",
        "agreements:index",
        query="?q=nowhere",
        says="No agreement fits",
        name="nothing fits",
    ),
)
ONE = (
    filled("agreements/agreement.html", "facilitator", AGREEMENT, "blank_draft"),
    bare("agreements/agreement.html", "facilitator", AGREEMENT, "lone_draft"),
    filled("agreements/agreement.html", "clerk", AGREEMENT, "circulated"),
    filled("agreements/agreement.html", "nobody", AGREEMENT, "in_force"),
    filled("agreements/agreement.html", "facilitator", AGREEMENT, "in_force"),
    filled("agreements/agreement.html", "clerk", AGREEMENT, "blocked"),
    filled("agreements/agreement.html", "clerk", AGREEMENT, "corrected"),
    filled("agreements/agreement.html", "nobody", AGREEMENT, "ended"),
    filled("agreements/text.html", "nobody", TEXT, "blocked", "other_sha"),
    filled("agreements/text.html", "clerk", TEXT, "circulated", "circulated_sha"),
)
DRAFTING = (
    filled("agreements/new.html", "facilitator", NEW),
    filled("agreements/new.html", "facilitator", NEW, query="?proposal={chosen}"),
    faulty("agreements/new.html", "facilitator", NEW, press="Begin this draft"),
    filled("agreements/edit.html", "facilitator", EDIT, "blank_draft"),
    faulty(
        "agreements/edit.html",
        "facilitator",
        EDIT,
        "blank_draft",
        fill={"title": "", "required_adoptions": "7"},
        press="Save the draft",
    ),
    faulty(
        "agreements/edit.html",
        "facilitator",
        EDIT,
        "torn_agreement",
        fill={"text": "## 1. Purpose\n\nTo buy tyres for cars.\n"},
        meanwhile=changed_by_another,
        press="Save the draft",
        status=409,
        name="two drafts",
    ),
    filled("agreements/circulate.html", "facilitator", CIRCULATE, "blank_draft"),
    bare("agreements/circulate.html", "facilitator", CIRCULATE, "lone_draft"),
    filled("agreements/withdraw.html", "facilitator", WITHDRAW, "blank_draft"),
    faulty(
        "agreements/withdraw.html",
        "facilitator",
        WITHDRAW,
        "blank_draft",
        press="Withdraw this agreement",
    ),
    filled("agreements/end.html", "facilitator", END, "in_force"),
    faulty("agreements/end.html", "facilitator", END, "in_force", press="End this agreement"),
)
COUNCILS = (
    filled("agreements/act.html", "clerk", RECORD, "circulated"),
    faulty(
        "agreements/act.html",
        "clerk",
        RECORD,
        "circulated",
        fill={"acted_on": "2999-01-01", "votes": "Aye"},
        press="Put it on record",
    ),
    faulty(
        "agreements/act.html",
        "clerk",
        RECORD,
        "circulated",
        fill={"instrument": "ordinance", "file_number": "RES. NO. 26-77"},
        meanwhile=recorded_by_another,
        press="Put it on record",
        status=409,
        name="on record already",
    ),
    filled("agreements/act.html", "clerk", COMPLETE, "circulated", "pending_act"),
    filled("agreements/act.html", "clerk", CORRECT, "blocked", "other_act"),
)
PAPERS = (
    filled("agreements/add_document.html", "facilitator", ADD_DOCUMENT, "in_force"),
    faulty(
        "agreements/add_document.html",
        "facilitator",
        ADD_DOCUMENT,
        "in_force",
        press="Add this document",
    ),
    filled(
        "agreements/add_document.html",
        "clerk",
        "agreements:add_act_document",
        "circulated",
        "pending_act",
    ),
    filled("agreements/packet.html", "clerk", "agreements:packet", "in_force"),
    filled("agreements/packet.html", "clerk", "agreements:packet", "circulated"),
)

FILLED = LIST + ONE + DRAFTING + COUNCILS + PAPERS
EMPTY = (
    bare("agreements/index.html", "nobody", "agreements:index"),
    bare("agreements/index.html", "facilitator", "agreements:index"),
    bare("agreements/new.html", "facilitator", NEW),
)
