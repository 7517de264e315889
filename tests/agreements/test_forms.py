from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.forms import ActForm, AgreementForm, EndForm
from agreements.forms.rollcalls import ballots, roll_call
from agreements.models import Vote
from agreements.operations.drafting import Terms
from agreements.operations.facts import Ballot
from tests.factories.agreements import circulated, decided

TODAY = date(2026, 3, 2)
TYPED = {
    "instrument": "resolution",
    "file_number": " RES.  NO. 26-01 ",
    "result": "passed",
    "acted_on": "2026-03-01",
    "which_text": "circulated",
}


@pytest.fixture
def promise(cities):
    return circulated(cities["raytown"], cities["grandview"])


@pytest.fixture
def form_of(promise):
    parties = list(promise.parties.all())

    def form(*, of=parties[1:], **typed):
        text = promise.versions.get().text
        return ActForm(TYPED | typed, parties=of, text=text, today=TODAY)

    form.parties = parties
    return form


@pytest.mark.parametrize(
    ("typed", "votes"),
    [
        ("", ()),
        ("Aye: 2 - Member 1, Member 2", (("Member 1", "aye", "Aye"), ("Member 2", "aye", "Aye"))),
        (
            "aye: Member 1;  NAY : Member 2",
            (("Member 1", "aye", "aye"), ("Member 2", "nay", "NAY")),
        ),
        ("Medical: 1 – Member 3\r\n\r\nNays: 0", (("Member 3", "excused", "Medical"),)),
    ],
)
def test_a_roll_call_is_read_as_minutes_print_it(typed, votes):
    assert ballots(typed) == tuple(Ballot(*vote) for vote in votes)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Member 1, Member 2", "Line 1 (“Member 1, Member 2”) does not begin with a vote"),
        ("Aye: Member 1\nPresent: Member 2", "Line 2 (“Present: Member 2”) does not begin with"),
        ("Aye: 6", "Line 1 counts votes without a name"),
        (f"Aye: {'n' * 1001}", "Line 1 holds a name of more than 1000 characters"),
    ],
)
def test_a_roll_call_that_cannot_be_read_is_refused_by_its_line(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        ballots(typed)
    assert sentence in refused.value.messages[0]


def test_a_roll_call_is_written_as_it_is_read():
    votes = [
        Vote(voter="Member 1", value="aye", word="Aye"),
        Vote(voter="Member 2", value="excused", word=""),
        Vote(voter="Member 3", value="aye", word="Aye"),
    ]
    said = roll_call(votes)
    assert (said, len(ballots(said))) == (
        "Aye: Member 1, Member 3\nExcused: Member 2",
        3,
    )


@pytest.mark.django_db
def test_an_act_is_taken_as_typed_and_blanks_stay_blank(form_of):
    form = form_of(votes="Aye: Member 1")
    assert form.is_valid(), form.errors
    facts = form.facts()
    assert (facts.file_number, facts.mover, facts.acted_on, facts.votes, facts.other_text) == (
        "RES. NO. 26-01",
        "",
        date(2026, 3, 1),
        (Ballot("Member 1", "aye", "Aye"),),
        "",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"acted_on": "2026-03-03"}, "acted_on", "Tuesday, March 3, 2026 is in the future"),
        ({"acted_on": ""}, "acted_on", "Enter the day of the vote"),
        ({"which_text": "other"}, "other_text", "Paste the text"),
        ({"which_text": "other", "other_text": " \r\n "}, "other_text", "Paste the text"),
        ({"file_number": ""}, "file_number", "required"),
        ({"result": "unknown"}, "result", "not one of the available choices"),
    ],
)
def test_what_is_wrong_with_an_act_stands_beside_its_field(form_of, typed, field, sentence):
    errors = form_of(**typed).errors
    assert (list(errors), sentence in errors[field][0]) == ([field], True)


@pytest.mark.django_db
def test_an_act_that_is_pending_needs_no_day(form_of):
    assert form_of(result="pending", acted_on="").is_valid()


@pytest.mark.django_db
def test_a_clerk_of_one_city_is_not_asked_which(form_of):
    one, two = form_of(), form_of(of=form_of.parties, party=str(form_of.parties[0].pk))
    assert (one.is_valid(), two.is_valid()) == (True, True)
    assert ("party" in one.fields, one.chosen_party, two.chosen_party) == (
        False,
        form_of.parties[1],
        form_of.parties[0],
    )


@pytest.mark.django_db
def test_an_act_on_record_fills_its_form(promise, cities):
    text = promise.versions.get().text
    same = decided(promise, cities["raytown"], file_number="A", mover="Member 1")
    other = decided(promise, cities["grandview"], file_number="B", words="Other words")
    first, second = ActForm.initial_of(same, text), ActForm.initial_of(other, text)
    assert (
        (first["file_number"], first["mover"], first["which_text"], first["other_text"]),
        (second["which_text"], second["other_text"]),
    ) == (("A", "Member 1", "circulated", ""), ("other", "Other words\n"))


@pytest.mark.django_db
def test_a_draft_is_taken_as_typed(cities):
    raytown = cities["raytown"]
    form = AgreementForm(
        {
            "title": "Plows",
            "kind": "purchase",
            "parties": [raytown.pk],
            "required_adoptions": "1",
            "text": "Words",
            "revision": "3",
        }
    )
    assert form.is_valid(), form.errors
    assert form.terms() == Terms(
        title="Plows",
        kind="purchase",
        text="Words",
        parties=[raytown.organisation_ptr],
        signers=[],
        required_adoptions=1,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("needed", ["0", "2"])
def test_no_more_councils_can_be_needed_than_are_parties(cities, needed):
    form = AgreementForm(
        {
            "title": "Plows",
            "kind": "purchase",
            "parties": [cities["raytown"].pk],
            "required_adoptions": needed,
            "revision": "1",
        }
    )
    sentence = f"{needed} councils cannot be needed of 1 that are asked"
    assert sentence in form.errors["required_adoptions"][0]


@pytest.mark.parametrize(
    ("on", "fits"), [("2026-03-02", True), ("2026-03-03", False), ("2026-01-31", False)]
)
def test_an_agreement_ends_between_its_beginning_and_today(on, fits):
    form = EndForm({"on": on, "reason": "Run out."}, since=date(2026, 2, 1), today=TODAY)
    assert form.is_valid() is fits
