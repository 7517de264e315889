import pytest
from django.core.exceptions import ValidationError

from agreements.forms.rollcalls import ballots, roll_call
from agreements.models import Vote
from agreements.operations.facts import Ballot

NAMES = "Mayor Sample\nMember 1\nMember 2"


@pytest.mark.parametrize(
    ("typed", "others", "votes"),
    [
        (NAMES, "", ()),
        (
            NAMES,
            "aye",
            (
                Ballot("Mayor Sample", "aye", "aye", is_mayor=True),
                Ballot("Member 1", "aye", "aye"),
                Ballot("Member 2", "aye", "aye"),
            ),
        ),
        (
            "Sample One (mayor)\nMember 1: Medical\nMember 2",
            "Yea",
            (
                Ballot("Sample One", "aye", "Yea", is_mayor=True),
                Ballot("Member 1", "excused", "Medical"),
                Ballot("Member 2", "aye", "Yea"),
            ),
        ),
        (
            "Alderman, seat 1\nAlderman, seat 2: nay\nAlderman, seat 3",
            "aye",
            (
                Ballot("Alderman, seat 1", "aye", "aye"),
                Ballot("Alderman, seat 2", "nay", "nay"),
                Ballot("Alderman, seat 3", "aye", "aye"),
            ),
        ),
        ("Alderman, seat 1\nAlderman, seat 2", "", ()),
        (
            "Mayor Pro Tem Sample: no\nAye: Member 1, Member 2",
            "",
            (
                Ballot("Mayor Pro Tem Sample", "nay", "no"),
                Ballot("Member 1", "aye", "Aye"),
                Ballot("Member 2", "aye", "Aye"),
            ),
        ),
    ],
)
def test_a_line_for_each_member_with_a_word_for_all_others(typed, others, votes):
    assert ballots(typed, others=others) == votes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Member 1: aye\nMember 2", "Line 2 (“Member 2”) has no vote"),
        ("Member 1: perhaps", "Line 1 (“Member 1: perhaps”) does not begin with a vote"),
        ("Aye", "Line 1 (“Aye”) does not begin with a vote"),
    ],
)
def test_a_line_without_a_vote_is_named_as_soon_as_another_has_one(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        ballots(typed)
    assert sentence in refused.value.messages[0]


def test_a_mayor_whose_name_does_not_say_so_stays_the_mayor():
    votes = [
        Vote(voter="Sample One", value="aye", word="Aye", is_mayor=True),
        Vote(voter="Mayor Sample", value="nay", word="Nay", is_mayor=True),
    ]
    said = roll_call(votes)
    assert said == "Aye: Sample One (mayor)\nNay: Mayor Sample"
    assert ballots(said) == (
        Ballot("Sample One", "aye", "Aye", is_mayor=True),
        Ballot("Mayor Sample", "nay", "Nay", is_mayor=True),
    )


def test_names_with_commas_are_written_a_line_each_and_read_back_as_they_are():
    votes = [
        Vote(voter="Alderman, seat 1", value="aye", word="Aye"),
        Vote(voter="Alderman, seat 2", value="nay", word=""),
    ]
    said = roll_call(votes)
    assert said == "Alderman, seat 1: Aye\nAlderman, seat 2: Nay"
    assert [(one.voter, one.value) for one in ballots(said)] == [
        ("Alderman, seat 1", "aye"),
        ("Alderman, seat 2", "nay"),
    ]
