"""Two worlds that differ in a hidden mark, evaluator or conflict look the same to the others.

Byte for byte: on every page of the access table, in lists, counts, searches, orders and files,
in letters and digests, in every phase of a round before its release.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from cities.models import Office
from collaborative.models import Actor, Event
from collaborative.roles import Role
from initiatives.models import (
    Concord,
    Entry,
    Mark,
    Placing,
    Proposal,
    Remark,
    Review,
    Round,
)
from initiatives.operations import entries, reviews, rounds
from initiatives.operations.reviews import Opinion
from notifications.operations import outbox, timely
from tests.access.principals import OWN, PRINCIPALS
from tests.access.seeing import BOOKS, digest, letters, seen
from tests.access.table import TABLE
from tests.access.world import World
from tests.conftest import in_office
from tests.factories.cities import CityFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import AnchorFactory, CriterionFactory, RoundFactory
from tests.guards import unguarded

pytestmark = pytest.mark.django_db
PHASES = ("declarations", "scoring", "discussion", "decided")
HIDDEN = "zeppelin"
"""A word that stands in no other text."""

ROUNDS = {"preparing", "open", "done"}
REVIEWS = {"review", "anothers_review"}
NEVER_THE_SAME = {"readyz", "mfa_activate_totp", "mfa_add_webauthn"}
"""How long ago the worker was heard of, and secrets that are made anew for every answer."""

QUERIES = (f"?q={HIDDEN}", "?q=sample&sort=-saving", "?sort=title", "?needs=on")


class Scene:
    """The world of the access table, and beside it a round in each phase before the release."""

    def __init__(self, world: World) -> None:
        self.world = world
        city = CityFactory(slug="independence")
        self.assigned, self.twin = (in_office(Role.EVALUATOR, city, name=n) for n in ("One", "Two"))
        self.recused = in_office(Role.EVALUATOR, CityFactory(slug="lees-summit"))
        self.rounds = {phase: self._round(phase) for phase in PHASES}
        self.pages = self._pages()
        self.before: dict[str, dict[str, object]] = {}

    def _round(self, phase: str) -> Round:
        """Two proposals of the own city; three evaluators, of whom one is the other city's."""
        now, facilitator = timezone.now(), self.world.people["facilitator"]
        round_ = RoundFactory(
            title=f"The round in {phase}",
            opens_at=now - timedelta(days=5),
            closes_at=now + timedelta(days=2),
            has_discussion=True,
        )
        AnchorFactory(criterion=CriterionFactory(round=round_))
        author = self.world.people["author"].user
        for number in (1, 2):
            proposal = ProposalFactory(
                state="in_round",
                city=CityFactory(slug=OWN),
                author=author,
                title=f"Sample {phase} {number}",
            )
            entry = Entry.objects.create(round=round_, proposal=proposal)
            for actor in (self.world.people["evaluator_elsewhere"], self.assigned, self.recused):
                entries.assign(entry, office=_office(actor), by=facilitator, at=now)
        if phase == "declarations":
            rounds.begin_declarations(round_, by=facilitator, at=now)
            return round_
        rounds.open_round(round_, by=facilitator, at=now)
        for review in Review.objects.filter(entry__round=round_).select_related("evaluator"):
            self._mark(review, at=now)
        if phase != "scoring":
            rounds.close(round_, by=facilitator, at=now)
        if phase == "decided":
            rounds.freeze(round_, by=facilitator, at=now)
        return round_

    def _mark(self, review: Review, *, at) -> None:
        actor = Office.objects.actor(review.evaluator, on=timezone.localdate(at))
        reviews.declare(review, by=actor, at=at)
        review.refresh_from_db()
        said = Opinion(
            marks={"savings": 2 + review.pk % 2}, remarks={"savings": "A remark"}, comment="So"
        )
        reviews.submit(review, opinion=said, version=review.version, by=actor, at=at)

    def _pages(self) -> dict[str, str]:
        """Every address of the table, each with the things of these rounds as well."""
        found = {
            name: reverse(name, args=[self.world.things.get(arg, arg) for arg in row.args])
            for name, row in TABLE.items()
            if name not in NEVER_THE_SAME
        }
        for phase, round_ in self.rounds.items():
            review = Review.objects.filter(entry__round=round_, evaluator=self.assigned.user)
            own = {
                **dict.fromkeys(ROUNDS, round_.slug),
                **dict.fromkeys(REVIEWS, review.earliest("pk").pk),
                **dict.fromkeys(
                    self._references(), round_.entries.earliest("pk").proposal.reference
                ),
            }
            for name, row in TABLE.items():
                if row.args and row.args[0] in (own if phase == "scoring" else ROUNDS | REVIEWS):
                    args = [own.get(arg, self.world.things.get(arg, arg)) for arg in row.args]
                    found[f"{name} {phase}"] = reverse(name, args=args)
        for query in QUERIES:
            found[f"proposals {query}"] = reverse("initiatives:proposals") + query
        return found

    def _references(self) -> list[str]:
        """The names of the world's proposals."""
        known = set(Proposal.objects.values_list("reference", flat=True))
        return [name for name, thing in self.world.things.items() if thing in known]


def _office(actor: Actor) -> Office:
    return Office.objects.select_related("person", "organisation").get(
        person=actor.user, role="evaluator"
    )


@pytest.fixture(scope="module")
def scene(world: World, django_db_blocker) -> Iterator[Scene]:
    """The clock is held still: a page must not differ because a minute has gone by.

    Thousands of refusals are not logged, each with its trace.
    """
    log = logging.getLogger("django.request")
    log.disabled = True
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=world.files),
        time_machine.travel(timezone.now(), tick=False),
        transaction.atomic(),
    ):
        scene = Scene(world)
        outbox.post_events(at=timezone.now())
        timely.remind(at=timezone.now())
        yield scene
        transaction.set_rollback(True)
    log.disabled = False


def others(actor: Actor, phases: tuple[str, ...]):
    """The reviews of all others in rounds in these phases."""
    reviews_ = Review.objects.filter(entry__round__state__in=phases)
    return reviews_.exclude(evaluator=actor.user) if actor.user else reviews_


def change_marks(scene: Scene, actor: Actor, phases: tuple[str, ...]) -> None:
    """Other marks, remarks and comments, and the ranking that comes of them."""
    hidden = others(actor, phases)
    Mark.objects.filter(review__in=hidden).update(value=5 - F("value"))
    Remark.objects.filter(review__in=hidden).update(text=HIDDEN)
    hidden.update(comment=HIDDEN)
    placings = Placing.objects.filter(entry__round__state__in=phases).exclude(rank=None)
    placings.update(rank=1, score=99, raw_score=98, adjusted_score=97, top_share=1)
    Concord.objects.filter(ranking__round__state__in=phases).update(alpha=0, n=9)


def change_names(scene: Scene, actor: Actor, phases: tuple[str, ...]) -> None:
    """Somebody else of the same city was asked, and did all that the first one did."""
    moved = others(actor, phases).filter(evaluator=scene.assigned.user)
    keys = [str(pk) for pk in moved.values_list("pk", flat=True)]
    Event.objects.filter(about_type="initiatives.review", about_key__in=keys).exclude(
        by=scene.world.people["facilitator"].user
    ).update(by=scene.twin.user)
    moved.update(evaluator=scene.twin.user)


def change_conflicts(scene: Scene, actor: Actor, phases: tuple[str, ...]) -> None:
    """Somebody has stepped back because of a conflict, and said why."""
    conflicted = others(actor, phases).filter(evaluator=scene.recused.user)
    for review in conflicted.select_related("entry__round", "evaluator", "city"):
        declared = review.declared_at or timezone.now()
        Review.objects.filter(pk=review.pk).update(
            state=Review.State.RECUSED,
            conflict=HIDDEN,
            comment="",
            declared_at=declared,
            submitted_at=None,
            recused_at=timezone.now(),
        )
        Event.objects.record(
            "review.recused", review, by=scene.recused, at=timezone.now(), reason=HIDDEN
        )


def hidden_from(who: str):
    """What this principal may not see, and in which phases.

    A facilitator asks evaluators and hears of conflicts, and reads marks once scoring is closed.
    """
    if who == "facilitator":
        return [(change_marks, ("declarations", "scoring"))]
    return [(change, PHASES) for change in (change_marks, change_names, change_conflicts)]


def everything_seen(scene: Scene, who: str) -> dict[str, object]:
    """Pages, letters and the digest of somebody, with all that is due now written."""
    actor, pages = scene.world.people[who], scene.pages
    if who in {"facilitator", "administrator"}:
        pages = {name: url for name, url in pages.items() if name not in BOOKS}
    with transaction.atomic():
        outbox.post_events(at=timezone.now())
        timely.remind(at=timezone.now())
        answers = {**seen(actor, pages), "letters": letters(actor), "digest": digest(actor)}
        transaction.set_rollback(True)
    return answers


def differing(scene: Scene, who: str, changes) -> set[str]:
    """Name what looks otherwise to somebody in a world that is changed so."""
    if who not in scene.before:
        scene.before[who] = everything_seen(scene, who)
    with transaction.atomic():
        with unguarded():
            for change, phases in changes:
                change(scene, scene.world.people[who], phases)
        after = everything_seen(scene, who)
        transaction.set_rollback(True)
    return {name for name, answer in scene.before[who].items() if after[name] != answer}


@pytest.mark.parametrize("who", PRINCIPALS)
def test_what_somebody_may_not_see_changes_nothing_for_that_person(scene, settings, who):
    settings.MEDIA_ROOT = scene.world.files
    assert differing(scene, who, hidden_from(who)) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            change_marks,
            {
                "initiatives:ranking discussion",
                "initiatives:ranking decided",
                "initiatives:results_file decided",
            },
        ),
        (change_names, {"initiatives:round_evaluators scoring"}),
        (change_conflicts, {"initiatives:round scoring", "letters"}),
    ],
)
def test_a_facilitator_does_see_what_the_others_do_not(scene, settings, change, expected):
    """The comparison can fail."""
    settings.MEDIA_ROOT = scene.world.files
    assert expected <= differing(scene, "facilitator", [(change, PHASES)])
