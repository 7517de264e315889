"""What a letter is, and how its text becomes HTML."""

from datetime import timedelta

import pytest

from notifications.operations.blocks import Block, Button, Item, blocks, one_line, tidy
from notifications.operations.letters import Letter, compose
from notifications.operations.post import envelope
from tests.conftest import NOON
from tests.factories.notifications import MessageFactory

TEXT = """Hello Clerk, Raytown,

What waits for Raytown (2)
----------
- First thing
  It waits.
  https://portal.sample.example/one/
- Second thing

Two lines
of one paragraph.
"""


def test_the_text_is_read_into_headings_lists_and_paragraphs():
    assert list(blocks(TEXT)) == [
        Block(lines=("Hello Clerk, Raytown,",)),
        Block(heading="What waits for Raytown (2)"),
        Block(
            items=(
                Item("First thing", "https://portal.sample.example/one/", "It waits."),
                Item("Second thing"),
            )
        ),
        Block(lines=("Two lines", "of one paragraph.")),
    ]


def test_a_heading_stands_apart_from_what_follows_it():
    assert list(blocks("Heading\n----\nWords")) == [
        Block(heading="Heading"),
        Block(lines=("Words",)),
    ]


def test_only_a_page_of_the_portal_goes_under_other_words():
    (block,) = blocks("- Your form\n  https://portal.sample.example.thief.example/form/\n- x")
    assert block.items == (
        Item("Your form", more="https://portal.sample.example.thief.example/form/"),
        Item("x"),
    )
    text = "Your form:\nhttps://portal.sample.example.thief.example/form/"
    assert list(blocks(text)) == [Block(lines=tuple(text.splitlines()))]


def test_a_line_above_the_address_of_a_page_leads_there():
    url = "https://portal.sample.example/messages/preferences/"
    assert list(blocks(f"Choose what comes:\n{url}\n\nIt is at\n{url}")) == [
        Block(link=Item("Choose what comes", url)),
        Block(lines=("It is at", url)),
    ]


def test_the_address_of_the_button_is_the_button_where_it_first_stands_alone():
    button = Button("See it", "https://portal.sample.example/one/")
    text = f"See https://portal.sample.example/one/\n\n{button.url}\n\n{button.url}\n"
    assert list(blocks(text, button)) == [
        Block(lines=("See https://portal.sample.example/one/",)),
        Block(button=button),
        Block(lines=(button.url,)),
    ]


def test_a_text_has_single_empty_lines_and_one_at_its_end():
    assert tidy("\n\nOne  \n\n\n\n two\nthree\n\n") == "One\n\n two\nthree\n"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Good\r\nBcc: thief@sample.example", "Good Bcc: thief@sample.example"),
        ("Bell\x07 and\x00 zero", "Bell and zero"),
        ("Line\u2028separator\u0085here", "Line separator here"),
        ("  Plain  words ", "Plain words"),
    ],
)
def test_a_header_is_one_line_without_control_characters(given, safe):
    assert one_line(given) == safe


def test_the_copy_in_the_ledger_has_no_link_that_lets_its_holder_act():
    letter = Letter("A", "Open https://x.example/abc now.", secrets=("https://x.example/abc",))
    assert letter.copy == "Open (this link is left out of the copy) now."


@pytest.mark.django_db
def test_html_shows_what_people_typed_as_they_typed_it():
    letter = Letter("<b>Bold</b>", "- <script>alert(1)</script> at https://x.example/?a=1&b=2\n")
    html = str(envelope(MessageFactory(), letter, at=NOON).alternatives[0].content)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert ">&lt;b&gt;Bold&lt;/b&gt;</h1>" in html
    assert 'href="https://x.example/?a=1&amp;b=2"' in html


@pytest.mark.django_db
def test_only_mail_that_is_a_matter_of_choice_can_be_ended_by_its_header():
    message = MessageFactory()
    url = "https://portal.sample.example/messages/unsubscribe/token/"
    plain = envelope(message, Letter("A", "B"), at=NOON).extra_headers
    digest = envelope(message, Letter("A", "B", unsubscribe=url), at=NOON).extra_headers
    assert {**plain, **digest} == {
        "Message-ID": message.message_id,
        "Date": "Mon, 02 Mar 2026 18:00:00 +0000",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert "List-Unsubscribe" not in plain


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("late_by", "says_so"), [(timedelta(hours=1), False), (timedelta(hours=1, seconds=1), True)]
)
def test_a_letter_that_is_more_than_an_hour_late_says_so(late_by, says_so, staff_of):
    message = MessageFactory(recipient=staff_of("raytown").user)
    context = {"event": {"who": "Somebody"}, "proposal": "EJC-2026-014 Sample", "detail": {}}
    letter = compose("proposal_shared", message, context, at=NOON + late_by)
    late = "This letter comes late: it was due on Monday, March 2, 2026, 12:00 pm Central."
    assert (late in letter.text) is says_so
    assert letter.text.startswith("Hello Staff, Raytown,\n\n")
