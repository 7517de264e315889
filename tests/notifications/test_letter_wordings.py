"""The facilitators' own words in letters, as they are put in when a letter is written."""

import logging
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from notifications.catalogue import LABELS, NOTICES
from notifications.catalogue.letters import LETTERS, fields_in, kinds_with, label_of
from notifications.operations import wordings
from notifications.operations.letters import compose
from notifications.operations.reminders import KINDS
from tests.conftest import NOON
from tests.factories.notifications import LetterWordingFactory, MessageFactory
from tests.factories.proposals import ProposalFactory

TEMPLATES = Path(django_settings.BASE_DIR) / "templates/notifications/mail"
NO_LETTERS = {"base", "notice", "reminder_stand_in"}
"""What letters are made from, the notices that are worded for each round, and what is put around
somebody else's letter for the deputy."""


def returned(title="Sample: shared road salt", *, author):
    """The letter about a proposal that was returned to its author."""
    proposal = ProposalFactory(title=title, author=author)
    context = {
        "event": {"who": "Facilitator, Mid-America Regional Council"},
        "detail": {"reason": "Say more."},
        "proposal": proposal,
        "sections": [],
        "url": "https://portal.sample.example/x/",
    }
    message = MessageFactory(recipient=author)
    return proposal, compose("proposal_returned", message, context, at=NOON)


def test_every_letter_can_be_worded():
    written = {path.stem for path in TEMPLATES.glob("*.txt") if not path.stem.startswith("_")}
    assert set(LETTERS) == written - NO_LETTERS


def test_every_letter_is_known_by_the_messages_that_it_is_written_for():
    kinds = [kind for letter in LETTERS for kind in kinds_with(letter)]
    told = [str(kind) for kind, notice in NOTICES.items() if notice.template]
    assert sorted(kinds) == sorted([*told, *map(str, KINDS), "reminder.handed_up", "digest"])
    assert [letter for letter in LETTERS if not label_of(letter)] == []
    assert label_of("proposal_screened") == "Proposal accepted; Proposal declined"
    assert label_of("digest") == LABELS["digest"]


@pytest.mark.parametrize("letter", LETTERS)
def test_no_letter_has_two_fields_of_one_name(letter):
    names = [field.name for field in LETTERS[letter].fields]
    assert len(names) == len(set(names))
    assert {"name", "portal"} <= set(fields_in(letter))


def test_a_wording_stands_around_the_portals_own_words(staff_of):
    LetterWordingFactory(
        subject="{reference}: a word from {portal}",
        opening="Dear colleagues in {city}.",
        closing="{who} helps with “{title}”.",
    )
    author = staff_of("raytown").user
    proposal, letter = returned(author=author)
    assert letter.subject == f"{proposal.reference}: a word from Common Purpose"
    assert letter.text.startswith(
        f"Hello Staff, Raytown,\n\nDear colleagues in {proposal.city.name}.\n\n"
        "Facilitator, Mid-America Regional Council returned your proposal to you."
    )
    assert letter.text.endswith(
        "https://portal.sample.example/x/\n\n"
        "Facilitator, Mid-America Regional Council helps with “Sample: shared road salt”.\n\n"
        f"{letter.foot}"
    )
    assert "You get this letter because you are an author of this proposal." in letter.foot


def test_a_version_with_nothing_in_it_is_the_way_back(staff_of):
    author = staff_of("raytown").user
    LetterWordingFactory(subject="Other", opening="Other", closing="Other")
    LetterWordingFactory(number=2, opening="")
    proposal, letter = returned(author=author)
    assert letter.subject == f"Returned to you: {proposal}"
    assert "Other" not in letter.text


def test_what_somebody_wrote_is_one_line_and_no_field_whatever_it_holds(staff_of):
    LetterWordingFactory(subject="{title}", opening="About {title}")
    title = "{who}\n\nA heading\n-------\n- {% now 'Y' %} <b>"
    _, letter = returned(title, author=staff_of("raytown").user)
    line = "{who} A heading ------- - {% now 'Y' %} <b>"
    assert letter.subject == line
    assert f"\n\nAbout {line}\n\n" in letter.text


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"opening": "About {rationale}"}, "There is no field {rationale} here."),
        ({"subject": "{", "opening": ""}, "A brace stands alone near “{”."),
        ({"letter": "letter_of_old"}, "There is no letter named letter_of_old."),
    ],
)
def test_a_wording_that_came_apart_is_left_out_loudly(staff_of, caplog, parts, said):
    LetterWordingFactory(**parts)
    (breach,) = wordings.invariants()
    assert breach.startswith("Mail: wording 1 of ")
    assert said in breach
    if "letter" not in parts:
        with caplog.at_level(logging.ERROR):
            proposal, letter = returned(author=staff_of("raytown").user)
        assert letter.subject == f"Returned to you: {proposal}"
        assert said in caplog.text


def test_a_field_that_the_letter_does_not_know_after_all_is_no_reason_not_to_send(
    staff_of, caplog, monkeypatch
):
    LetterWordingFactory(opening="{city}")
    field = fields_in("proposal_returned")["city"]
    broken = {"city": type(field)("city", "", "proposal.town.name", "")}
    monkeypatch.setattr(wordings, "fields_in", lambda _: broken)
    _, letter = returned(author=staff_of("raytown").user)
    assert letter.text.startswith("Hello Staff, Raytown,\n\nFacilitator,")
    assert "is left out of a letter" in caplog.text


@pytest.mark.django_db
def test_wordings_in_their_language_are_no_breach():
    LetterWordingFactory(closing="{portal}")
    LetterWordingFactory(letter="digest", opening="For {cities}, {name}")
    assert list(wordings.invariants()) == []
