"""A round with frozen results: a decision, its wording and a notice that only facilitators know."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Entry
from initiatives.operations import decisions, rounds
from notifications.catalogue.wordings import Wording
from notifications.models import Readers
from notifications.operations import notices
from tests.access.principals import OWN
from tests.access.world.things import IN_OFFICE, World
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import CriterionFactory, EntryFactory, RoundFactory


def add_deciding(world: World, cities) -> None:
    """Add what is decided about a proposal of the own city, and is not released."""
    now, facilitator = timezone.now(), world.people["facilitator"]
    readers = ("author", "liaison", "clerk", "facilitator", "administrator")
    round_ = RoundFactory(
        title=world.canary("deciding-round", *IN_OFFICE),
        opens_at=now - timedelta(days=5),
        closes_at=now + timedelta(days=10),
    )
    CriterionFactory(round=round_)
    proposal = ProposalFactory(
        state="in_round",
        city=cities[OWN],
        author=world.people["author"].user,
        title=world.canary("deciding-title", *readers),
    )
    EntryFactory(round=round_, proposal=proposal)
    type(round_).objects.filter(pk=round_.pk).update(state="scoring", opened_at=now)
    round_.refresh_from_db()
    rounds.close(round_, by=facilitator, at=now)
    decisions.decide(
        Entry.objects.select_related("round", "proposal").get(round=round_),
        outcome="recommended",
        rationale=world.canary("staged-rationale", "facilitator"),
        by=facilitator,
        at=now,
    )
    notices.word(
        round_,
        Readers.AUTHORS,
        "recommended",
        wording=Wording(
            f"{world.canary('staged-wording', 'facilitator')} {{title}}", "{rationale}"
        ),
        by=facilitator,
        at=now,
    )
    draft = notices.find(
        round_,
        Readers.AUTHORS,
        proposal.reference,
        world.people["author"].user.pk,
        on=timezone.localdate(now),
    )
    assert draft is not None
    because = world.canary("held-because", "facilitator")
    notices.hold(draft, because=because, by=facilitator, at=now)
    world.things |= {
        "deciding": round_.slug,
        "staged": proposal.reference,
        "told": world.people["author"].user.pk,
    }
