"""Two worlds that differ only in what somebody may not see are the same to that person.

Byte for byte, in the list, its counts, orders, places, passages and suggestions, and in the
files that it is taken away as.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from initiatives.models import Proposal, Round
from initiatives.results import finding
from tests.access.principals import cast
from tests.conftest import NOON, sign_in
from tests.factories.cities import CityFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import EntryFactory, ReviewFactory, RoundFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
QUERIES = (
    "",
    "q=sample",
    "q=zeppelin",
    "q=sample+-zeppelin",
    "q=zeppelin+or+sample",
    "q=zepelin",
    "q=sample&sort=-saving",
    "sort=title",
    "sort=reference",
    "sort=saving",
    "category=parks",
    "wanted=independence",
    "round=hidden",
    "needs=on",
    "sent_from=2026-02-03",
)
TAKEN_AWAY = ("", "q=zeppelin+or+sample&sort=-saving")
KINDS_OF_READERS = (
    "nobody",
    "author",
    "staff",
    "staff_elsewhere",
    "liaison",
    "evaluator_elsewhere",
    "clerk_elsewhere",
    "administrator",
    "facilitator",
)
"""Those of the principals who see different things."""


@pytest.fixture
def people(cities, marc, gti):
    return cast(cities, marc, gti)


@pytest.fixture
def world(people, cities, monkeypatch):
    """Proposals of two cities in many states, in rounds that are seen, hidden and released."""
    monkeypatch.setattr(finding, "PAGE", 3)
    raytown, grandview = cities["raytown"], cities["grandview"]
    rounds = {
        "seen": RoundFactory(slug="seen", title="Seen"),
        "hidden": RoundFactory(slug="hidden", title="Hidden"),
        "released": RoundFactory(slug="released", title="Released"),
    }
    for number in range(12):
        city = raytown if number % 2 else grandview
        own = people["author"] if city == raytown else people["staff_elsewhere"]
        state = ["draft", "submitted", "in_round", "in_round", "returned", "in_round"][number % 6]
        proposal = ProposalFactory(
            state=state,
            city=city,
            author=own.user,
            title=f"Sample {number}",
            text={"idea": "A sample sweeper.", "yearly_saving_cash": f"{number * 100}"},
            wanted_cities=[grandview if city == raytown else raytown],
            readers=[people["clerk_elsewhere"].user] if number == 1 else [],
            state_since=NOON - timedelta(days=number // 2),
        )
        if state == "in_round":
            entry = EntryFactory(
                round=rounds[["seen", "hidden", "released"][number % 3]], proposal=proposal
            )
            if number % 4 == 1:
                ReviewFactory(
                    entry=entry, evaluator=people["evaluator_elsewhere"].user, city=grandview
                )
    Round.objects.filter(slug="seen").update(state="scoring", opened_at=NOON)
    Round.objects.filter(slug="released").update(state="scoring", opened_at=NOON)
    Round.objects.filter(slug="released").update(state="decided", closed_at=NOON, frozen_at=NOON)
    Round.objects.filter(slug="released").update(state="released", released_at=NOON)


def change_what_is_hidden(actor) -> tuple[int, int]:
    """Change every text that somebody may not read, and all of what is not even listed."""
    independence = CityFactory(slug="independence")
    unread = Proposal.objects.exclude(pk__in=Proposal.objects.visible_to(actor).values("pk"))
    unlisted = Proposal.objects.exclude(pk__in=Proposal.objects.listed_for(actor).values("pk"))
    for proposal in unread:
        said = {**proposal.answers, "idea": "A zeppelin, a zeppelin sample.", "risks": "Sweper."}
        Proposal.objects.filter(pk=proposal.pk).update(
            answers=said, draft=said, first_year_saving=9_999_999, first_year_cost=1
        )
        proposal.wanted_cities.set([independence])
    moved = unlisted.update(
        title="Sample zeppelin sampel",
        category="parks",
        state_since=F("state_since") + timedelta(days=40),
        city=independence,
    )
    Round.objects.exclude(pk__in=Round.objects.visible_to(actor)).update(title="Zeppelins")
    return unread.count(), moved


def look(client) -> dict[str, bytes]:
    """What somebody can learn from the list: the first pages of every query, and the files."""
    seen = {}
    for query in QUERIES:
        following, number = query, 0
        while following is not None and number < 2:
            page = client.get(f"{reverse('initiatives:proposals')}?{following}", follow=True)
            seen[f"{query} {number}"] = TOKEN.sub(b"", page.content)
            following, number = page.context["after"] or None, number + 1
    for query in TAKEN_AWAY:
        for kind in ("csv", "xlsx"):
            file = client.get(f"{reverse(f'initiatives:proposals_{kind}')}?{query}")
            seen[f"{query} {kind}"] = b"".join(file.streaming_content)
    return seen


@pytest.mark.parametrize("who", KINDS_OF_READERS)
def test_two_worlds_that_differ_in_what_is_hidden_are_the_same(who, world, people):
    actor = people[who]
    with time_machine.travel(NOON, tick=False):
        client = sign_in(actor)
        before = look(client)
        with transaction.atomic():
            unread, _ = change_what_is_hidden(actor)
            after = look(client)
            transaction.set_rollback(True)
    assert unread > 0
    assert [name for name in before if before[name] != after[name]] == []


def test_the_worlds_are_told_apart_by_who_may_see(world, people):
    """The same changes are seen by somebody who reads more: the comparison can fail."""
    with time_machine.travel(NOON, tick=False):
        client = sign_in(people["author"])
        before = look(client)
        change_what_is_hidden(people["nobody"])
        after = look(client)
    differ = {name.split(" ")[0] for name in before if before[name] != after[name]}
    assert {"", "q=sample", "sort=saving", "wanted=independence", "category=parks"} <= differ
