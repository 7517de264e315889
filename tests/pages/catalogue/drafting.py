"""Writing a proposal when there is more than one text: two people, a closed text, a sign-out."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.sessions.models import Session

from tests.access.world import World
from tests.pages.states import done, filled

PROPOSAL = "initiatives:proposal"
EDIT = "initiatives:edit_proposal"
SECTION = "initiatives:edit_section"
PAGE = "initiatives/proposal_section.html"


@contextmanager
def signed_out(_: World) -> Iterator[None]:
    """Every session ends."""
    Session.objects.all().delete()
    yield


FILLED = (
    filled(PAGE, "author", SECTION, "contested_draft", "idea", says="Two texts for “The idea”"),
    filled(PAGE, "author", SECTION, "contested_draft", "money", says="Two texts for “Cost each"),
    filled(
        "initiatives/proposal_edit.html",
        "author",
        EDIT,
        "contested_draft",
        says="What you typed that is not in the proposal",
    ),
    done(
        PAGE,
        "author",
        SECTION,
        "contested_draft",
        "money",
        press="Keep what stands for “Cost each year, in cash”",
        name="kept what stands",
    ),
    filled(PAGE, "author", SECTION, "signed_out_draft", "idea", says="Not saved yet"),
    filled(PAGE, "author", SECTION, "signed_out_draft", "today", says="Not saved yet"),
    filled(PAGE, "author", SECTION, "company_draft", "idea", says="is in “Costs and savings” now."),
    filled(
        "initiatives/proposal_edit.html",
        "author",
        EDIT,
        "company_draft",
        says="is in “Costs and savings” now.",
    ),
    filled(
        "initiatives/proposal.html",
        "author",
        PROPOSAL,
        "closed_draft",
        says="The text is closed, so copy what you want to use elsewhere.",
    ),
    done(
        "account/login.html",
        "author",
        SECTION,
        "company_draft",
        "risks",
        meanwhile=signed_out,
        press="Save",
        name="signed out meanwhile",
    ),
)
EMPTY = ()
