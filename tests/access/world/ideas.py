"""The own city's proposals in four states, and a round in preparation, open, and released."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cities.models import Office
from collaborative.models import Actor
from collaborative.roles import Role
from initiatives.models import Proposal, Review, Round
from initiatives.operations import decisions, entries, reviews, rounds
from initiatives.operations.reviews import Opinion
from initiatives.questions import QUESTIONS, Kind
from tests.access.principals import OWN
from tests.access.world.things import EVERYBODY, World
from tests.conftest import in_office
from tests.factories.cities import CityFactory
from tests.factories.proposals import AttachmentFactory, ProposalFactory
from tests.factories.rounds import AnchorFactory, CriterionFactory, EntryFactory, RoundFactory

PROSE = [one.key for one in QUESTIONS.values() if one.kind == Kind.PROSE and not one.is_per_city]
_WHO_SEES_OFFICES = ("facilitator", "administrator")
"""Who assigns evaluators or looks after people sees their names; nobody sees whose a mark is."""
CITYS_READERS = ("author", "liaison", "clerk", "facilitator")


def add_ideas(world: World, cities) -> None:
    """Add proposals, rounds and reviews."""
    city = cities[OWN]
    _add_draft(world, city)
    _proposal(world, city, "submitted", CITYS_READERS, also_listed=("administrator",))
    _proposal(
        world, city, "withdrawn", CITYS_READERS, also_listed=("administrator",), name="taken_back"
    )
    _proposal(world, city, "accepted", CITYS_READERS, also_listed=("administrator",))
    _add_preparing(world, city)
    _add_open(world, city)
    _add_released(world, city)


def _proposal(
    world: World,
    city,
    state: str,
    may_read: tuple[str, ...],
    *,
    also_listed: tuple[str, ...] = (),
    name: str = "",
    **given: Any,
) -> Proposal:
    """A proposal whose every text is a canary, with an attachment."""
    name = name or state
    proposal = ProposalFactory(
        state=state,
        city=city,
        author=world.people["author"].user,
        title=world.canary(f"{name}-title", *may_read, *also_listed),
        text={
            key: world.canary(f"{name}-{key}", *may_read)
            for key in (*PROSE, f"how__{city.slug}", f"level__{city.slug}")
        },
        **given,
    )
    attachment = AttachmentFactory(
        proposal=proposal,
        name=f"{world.canary(f'{name}-file', *may_read)}.pdf",
        content=f"%PDF-1.7 {world.canary(f'{name}-content', *may_read)}".encode(),
        added_by=proposal.author,
    )
    world.things |= {name: proposal.reference, f"{name}_file": attachment.pk}
    return proposal


def _add_draft(world: World, city) -> None:
    """A draft shared with one colleague in the other city."""
    colleague = world.people["staff_elsewhere"].user
    _proposal(
        world,
        city,
        "draft",
        ("author", "staff_elsewhere"),
        also_listed=("liaison",),
        readers=[colleague],
    )
    world.things["colleague"] = colleague.pk


def _add_preparing(world: World, city) -> None:
    """A round that only facilitators know of."""
    round_ = RoundFactory(
        title=world.canary("preparing-round", "facilitator"), **_window(opens_in=5, closes_in=20)
    )
    _criterion(world, round_, "facilitator")
    proposal = _proposal(
        world, city, "in_round", CITYS_READERS, also_listed=("administrator",), name="entered"
    )
    EntryFactory(round=round_, proposal=proposal)
    world.things |= {"preparing": round_.slug, "criterion": "savings"}


def _add_open(world: World, city) -> None:
    """A round being marked: one evaluator has begun, another has sent in; each sees the own."""
    begun, sent = world.people["evaluator_elsewhere"], _another_evaluator(world)
    round_ = RoundFactory(title="The open round", **_window(opens_in=-5, closes_in=10))
    _criterion(world, round_, *EVERYBODY)
    proposal = _proposal(
        world,
        city,
        "in_round",
        (*CITYS_READERS, "evaluator_elsewhere"),
        also_listed=("administrator",),
        name="marked",
    )
    entry = EntryFactory(round=round_, proposal=proposal)
    now = timezone.now()
    own, others = (_assign(world, entry, actor) for actor in (begun, sent))
    rounds.open_round(round_, by=world.people["facilitator"], at=now)
    _mark(own, begun, world.canary("own-comment", "evaluator_elsewhere"))
    _mark(others, sent, world.canary("anothers-comment"), send_in=True)
    world.things |= {"open": round_.slug, "review": own.pk, "anothers_review": others.pk}


def _add_released(world: World, city) -> None:
    """A round that everybody may read; its evaluators' names stay out of it."""
    evaluators = [world.people["evaluator_elsewhere"], _another_evaluator(world)]
    facilitator = world.people["facilitator"]
    round_ = RoundFactory(
        title=world.canary("released-round", *EVERYBODY), **_window(opens_in=-5, closes_in=10)
    )
    _criterion(world, round_, *EVERYBODY)
    proposal = _proposal(world, city, "in_round", EVERYBODY, name="released")
    entry = EntryFactory(round=round_, proposal=proposal)
    given = [(_assign(world, entry, evaluator), evaluator) for evaluator in evaluators]
    rounds.open_round(round_, by=facilitator, at=timezone.now())
    for review, evaluator in given:
        _mark(review, evaluator, f"Sample comment {review.pk}", send_in=True)
    rounds.close(round_, by=facilitator, at=timezone.now())
    decisions.decide(
        entry,
        outcome="recommended",
        rationale=world.canary("rationale", *EVERYBODY),
        by=facilitator,
        at=timezone.now(),
    )
    rounds.release(round_, by=facilitator, at=timezone.now())
    world.things |= {"done": round_.slug, "chosen": proposal.reference}


def _window(*, opens_in: int, closes_in: int) -> dict[str, Any]:
    """Days from now, since pages go by the clock."""
    now = timezone.now()
    return {
        "opens_at": now + timedelta(days=opens_in),
        "closes_at": now + timedelta(days=closes_in),
    }


def _criterion(world: World, round_: Round, *readers: str) -> None:
    criterion = CriterionFactory(
        round=round_, guidance=world.canary(f"guidance-{round_.slug}", *readers)
    )
    AnchorFactory(criterion=criterion)


def _another_evaluator(world: World) -> Actor:
    """Somebody of a third city, whose name no page may show beside a mark."""
    name = world.canary(f"evaluator-{len(world.canaries)}", *_WHO_SEES_OFFICES)
    return in_office(Role.EVALUATOR, CityFactory(slug="independence"), name=name)


def _assign(world: World, entry, actor: Actor) -> Review:
    office = Office.objects.select_related("person", "organisation").get(
        person=actor.user, role="evaluator"
    )
    return entries.assign(entry, office=office, by=world.people["facilitator"], at=timezone.now())


def _mark(review: Review, actor: Actor, comment: str, *, send_in: bool = False) -> None:
    opinion = Opinion(marks={"savings": 4}, comment=comment)
    reviews.declare(review, by=actor, at=timezone.now())
    write = reviews.submit if send_in else reviews.save
    review.refresh_from_db()
    write(review, opinion=opinion, version=review.version, by=actor, at=timezone.now())
