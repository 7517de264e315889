"""Letters and digests about comments: to exactly whom, with which words, and for how long."""

from datetime import date, timedelta

import pytest

from initiatives.models import Audience
from initiatives.operations import talk
from notifications.models import Message
from notifications.operations import outbox
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Window
from notifications.operations.digests.periods import reader_of
from notifications.operations.letters import WITHHELD, Unwanted
from notifications.operations.writing import write
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
LATER = NOON + timedelta(hours=1)
WORDS = "- one\n\n\n- two  \n-----\nthree"


@pytest.fixture
def commenter(staff_of):
    return staff_of("grandview")


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("raytown")


@pytest.fixture
def proposal(author, commenter, liaison, clerk_of, administrator, facilitator, cities):
    clerk_of("raytown")
    return ProposalFactory(
        state="submitted",
        reference="EJC-2026-014",
        title="Sample fleet",
        city=cities["raytown"],
        author=author.user,
        commenters=[commenter.user],
    )


def say(proposal, by, audience, *mentioned, text=WORDS):
    people = [actor.user for actor in mentioned]
    return talk.comment(
        proposal,
        audience=audience,
        section="idea",
        text=text,
        mentioned=people,
        by=by,
        at=NOON,
    )


def told(*, at=NOON) -> list[str]:
    return [message.recipient.name for message in outbox.post_events(at=at)]


def test_who_is_named_gets_a_letter_and_nobody_else(proposal, author, commenter, liaison):
    say(proposal, author, Audience.STAFF, commenter, liaison)
    assert sorted(told()) == ["Liaison, Raytown", "Staff, Grandview"]


def test_a_question_goes_to_the_facilitators_and_the_answer_to_the_authors(
    proposal, author, commenter, facilitator
):
    asked = say(proposal, author, Audience.BETWEEN)
    assert told() == ["Facilitator, Mid-America Regional Council"]
    talk.reply(asked, text="Yes.", by=facilitator, at=LATER)
    assert sorted(told(at=LATER)) == ["Staff, Grandview", "Staff, Raytown"]


def test_a_changed_comment_tells_only_who_is_named_for_the_first_time(
    proposal, author, commenter, liaison
):
    said = say(proposal, author, Audience.STAFF, commenter)
    assert told() == ["Staff, Grandview"]
    both = [commenter.user, liaison.user]
    talk.edit(said, text="Else.", number=1, mentioned=both, by=author, at=LATER)
    assert told(at=LATER) == ["Liaison, Raytown"]
    talk.edit(said, text="Else again.", number=2, mentioned=both, by=author, at=LATER)
    assert told(at=LATER) == []


def test_a_resolution_and_a_reopening_are_written_to_nobody(proposal, author, commenter):
    said = say(proposal, author, Audience.AUTHORS)
    talk.resolve(said, by=author, at=LATER)
    talk.reopen(said, by=author, at=LATER)
    assert told(at=LATER) == []


def test_a_letter_has_the_words_and_its_copy_in_the_ledger_has_not(proposal, author, commenter):
    say(proposal, author, Audience.AUTHORS, commenter)
    told()
    letter = write(Message.objects.get(), at=NOON)
    assert letter.subject == "A comment for you on EJC-2026-014"
    for line in ("- one", "- two", "three"):
        assert line in letter.text
        assert line not in letter.copy
    assert WITHHELD in letter.copy
    assert letter.copy.count("https://portal.sample.example/proposals/EJC-2026-014/talk/") == 1


def test_a_letter_has_the_newest_words(proposal, author, commenter):
    said = say(proposal, author, Audience.AUTHORS, commenter)
    told()
    talk.edit(said, text="Put right.", number=1, mentioned=[commenter.user], by=author, at=LATER)
    letter = write(Message.objects.get(), at=LATER)
    assert ("Put right." in letter.text, "three" in letter.text) == (True, False)


def test_whoever_is_not_invited_any_more_gets_nothing(proposal, author, commenter):
    say(proposal, author, Audience.AUTHORS, commenter)
    told()
    proposal.colleague_permissions.all().delete()
    with pytest.raises(Unwanted):
        write(Message.objects.get(), at=LATER)


def test_whoever_is_not_named_any_more_gets_nothing(proposal, author, commenter):
    said = say(proposal, author, Audience.AUTHORS, commenter)
    told()
    talk.edit(said, text="Not you.", number=1, by=author, at=LATER)
    with pytest.raises(Unwanted):
        write(Message.objects.get(), at=LATER)


def digest(actor) -> list[tuple[str, str]]:
    reader = reader_of(actor.user, on=DAY)
    window = Window(NOON - timedelta(days=1), NOON + timedelta(days=1))
    return [(item.title, item.words) for item in gather(reader, window, at=LATER).items]


def test_the_digest_says_that_there_is_a_comment_to_whom_reads_it_and_never_what(
    proposal, author, liaison, liaison_of
):
    say(proposal, author, Audience.STAFF)
    assert digest(liaison) == [
        (
            "EJC-2026-014 Sample fleet",
            "Has a new comment, written on Monday, March 2, 2026.",
        )
    ]
    assert digest(liaison_of("grandview")) == []


@pytest.mark.parametrize("audience", [Audience.AUTHORS, Audience.BETWEEN])
def test_the_digest_says_nothing_of_what_its_reader_may_not_read(
    audience, proposal, author, liaison
):
    say(proposal, author, audience)
    assert digest(liaison) == []
