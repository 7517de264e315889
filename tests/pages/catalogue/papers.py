"""Signature blocks, the filing log and the term of an agreement."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from agreements.models import Agreement, Term
from agreements.operations import signatures, terms
from agreements.operations.signatures import Signed
from tests.access.principals import OWN
from tests.access.world import World
from tests.pages.states import bare, faulty, filled

SIGNATURES = "agreements:signatures"
SIGN = "agreements:sign"
FILING = "agreements:filing"
FILE = "agreements:file"
TERM = "agreements:term"
WRITE = "agreements:write_term"
LEAVE = "agreements:leave"


@contextmanager
def recorded_by_another(world: World) -> Iterator[None]:
    """Another clerk of the city records the line."""
    agreement = Agreement.objects.get(slug=world.things["blocked"])
    signatures.record(
        agreement.parties.get(organisation__slug=OWN),
        version=agreement.versions.exclude(text=None).last(),
        part="attest",
        signed=Signed(name="City Clerk"),
        by=world.people["clerk"],
        at=timezone.now(),
    )
    yield


@contextmanager
def changed_by_another(world: World) -> Iterator[None]:
    """Another facilitator writes the terms first."""
    agreement = Agreement.objects.get(slug=world.things["torn_term"])
    term = Term.objects.get(version__agreement=agreement)
    term.pk, term.months = None, 36
    terms.write_term(
        agreement.versions.get(),
        term=term,
        revision=agreement.revision,
        by=world.people["facilitator"],
        at=timezone.now(),
    )
    yield


SIGNED = (
    filled("agreements/signatures.html", "clerk", SIGNATURES, "in_force"),
    filled("agreements/signatures.html", "nobody", SIGNATURES, "in_force", name="as the public"),
    filled("agreements/signatures.html", "facilitator", SIGNATURES, "corrected"),
    bare("agreements/signatures.html", "facilitator", SIGNATURES, "lone_draft"),
    filled("agreements/sign.html", "clerk", SIGN, "corrected", OWN, "signature"),
    filled("agreements/sign.html", "clerk", SIGN, "in_force", OWN, "signature", name="put right"),
    faulty(
        "agreements/sign.html",
        "clerk",
        SIGN,
        "corrected",
        OWN,
        "signature",
        fill={"title": "Mayor", "on": "2999-01-01"},
        press="Put it on record",
    ),
    faulty(
        "agreements/sign.html",
        "clerk",
        SIGN,
        "blocked",
        OWN,
        "attest",
        fill={"name": "City Clerk"},
        meanwhile=recorded_by_another,
        press="Put it on record",
        status=409,
        name="on record already",
    ),
)
FILED = (
    filled("agreements/filing.html", "clerk", FILING, "in_force"),
    filled("agreements/filing.html", "nobody", FILING, "in_force", name="as the public"),
    filled("agreements/filing.html", "facilitator", FILING, "corrected"),
    bare("agreements/filing.html", "facilitator", FILING, "lone_draft"),
    filled("agreements/file.html", "clerk", FILE, "in_force", "keeper", OWN),
    filled(
        "agreements/file.html", "clerk", FILE, "in_force", "recorder", "jackson", name="put right"
    ),
    faulty(
        "agreements/file.html",
        "clerk",
        FILE,
        "corrected",
        "recorder",
        "jackson",
        fill={"on": "2999-01-01", "book": "B"},
        press="Put it on record",
    ),
)
TERMS = (
    filled("agreements/term.html", "clerk", TERM, "termed"),
    filled("agreements/term.html", "nobody", TERM, "termed", name="as the public"),
    filled("agreements/term.html", "facilitator", TERM, "draft_term", name="of a draft"),
    bare("agreements/term.html", "facilitator", TERM, "lone_draft"),
    filled("agreements/agreement.html", "clerk", "agreements:agreement", "termed"),
    filled("agreements/term_write.html", "facilitator", WRITE, "draft_term"),
    faulty(
        "agreements/term_write.html",
        "facilitator",
        WRITE,
        "draft_term",
        fill={"months": "", "renewal_months": "0", "least": "1", "review_day": "32"},
        press="Save the terms",
    ),
    faulty(
        "agreements/term_write.html",
        "facilitator",
        WRITE,
        "torn_term",
        fill={"months": "24"},
        meanwhile=changed_by_another,
        press="Save the terms",
        status=409,
        name="changed meanwhile",
    ),
    filled("agreements/leave.html", "clerk", LEAVE, "termed", OWN, name="put right"),
    filled("agreements/leave.html", "clerk_elsewhere", LEAVE, "termed", "grandview"),
    faulty(
        "agreements/leave.html",
        "clerk_elsewhere",
        LEAVE,
        "termed",
        "grandview",
        fill={"given_on": "2999-01-01"},
        press="Put the notice on record",
    ),
)
BODIES = (
    filled("cities/add_body.html", "facilitator", "cities:add_body"),
    faulty("cities/add_body.html", "facilitator", "cities:add_body", press="Add this body"),
)
FILLED = SIGNED + FILED + TERMS + BODIES
EMPTY = ()
