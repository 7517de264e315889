"""The pages of the words of letters and of addresses that mail came back from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.models import Event
from notifications.models import LetterWording, Message, Refusal
from notifications.operations import outbox, refusals, rewording
from notifications.operations.wordings import Words
from tests.conftest import NOON
from tests.factories.notifications import LetterWordingFactory, MessageFactory, RefusalFactory
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db
LETTERS = "/messages/letters/"
RETURNED = f"{LETTERS}proposal_returned/"
TYPED = {"subject": "", "opening": "", "closing": "", "seen": "0"}


def text(response):
    return response.content.decode()


@pytest.fixture
def client(client_for, facilitator):
    return client_for(facilitator)


def test_the_list_names_every_letter_and_who_worded_it(client, facilitator):
    LetterWordingFactory(by=facilitator.user)
    LetterWordingFactory(letter="comment", opening="{nothing}")
    LetterWordingFactory(letter="digest")
    LetterWordingFactory(letter="digest", number=2, opening="")
    page = text(client.get(LETTERS))
    said = "Proposal returned</a>, worded on Monday, March 2, 2026 by Facilitator, Mid-America"
    assert said in page
    assert "Comment; Named in a changed comment</a>: <strong>its wording is left out" in page
    assert "Digest</a></li>" in page


def test_words_are_kept_and_go_out_and_the_change_is_on_record(client, facilitator):
    answer = client.post(RETURNED, {**TYPED, "opening": "Dear {city}.", "keep": "yes"}, follow=True)
    assert "Proposal returned: this is what goes out." in text(answer)
    own = LetterWording.objects.get()
    assert (own.letter, own.number, own.opening, own.by) == (
        "proposal_returned",
        1,
        "Dear {city}.",
        facilitator.user,
    )
    event = Event.objects.get(kind="letter.worded")
    assert event.detail == {"letter": "proposal_returned", "number": 1}
    client.post(RETURNED, {**TYPED, "opening": "Dear {city}.", "seen": "1", "keep": "yes"})
    assert LetterWording.objects.count() == 1


def test_the_way_back_is_a_version_too(client):
    LetterWordingFactory()
    client.post(f"{RETURNED}standard/")
    assert [own.is_standard for own in LetterWording.objects.of("proposal_returned")] == [
        True,
        False,
    ]
    page = text(client.get(RETURNED))
    assert "It goes out in the portal’s own words." in page
    assert "?version=1" in page
    assert "A sample opening about {title}." in text(client.get(f"{RETURNED}?version=1"))


def test_looking_keeps_nothing_and_shows_a_sample_where_there_is_no_letter(client):
    typed = {**TYPED, "opening": "Dear {city}: <b>look</b>.", "look": "yes"}
    page = text(client.post(RETURNED, typed))
    assert "This is a sample: there is no such letter yet that you may read." in page
    assert "<p>Dear Raytown: &lt;b&gt;look&lt;/b&gt;.</p>" in page
    assert "(The portal’s own subject stands here.)" in page
    assert LetterWording.objects.count() == 0


@pytest.fixture
def returned(staff_of, facilitator):
    """A letter about a proposal that was returned, to its author."""
    author = staff_of("raytown")
    proposal = ProposalFactory(
        title="Sample: shared road salt", state="returned", author=author.user, submitted_at=NOON
    )
    now = timezone.now()
    Event.objects.record(
        "proposal.returned", proposal, by=facilitator, at=now, reason="Say more about the costs."
    )
    outbox.post_events(at=now)
    return Message.objects.get(kind="proposal.returned")


def test_a_preview_is_the_last_letter_that_one_may_read(client, returned):
    typed = {**TYPED, "subject": "{title}, {city}", "closing": "Yours, {portal}.", "look": "yes"}
    page = text(client.post(RETURNED, typed))
    assert "This is the last such letter that you may read, to Staff, Raytown" in page
    assert f"<strong>Subject:</strong> Sample: shared road salt, {returned_city(returned)}" in page
    assert "Say more about the costs." in page
    assert "<p>Yours, Common Purpose.</p>" in page
    assert "Change the proposal</a>" in page
    assert LetterWording.objects.count() == 0
    assert Message.objects.get().state == "due"


def returned_city(message):
    event = Event.objects.get(pk=message.context["event"])
    return ProposalFactory._meta.model.objects.get(pk=event.about_key).city.name


def test_a_preview_shows_nobody_what_is_not_theirs_to_read(client, staff_of, liaison_of):
    """A draft is its authors': the facilitator sees a sample, though such a letter was sent."""
    colleague = staff_of("grandview")
    proposal = ProposalFactory(
        title="A canary of a draft", author=staff_of("raytown").user, readers=[colleague.user]
    )
    now = timezone.now()
    Event.objects.record(
        "proposal.shared",
        proposal,
        by=staff_of("raytown"),
        at=now,
        colleague_id=colleague.user.pk,
    )
    outbox.post_events(at=now)
    assert Message.objects.filter(kind="proposal.shared").exists()
    page = text(client.get(f"{LETTERS}proposal_shared/"))
    assert "This is a sample" in page
    assert "A canary of a draft" not in page


def test_words_out_of_the_language_are_told_and_nothing_is_kept(client):
    typed = {**TYPED, "subject": "{", "opening": "About {rationale}", "keep": "yes"}
    page = text(client.post(RETURNED, typed))
    assert "A brace stands alone near “{”." in page
    assert "There is no field {rationale} here. The fields are {proposal}, {reference}" in page
    assert LetterWording.objects.count() == 0


def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(client):
    LetterWordingFactory(by=UserFactory(name="Facilitator, elsewhere"))
    answer = client.post(RETURNED, {**TYPED, "opening": "Mine.", "keep": "yes"})
    assert answer.status_code == 409
    assert "Facilitator, elsewhere gave this letter other words on Monday, March 2" in text(answer)
    assert LetterWording.objects.count() == 1


def test_the_number_of_a_version_is_taken_once(facilitator, monkeypatch):
    """Of two who read the same last version the second is refused by the number."""
    LetterWordingFactory(opening="Theirs.", by=UserFactory())
    real, calls = LetterWording.objects.of, []

    def of(letter):
        calls.append(letter)
        return real(letter) if len(calls) > 2 else LetterWording.objects.none()

    monkeypatch.setattr(LetterWording.objects, "of", of)
    with pytest.raises(rewording.StaleState, match="at the same moment"):
        rewording.word(
            "proposal_returned", words=Words(opening="Mine."), seen=0, by=facilitator, at=NOON
        )
    assert real("proposal_returned").count() == 1


def test_a_letter_that_there_is_not_is_not_found(client):
    assert client.get(f"{LETTERS}letter_of_old/").status_code == 404
    assert client.get(f"{LETTERS}notice/").status_code == 404


@pytest.mark.parametrize("path", [LETTERS, RETURNED])
def test_an_administrator_reads_who_words_letters(client_for, administrator, path):
    answer = client_for(administrator).get(path)
    assert (answer.status_code, "facilitators’ at MARC to change" in text(answer)) == (403, True)


def test_addresses_are_listed_with_whose_they_are(client, clerk_of):
    clerk = clerk_of("raytown")
    RefusalFactory(address=clerk.user.email.lower())
    RefusalFactory(address="stranger@sample.example")
    RefusalFactory(address="over@sample.example", cleared=True)
    page = text(client.get("/messages/addresses/"))
    assert "Clerk, Raytown" in page
    assert "The mail server: 550 5.1.1 No such mailbox" in page
    assert "Nobody’s with an account" in page
    assert "over@sample.example" not in page
    assert "Addresses that mail came back from: 2" in text(client.get("/messages/"))


def test_the_list_costs_the_same_however_many_they_are(client, clerk_of):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/messages/addresses/")
        return len(queries)

    RefusalFactory(address=clerk_of("raytown").user.email.lower())
    cost()
    one = cost()
    for city in ("grandview", "independence"):
        RefusalFactory(address=clerk_of(city).user.email.lower())
    assert cost() == one


def test_a_person_learns_that_the_own_address_refuses_and_lets_it_be_tried(client_for, clerk_of):
    clerk = clerk_of("raytown")
    own = RefusalFactory(address=clerk.user.email.lower())
    other = RefusalFactory()
    MessageFactory(
        recipient=clerk.user,
        kind="reminder.reviews",
        state="suppressed",
        reason=refusals.REFUSES,
        due_at=timezone.now(),
    )
    browser = client_for(clerk)
    page = text(browser.get("/messages/mine/"))
    assert f"Mail to {clerk.user.email.lower()} comes back." in page
    assert browser.post(f"/messages/addresses/{other.pk}/try/").status_code == 404
    answer = browser.post(f"/messages/addresses/{own.pk}/try/", follow=True)
    assert answer.redirect_chain == [("/messages/mine/", 302)]
    assert "What was not sent in the last seven days now waits to be sent: 1." in text(answer)
    assert "comes back." not in text(answer)
    assert Refusal.objects.standing().get() == other
