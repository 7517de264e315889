"""Which proposals are called alike: the nearest of those that somebody may read, no others."""

import pytest

from collaborative.models import PUBLIC
from initiatives.models import Proposal
from initiatives.models.likeness import prose
from initiatives.results.likeness import ALIKE, MOST, alike, compared
from tests.initiatives.screened import sent_in

SALT = "One bid for all five cities, with delivery points in each city and a price for two winters."
SALT_TOO = (
    "One bid for four cities, with delivery points in each city and one price for two winters."
)
POOLS = "Lifeguards are trained together in May, and go where the pools are full."


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def salt(cities, author):
    return sent_in(cities, author, title="Joint purchase of road salt", text={"idea": SALT})


def another(cities, author, number, **given):
    given.setdefault("text", {"idea": POOLS, "problem": "Every pool looks for its own."})
    return sent_in(cities, author, f"EJC-2026-{number}", **given)


def references(found):
    return [one.proposal.reference for one in found]


def test_like_texts_and_like_titles_are_found_and_others_are_not(cities, author, salt, facilitator):
    another(cities, author, 101, title="Salt bought together", text={"idea": SALT_TOO})
    another(cities, author, 102, title="Joint purchase of road salts")
    another(cities, author, 103, title="One pool of lifeguards")
    found = alike(salt, salt.answers, facilitator)
    assert references(found) == ["EJC-2026-102", "EJC-2026-101"]
    assert (found[1].prose_share > ALIKE, found[1].title_share > ALIKE) == (True, False)
    assert found[0].words == "Titles 90 percent alike; idea and problem 15 percent alike"


def test_at_most_five_the_nearest_first(cities, author, salt, facilitator):
    for number in range(7):
        words = " ".join([SALT, *["and more"] * number, str(number)])
        another(cities, author, 101 + number, title=f"Other {number}", text={"idea": words})
    found = alike(salt, salt.answers, facilitator)
    shares = [max(one.title_share, one.prose_share) for one in found]
    assert (len(found), shares) == (MOST, sorted(shares, reverse=True))


def test_only_what_somebody_may_read_is_ever_named(
    cities, author, salt, facilitator, staff_of, liaison_of
):
    elsewhere = staff_of("grandview")
    another(cities, elsewhere, 101, city="grandview", text={"idea": SALT})
    another(
        cities,
        elsewhere,
        102,
        city="grandview",
        text={"idea": SALT},
        state="draft",
        submitted_at=None,
    )
    found = {
        who: references(alike(salt, salt.answers, actor))
        for who, actor in {
            "facilitator": facilitator,
            "author": author,
            "author elsewhere": elsewhere,
            "liaison": liaison_of("raytown"),
            "liaison elsewhere": liaison_of("grandview"),
            "public": PUBLIC,
        }.items()
    }
    assert found == {
        "facilitator": ["EJC-2026-101"],
        "author": [],
        "author elsewhere": ["EJC-2026-101", "EJC-2026-102"],
        "liaison": [],
        "liaison elsewhere": ["EJC-2026-101"],
        "public": [],
    }


def test_what_was_merged_into_it_is_no_duplicate(cities, author, salt, facilitator):
    other = another(cities, author, 101, text={"idea": SALT})
    Proposal.objects.filter(pk=other.pk).update(state="merged", merged_into=salt)
    assert alike(salt, salt.answers, facilitator) == []


@pytest.mark.parametrize("count", [1, 50])
def test_it_takes_one_statement_however_many_there_are(
    cities, author, salt, facilitator, count, django_assert_num_queries
):
    for number in range(count):
        another(cities, author, 101 + number, text={"idea": SALT})
    with django_assert_num_queries(1):
        found = alike(salt, salt.answers, facilitator)
        assert len([str(one.proposal.city) for one in found]) == min(count, MOST)


def test_the_two_sides_compare_the_same_beginnings(cities, author):
    long = another(cities, author, 101, text={"idea": "i" * 500, "problem": "ä" * 301})
    (stored,) = (
        Proposal.objects.filter(pk=long.pk).annotate(said=prose()).values_list("said", flat=True)
    )
    assert stored == compared(long.answers) == f"{'i' * 300} {'ä' * 300}"


def test_an_unanswered_text_is_like_nothing(cities, author, facilitator):
    bare = sent_in(
        cities,
        author,
        title="",
        state="draft",
        submitted_at=None,
        category="",
        text={"idea": "", "problem": "", "title": "", "category": ""},
    )
    another(cities, author, 101)
    assert alike(bare, bare.draft, author) == []


def test_a_text_of_the_longest_kind_fits_its_index(cities, author, facilitator):
    worst = "".join(chr(0x4E00 + number) + " " for number in range(2_000))
    sent_in(cities, author, title=worst[:120], text={"idea": worst, "problem": worst[::-1]})
    assert Proposal.objects.count() == 1
