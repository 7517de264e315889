"""A majority of the members, and the mayor's vote by each council's own rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.majority import Council, MayorVote, Reckoning, reckon


@pytest.mark.parametrize(
    ("council", "votes", "expected"),
    [
        # Independence and Blue Springs: the mayor is one of seven.
        (Council(6, MayorVote.MEMBER), (3, 3, True), Reckoning(7, 4, 4, carried=True)),
        (Council(6, MayorVote.MEMBER), (3, 3, None), Reckoning(7, 4, 3, carried=False)),
        (Council(6, MayorVote.MEMBER), (3, 1, True), Reckoning(7, 4, 4, carried=True)),
        # Raytown: ten aldermen, and a mayor who breaks ties.
        (Council(10, MayorVote.TIE), (5, 5, None), Reckoning(10, 6, 5, carried=False)),
        (Council(10, MayorVote.TIE), (5, 5, True), Reckoning(10, 6, 6, carried=True)),
        (Council(10, MayorVote.TIE), (5, 5, False), Reckoning(10, 6, 5, carried=False)),
        (Council(10, MayorVote.TIE), (5, 4, True), Reckoning(10, 6, 5, carried=False)),
        (Council(10, MayorVote.TIE), (4, 4, True), Reckoning(10, 6, 5, carried=False)),
        (Council(10, MayorVote.TIE), (6, 4, None), Reckoning(10, 6, 6, carried=True)),
        (Council(8, MayorVote.NEVER), (4, 4, True), Reckoning(8, 5, 4, carried=False)),
        # Lee's Summit: how the mayor votes is not on record.
        (Council(8, MayorVote.UNKNOWN), (8, 0, None), Reckoning(8, 5, 8, carried=True)),
        (Council(8, MayorVote.UNKNOWN), (3, 5, True), Reckoning(8, 5, 3, carried=False)),
        (Council(8, MayorVote.UNKNOWN), (4, 4, True), Reckoning(8, 5, 4, carried=None)),
        (Council(7, MayorVote.UNKNOWN), (4, 3, None), Reckoning(7, 4, 4, carried=None)),
    ],
)
def test_a_majority_is_of_the_members(council, votes, expected):
    ayes, nays, mayor = votes
    assert reckon(council, ayes=ayes, nays=nays, mayor=mayor) == expected


def test_the_reckoning_is_said_in_a_sentence():
    assert (
        reckon(Council(10, MayorVote.TIE), ayes=5, nays=4).sentence,
        reckon(Council(8, MayorVote.UNKNOWN), ayes=4, nays=4, mayor=True).sentence,
    ) == (
        "5 of 10 voted aye; a majority of the members is 6.",
        (
            "4 of 8 voted aye; a majority of the members is 5. Whether the mayor's vote counts is "
            "not on record, and it would decide."
        ),
    )


def test_a_council_of_nobody_is_refused():
    with pytest.raises(ValueError, match=r"^A council of 0 members; expected 1 or more$"):
        Council(0, MayorVote.NEVER)


@given(
    members=st.integers(1, 30),
    ayes=st.integers(0, 30),
    nays=st.integers(0, 30),
    mayor=st.sampled_from([True, False, None]),
)
def test_one_aye_more_never_loses_and_unknown_is_certain_only_where_all_rules_agree(
    members, ayes, nays, mayor
):
    for rule in (MayorVote.MEMBER, MayorVote.NEVER):
        council = Council(members, rule)
        before = reckon(council, ayes=ayes, nays=nays, mayor=mayor).carried
        assert reckon(council, ayes=ayes + 1, nays=nays, mayor=mayor).carried >= before
    known = {
        reckon(Council(members, rule), ayes=ayes, nays=nays, mayor=mayor).carried
        for rule in MayorVote
        if rule is not MayorVote.UNKNOWN
    }
    found = reckon(Council(members, MayorVote.UNKNOWN), ayes=ayes, nays=nays, mayor=mayor)
    assert found.carried is (known.pop() if len(known) == 1 else None)
