"""Rounds that are bare, ready to open, being marked, weighed, and decided; reviews in every state.

The reviews are those of the other city's evaluator, `evaluator_elsewhere`.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from cities.models import City, Office
from collaborative.models import Actor
from collaborative.roles import Role
from initiatives.models import Entry, Review, Round
from initiatives.operations import criteria, decisions, entries, reviews, rounds
from initiatives.operations.reviews import Opinion
from initiatives.results.reweighing import Weighed
from tests.access.principals import OWN
from tests.access.world import World
from tests.conftest import in_office
from tests.factories.proposals import AttachmentFactory, ProposalFactory
from tests.factories.rounds import EntryFactory, RoundFactory
from tests.initiatives.discussed import weigh_again
from tests.initiatives.sets import brought
from tests.pages.scene.ideas import complete


def add_rounds(world: World, cities) -> None:
    """Add a round in each state that a page tells apart."""
    third = in_office(Role.EVALUATOR, cities["lees-summit"])
    bare = RoundFactory(title="Spring round, only begun", **_window())
    world.things["bare_round"] = bare.slug
    _add_ready(world, cities[OWN])
    _add_marking(world, cities[OWN])
    _add_weighed(world, cities[OWN], third)
    _add_decided(world, cities[OWN], third)
    _add_declaring(world, cities[OWN])
    _add_discussed(world, cities[OWN], third)
    _add_reweighed(world, cities[OWN], third)


def _add_ready(world: World, city) -> None:
    """A round that can be opened."""
    ready = _round(world, "ready_round", "Autumn round")
    _entry(ready, city, "Share one testing laboratory for water")
    _entry(ready, city, "Mow the parks along the borders together")
    entries.assign_everyone(ready, by=world.people["facilitator"], at=timezone.now())


def _add_marking(world: World, city) -> None:
    """An open round: one review not begun, one begun, one sent in, one stepped back from."""
    evaluator = world.people["evaluator_elsewhere"]
    marking = _round(world, "marking", "Summer round")
    titles = {
        "asked": "Inspect restaurants together",
        "begun": "Train dispatchers together",
        "sent_in": "Buy police cars together",
        "stepped_back": "Share a building inspector",
    }
    given = {
        name: _assign(world, _entry(marking, city, title), evaluator)
        for name, title in titles.items()
    }
    rounds.open_round(marking, by=world.people["facilitator"], at=timezone.now())
    _mark(given["begun"], evaluator, 3)
    _mark(given["sent_in"], evaluator, 4, send_in=True)
    _recuse(given["stepped_back"], evaluator)
    world.things |= {name: review.pk for name, review in given.items()}


def _add_weighed(world: World, city, third: Actor) -> None:
    """A closed round: two share a rank and one of them is chosen, two are not ranked."""
    evaluator = world.people["evaluator_elsewhere"]
    weighed = _round(world, "weighed", "Winter round")
    titles = {
        "told": "Share one fleet garage",
        "told_too": "Share payroll",
        "left_open": "Print utility bills together",
        "never_begun": "Share a records clerk",
        "gone": "Share a city forester",
    }
    placed = {name: _entry(weighed, city, title) for name, title in titles.items()}
    given = {name: _assign(world, entry, evaluator) for name, entry in placed.items()}
    beside = {name: _assign(world, placed[name], third) for name in ("told", "told_too")}
    rounds.open_round(weighed, by=world.people["facilitator"], at=timezone.now())
    for name in ("told", "told_too"):
        _mark(given[name], evaluator, 4, send_in=True)
        _mark(beside[name], third, 3, send_in=True)
    _mark(given["left_open"], evaluator, 2)
    _recuse(given["gone"], evaluator)
    rounds.close(weighed, by=world.people["facilitator"], at=timezone.now())
    _decide(world, placed["told"], "recommended")
    world.things |= {name: review.pk for name, review in given.items()}
    world.things |= {f"{name}_entry": one.proposal.reference for name, one in placed.items()}


def _add_decided(world: World, city, third: Actor) -> None:
    """A closed round that can be released."""
    decided = _round(world, "decided_round", "Early round")
    entry = _entry(decided, city, "Share a grant writer")
    review = _assign(world, entry, third)
    rounds.open_round(decided, by=world.people["facilitator"], at=timezone.now())
    _mark(review, third, 5, send_in=True)
    rounds.close(decided, by=world.people["facilitator"], at=timezone.now())
    _decide(world, entry, "deferred")


def _add_declaring(world: World, city) -> None:
    """A round whose evaluators declare conflicts: one review declared, one not."""
    evaluator = world.people["evaluator_elsewhere"]
    declaring = _round(world, "declaring", "Round of next month")
    titles = {"undeclared": "Buy road salt together", "waiting": "Share a dispatcher at night"}
    given = {
        name: _assign(world, _entry(declaring, city, title), evaluator)
        for name, title in titles.items()
    }
    rounds.begin_declarations(declaring, by=world.people["facilitator"], at=timezone.now())
    reviews.declare(given["waiting"], by=evaluator, at=timezone.now())
    world.things |= {name: review.pk for name, review in given.items()}


def _add_discussed(world: World, city, third: Actor) -> None:
    """A round in discussion: one mark was changed, and something came too late."""
    evaluator = world.people["evaluator_elsewhere"]
    discussed = _round(world, "discussed", "Round under discussion", has_discussion=True)
    titles = {"talked_over": "Share a bridge inspector", "late": "Print ballots together"}
    placed = {name: _entry(discussed, city, title) for name, title in titles.items()}
    given = {name: _assign(world, entry, evaluator) for name, entry in placed.items()}
    beside = _assign(world, placed["talked_over"], third)
    rounds.open_round(discussed, by=world.people["facilitator"], at=timezone.now())
    _mark(given["talked_over"], evaluator, 2, send_in=True)
    _mark(beside, third, 4, send_in=True)
    _mark(given["late"], evaluator, 3)
    rounds.close(discussed, by=world.people["facilitator"], at=timezone.now())
    for name in ("talked_over", "late"):
        given[name].refresh_from_db()
    changed = Opinion(marks={"savings": 4}, comment="After what the fire chiefs said.")
    reviews.submit(
        given["talked_over"],
        opinion=changed,
        version=given["talked_over"].version,
        by=evaluator,
        at=timezone.now(),
    )
    reviews.keep(given["late"], opinion=changed, by=evaluator, at=timezone.now())
    world.things |= {name: review.pk for name, review in given.items()}
    world.things |= {f"{name}_entry": one.proposal.reference for name, one in placed.items()}


def _add_reweighed(world: World, city, third: Actor) -> None:
    """A round in discussion whose weights were changed."""
    reweighed = _round(world, "reweighed", "Round weighed twice", has_discussion=True)
    entry = _entry(reweighed, city, "Share a plotter")
    review = _assign(world, entry, third)
    rounds.open_round(reweighed, by=world.people["facilitator"], at=timezone.now())
    _mark(review, third, 4, send_in=True)
    rounds.close(reweighed, by=world.people["facilitator"], at=timezone.now())
    weights = {
        one.key: Weighed(one.weight, one.threshold)
        for one in reweighed.criteria.exclude(kind="gate")
    }
    other = {
        "savings": Weighed(Decimal(35), Decimal(2)),
        "service": Weighed(Decimal(10), None),
    }
    weigh_again(reweighed, world.people["facilitator"], weights | other, at=timezone.now())


def _window() -> dict[str, object]:
    """Days around now, since pages go by the clock."""
    now = timezone.now()
    return {"opens_at": now - timedelta(days=5), "closes_at": now + timedelta(days=10)}


def _round(world: World, name: str, title: str, **terms: object) -> Round:
    """A round in preparation with the criteria that are offered as a starting point."""
    round_ = RoundFactory(title=title, **_window(), **terms)
    criteria.take_set(round_, taken=brought(), by=world.people["facilitator"], at=timezone.now())
    world.things[name] = round_.slug
    return round_


def _entry(round_: Round, city, title: str) -> Entry:
    proposal = ProposalFactory(
        state="in_round",
        city=city,
        title=title,
        text=complete(city, title),
        wanted_cities=City.objects.filter(slug__in=["grandview", "independence"]),
    )
    AttachmentFactory(proposal=proposal, name="What it costs today.xlsx")
    return EntryFactory(round=round_, proposal=proposal)


def _assign(world: World, entry: Entry, actor: Actor) -> Review:
    office = Office.objects.select_related("person", "organisation").get(
        person=actor.user, role=Role.EVALUATOR
    )
    return entries.assign(entry, office=office, by=world.people["facilitator"], at=timezone.now())


def _mark(review: Review, actor: Actor, value: int, *, send_in: bool = False) -> None:
    """Give every criterion the mark; a gate gets yes."""
    reviews.declare(review, by=actor, at=timezone.now())
    asked = list(review.entry.round.criteria.all())
    opinion = Opinion(
        marks={one.key: 1 if one.kind == "gate" else value for one in asked},
        remarks={asked[0].key: "The figures are those of the budget of 2026."},
        comment="Sound, once the spare is insured.\n\nAsk the fire chiefs first.",
    )
    write = reviews.submit if send_in else reviews.save
    review.refresh_from_db()
    write(review, opinion=opinion, version=review.version, by=actor, at=timezone.now())


def _recuse(review: Review, actor: Actor) -> None:
    reason = "My own department would run it."
    reviews.recuse(review, reason=reason, by=actor, at=timezone.now())


def _decide(world: World, entry: Entry, outcome: str) -> None:
    decisions.decide(
        entry,
        outcome=outcome,
        rationale="Three cities can begin at once.\n\nThe others join when their leases end.",
        by=world.people["facilitator"],
        at=timezone.now(),
    )
