"""A list goes on from a place: nothing comes twice and nothing is missed, whatever is added."""

import base64
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from collaborative.models import Actor
from initiatives.models import Proposal
from initiatives.models.ordering import BEST, LATEST, ORDERS, NoSuchPlace, Place
from initiatives.models.proposals import readable_to
from initiatives.results import finding
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db
LIST = "initiatives:proposals"
ALL_ORDERS = [*ORDERS.values(), BEST]


@pytest.fixture
def few(monkeypatch):
    """Three proposals fill a page."""
    monkeypatch.setattr(finding, "PAGE", 3)


class Shelf:
    """Proposals sent in, made quickly and from few values, so that many tie."""

    def __init__(self, city, author) -> None:
        self.city, self.author, self.number = city, author, 0

    def add(self, rows) -> list[int]:
        made = Proposal.objects.bulk_create(self._made(*row) for row in rows)
        return [proposal.pk for proposal in made]

    def _made(self, title: str, saving: int, days: int) -> Proposal:
        self.number += 1
        return Proposal(
            state="submitted",
            state_since=NOON + timedelta(days=days),
            reference=f"EJC-2026-{self.number:03}",
            city=self.city,
            author=self.author,
            created_at=NOON,
            submitted_at=NOON,
            answers={"problem": "A sample.", "idea": f"Of a sample {title}."},
            title=title,
            category="fleet",
            first_year_cost=Decimal(0),
            first_year_saving=Decimal(saving),
        )


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "Á", "B sample", "b", "…"]), st.integers(0, 2), st.integers(0, 2)
    ),
    min_size=1,
    max_size=9,
)


def in_order(actor: Actor, order):
    readable = readable_to(actor)
    found = Proposal.objects.listed_for(actor).matching("sample", readable=readable)
    return found.in_order(order, "sample", readable=readable)


@pytest.mark.parametrize("order", ALL_ORDERS, ids=lambda order: order.key)
def test_all_pages_together_are_the_list_whatever_is_added_meanwhile(
    order, few, cities, staff_of, facilitator
):
    author = staff_of("raytown").user

    @settings(max_examples=10)
    @given(ROWS, st.lists(ROWS, max_size=4))
    def check(rows, meanwhile):
        with transaction.atomic():
            shelf = Shelf(cities["raytown"], author)
            first = shelf.add(rows)
            walked = walk(order, facilitator, shelf, list(meanwhile))
            assert [pk for pk in walked if pk in first] == [
                row.pk for row in in_order(facilitator, order) if row.pk in first
            ]
            assert len(set(walked)) == len(walked)
            transaction.set_rollback(True)

    check()


def walk(order, actor, shelf, meanwhile) -> list[int]:
    """Read page after page, as addresses lead on, adding rows between them; return the keys."""
    walked, place = [], None
    while True:
        page = finding.page(in_order(actor, order), order, after=place, before=None)
        walked += [row.pk for row in page.proposals]
        if page.after is None:
            return walked
        place = Place.read(str(page.after), order)
        if meanwhile:
            shelf.add(meanwhile.pop())


@pytest.mark.parametrize("order", ALL_ORDERS, ids=lambda order: order.key)
def test_going_back_comes_by_the_same_proposals(order, few, cities, staff_of, facilitator):
    shelf = Shelf(cities["raytown"], staff_of("raytown").user)
    shelf.add([("a", number % 2, number % 3) for number in range(8)])
    forth, place = [], None
    while True:
        page = finding.page(in_order(facilitator, order), order, after=place, before=None)
        forth.append([row.pk for row in page.proposals])
        if page.after is None:
            break
        place = page.after
    back = [forth[-1]]
    while page.before:
        page = finding.page(in_order(facilitator, order), order, after=None, before=page.before)
        back.insert(0, [row.pk for row in page.proposals])
    assert ([len(rows) for rows in forth], back) == ([3, 3, 2], forth)


def test_a_page_before_that_is_short_is_the_first_page(few, cities, staff_of, facilitator):
    shelf = Shelf(cities["raytown"], staff_of("raytown").user)
    keys = shelf.add([("a", 0, number) for number in range(5)])
    second = Proposal.objects.get(pk=keys[-2])
    before = Place(LATEST, second.state_since, second.pk)
    page = finding.page(in_order(facilitator, LATEST), LATEST, after=None, before=before)
    assert [row.pk for row in page.proposals] == keys[:-4:-1]
    assert page.before is None


def test_the_page_leads_on_and_back_and_keeps_what_was_asked(few, cities, client_for, facilitator):
    for _ in range(4):
        ProposalFactory(state="submitted", city=cities["raytown"])
    client, address = client_for(facilitator), reverse(LIST)
    first = client.get(f"{address}?city=raytown&sort=title")
    assert (first.context["before"], len(first.context["hits"])) == ("", 3)
    second = client.get(f"{address}?{first.context['after']}")
    assert (second.context["after"], len(second.context["hits"])) == ("", 1)
    again = client.get(f"{address}?{second.context['before']}")
    assert [hit.proposal for hit in again.context["hits"]] == [
        hit.proposal for hit in first.context["hits"]
    ]
    assert 'rel="next"' in again.content.decode()


def test_a_place_past_the_end_says_so(client_for, facilitator):
    place = Place(LATEST, NOON, 1)
    page = client_for(facilitator).get(f"{reverse(LIST)}?after={place}")
    assert "Nothing comes after this place in the list any more." in page.content.decode()


def written(*said) -> str:
    return (
        base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode())
        .decode()
        .rstrip("=")
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "é",
        "====",
        written(),
        written("latest", "2026-03-02 18:00:00+00:00"),
        written("latest", "yesterday", 1),
        written("latest", "2026-03-02 18:00:00+00:00", "1"),
        written("latest", "2026-03-02 18:00:00+00:00", 1.5),
        written("latest", "2026-03-02 18:00:00+00:00", 10**30),
        written("latest", 5, 1),
        written("title", "a", 1),
        written(["latest"], {}, None),
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_what_names_no_place_is_told_so_and_the_list_begins(text, client_for, facilitator):
    with pytest.raises(NoSuchPlace):
        Place.read(text, LATEST)
    page = client_for(facilitator).get(reverse(LIST), {"after": text}, follow=True)
    refused = "names a place that is not in this order" in page.content.decode()
    assert (page.status_code, refused) == (200, bool(text))


@given(st.text(max_size=200), st.integers(1, 2**62))
def test_a_place_is_read_as_it_was_written(value, key):
    order = ORDERS["title"]
    value = value.replace("\0", "")
    place = Place(order, value, key)
    assert Place.read(str(place), order) == place
