"""The order of discussion, against every order that there is."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from initiatives.agendas import Item, Order, departures, exact, items, order

PEOPLE = ("a", "b", "c", "d", "e")


def item(key: str, leaving: str = "", *, rank: int | None = None) -> Item:
    return Item(key=key, rank=rank, leaving=frozenset(leaving))


@st.composite
def meetings(draw, *, most: int = 6) -> list[Item]:
    """Up to so many items with up to three who leave for each; ranks may be shared or missing."""
    number = draw(st.integers(0, most))
    return [
        Item(
            key=f"P-{at}",
            rank=draw(st.one_of(st.none(), st.integers(1, number))),
            leaving=draw(st.frozensets(st.sampled_from(PEOPLE), max_size=3)),
        )
        for at in draw(st.permutations(range(number)))
    ]


def preference(one: Item) -> tuple[bool, int, str]:
    return (one.rank is None, one.rank or 0, one.key)


@given(meetings())
def test_of_all_orders_it_is_the_first_with_the_fewest_departures(given_items):
    fewest, _, best = min(
        (departures(each), [preference(one) for one in each], [one.key for one in each])
        for each in permutations(given_items)
    )
    assert order(given_items) == Order(tuple(best), fewest, is_least=True)


@given(meetings(), st.randoms())
def test_the_order_in_which_items_are_given_changes_nothing(given_items, random):
    shuffled = random.sample(given_items, len(given_items))
    assert order(shuffled) == order(given_items)


@given(meetings(most=9))
def test_an_exchange_loses_nothing_and_claims_nothing_it_has_not_proved(given_items):
    proved = order(given_items)
    with_limit, items.MOST_GROUPS = items.MOST_GROUPS, 0
    try:
        found = order(given_items)
    finally:
        items.MOST_GROUPS = with_limit
    in_order = {one.key: one for one in given_items}
    assert sorted(found.keys) == sorted(in_order)
    assert found.departures == departures(in_order[key] for key in found.keys)
    assert found.departures >= proved.departures
    assert not found.is_least or found.departures == proved.departures


def test_whoever_has_conflicts_with_neighbours_leaves_once():
    assert departures([item("P-1", "a"), item("P-2", "ab"), item("P-3"), item("P-4", "a")]) == 3


def test_nobody_leaves_an_empty_meeting():
    assert order([]) == Order((), 0, is_least=True)


def test_without_conflicts_the_order_is_by_rank_then_by_key():
    given_items = [item("P-4"), item("P-3", rank=1), item("P-2", rank=2), item("P-1", rank=1)]
    assert order(given_items) == Order(("P-1", "P-3", "P-2", "P-4"), 0, is_least=True)


def test_the_best_rank_gives_way_only_where_that_saves_a_departure():
    given_items = [item("P-1", "a", rank=1), item("P-2", "b", rank=2), item("P-3", "a", rank=3)]
    assert order(given_items) == Order(("P-1", "P-3", "P-2"), 2, is_least=True)


def test_groups_that_share_nobody_are_told_apart_and_a_shared_member_binds_them():
    assert exact.groups_by_part([0b0001, 0b0010, 0b0011, 0b1000, 0]) == {
        0b0011: (0b0001, 0b0010, 0b0011),
        0b1000: (0b1000,),
    }


def test_a_large_meeting_of_five_cities_is_still_proved_least():
    """Parts are solved one by one, so that the number of proposals does not matter."""
    given_items = [
        item(
            f"P-{rank:03}", PEOPLE[rank % 5] + ("xyz"[rank % 3] if rank % 7 == 0 else ""), rank=rank
        )
        for rank in range(1, 61)
    ]
    found = order(given_items)
    assert (found.is_least, found.departures) == (True, departures(by_key(given_items, found)))


def by_key(given_items: list[Item], found: Order) -> list[Item]:
    named = {one.key: one for one in given_items}
    return [named[key] for key in found.keys]


def test_beyond_the_groups_that_are_proved_it_says_so():
    pairs = [first + second for at, first in enumerate("abcdef") for second in "abcdef"[at + 1 :]]
    found = order([item(f"P-{at:02}", pair, rank=at) for at, pair in enumerate(pairs)])
    assert (len(pairs), found.is_least) == (15, False)
