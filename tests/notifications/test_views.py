"""The ledger of mail, one's own mail, and when the digest comes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaborative.models import Event
from notifications.models import Group, Message, Preference
from notifications.models.people import unsubscribe_token
from tests.conftest import NOON
from tests.factories.notifications import (
    MessageFactory,
    PreferenceFactory,
    WhereaboutsFactory,
)
from tests.factories.people import UserFactory

LEDGER = "/messages/"
CANARY = "words of another letter"


def text(response):
    return response.content.decode()


@pytest.fixture
def keeper(client_for, facilitator):
    return client_for(facilitator)


@pytest.fixture
def one_of_each(staff_of):
    """A message in every state, to one person."""
    person = staff_of("raytown").user
    return {
        trait or "due": MessageFactory(recipient=person, **({trait: True} if trait else {}))
        for trait in ("", "leased", "sent", "failed", "suppressed", "held")
    }


def test_the_ledger_shows_every_message_with_its_state_and_why(keeper, one_of_each):
    page = text(keeper.get(LEDGER))
    assert [
        words
        for words in (
            "Waiting: 1",
            "On its way: 1",
            "Sent: 1",
            "Failed: 1",
            "Not sent: 1",
            "Held back: 1",
            "has been due since Monday, March 2, 2026, 12:00 pm Central",
            "There was nothing to tell.",
            "The mail server said: 550 No such mailbox",
            "Held back until somebody lets it be sent.",
        )
        if words not in page
    ] == []


@pytest.mark.parametrize("state", Message.State)
def test_the_ledger_shows_one_state_alone(keeper, one_of_each, state):
    response = keeper.get(LEDGER, {"state": state})
    assert [line.row for line in response.context["page"]] == [one_of_each[state]]


def test_a_state_that_does_not_exist_shows_all(keeper, one_of_each):
    assert len(keeper.get(LEDGER, {"state": "lost"}).context["page"]) == 6


def test_an_empty_ledger_says_so(keeper):
    assert "No message has been written yet." in text(keeper.get(LEDGER))
    assert "No message is in this state." in text(keeper.get(LEDGER, {"state": "failed"}))
    assert "Nothing waits to be sent." in text(keeper.get(LEDGER))


def test_the_ledger_is_read_by_those_who_keep_it(
    client_for, administrator, staff_of, liaison_of, clerk_of, evaluator_of, analyst, stranger
):
    others = [staff_of("raytown"), liaison_of("raytown"), clerk_of("raytown")]
    others += [evaluator_of("raytown"), analyst, stranger]
    assert client_for(administrator).get(LEDGER).status_code == 200
    assert [client_for(actor).get(LEDGER).status_code for actor in others] == [403] * 6
    assert Client().get(LEDGER).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_ledger_costs_the_same_however_long_it_is(keeper, count, django_assert_num_queries):
    MessageFactory.create_batch(count)
    keeper.get(LEDGER)
    with django_assert_num_queries(9):
        keeper.get(LEDGER)


def test_the_ledger_says_that_all_mail_is_held_and_who_lets_it_go(
    keeper, client_for, administrator
):
    administrators = client_for(administrator)
    assert "All mail is held." not in text(keeper.get(LEDGER))
    held = WhereaboutsFactory(held=True)
    pages = [text(keeper.get(LEDGER)), text(administrators.get(LEDGER))]
    assert [f"All mail is held.</strong> {held.held_because}" in page for page in pages] == [
        True,
        True,
    ]
    release = reverse("notifications:release")
    assert [
        ("An administrator at MARC lets it go." in page, release in page) for page in pages
    ] == [(True, False), (False, True)]


def test_a_long_ledger_is_paged(keeper):
    MessageFactory.create_batch(51)
    assert len(keeper.get(LEDGER, {"page": 2}).context["page"]) == 1


def test_words_are_shown_to_the_person_they_are_for_and_to_nobody_else(
    client_for, staff_of, facilitator, administrator
):
    person, other = staff_of("raytown"), staff_of("raytown")
    message = MessageFactory(recipient=person.user, sent=True, body_text=CANARY, subject="A")
    url = reverse("notifications:message", args=[message.pk])
    pages = {
        actor.title: client_for(actor).get(url) for actor in (person, facilitator, administrator)
    }
    assert {title: CANARY in text(page) for title, page in pages.items()} == {
        "Staff, Raytown": True,
        "Facilitator, Mid-America Regional Council": False,
        "Administrator, Mid-America Regional Council": False,
    }
    assert "<h1>A</h1>" in text(pages["Staff, Raytown"])
    assert client_for(other).get(url).status_code == 404
    assert client_for(other).get("/messages/0/").status_code == 404


def test_a_message_without_a_recipient_is_shown_to_keepers_only(keeper, client_for, stranger):
    message = MessageFactory(recipient=None, address="clerk@raytown.example")
    url = reverse("notifications:message", args=[message.pk])
    assert "shown only to the person they are for" in text(keeper.get(url))
    assert client_for(stranger).get(url).status_code == 404


def test_a_message_that_failed_is_sent_again_and_the_record_says_who_let_it(
    keeper, facilitator, one_of_each
):
    failed = one_of_each["failed"]
    url = reverse("notifications:send_again", args=[failed.pk])
    response = keeper.post(url, follow=True)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("due", 0)
    assert f"The message to {failed.address} is waiting to be sent again." in text(response)
    assert failed in Message.objects.deliverable(timezone.now())
    event = Event.objects.get()
    assert (event.kind, event.by) == ("message.sent_again", facilitator.user)
    assert keeper.post(url).status_code == 403


@pytest.mark.parametrize("state", ["due", "leased", "sent", "suppressed", "held"])
def test_nothing_goes_out_twice_by_a_button(keeper, one_of_each, state):
    message = one_of_each[state]
    url = reverse("notifications:send_again", args=[message.pk])
    assert keeper.post(url).status_code == 403
    assert keeper.get(url).status_code == 405
    message.refresh_from_db()
    assert message.state == state


def test_only_keepers_send_again(client_for, one_of_each, staff_of):
    failed = one_of_each["failed"]
    url = reverse("notifications:send_again", args=[failed.pk])
    client = Client()
    client.force_login(
        failed.recipient, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.post(url).status_code == 403
    assert client_for(staff_of("raytown")).post(url).status_code == 404
    assert Client().post(url).status_code == 302


def test_everybody_reads_the_own_mail_and_nobody_elses(client_for, staff_of):
    person = staff_of("raytown")
    MessageFactory(recipient=person.user, sent=True, subject="A subject of one's own")
    MessageFactory(sent=True, subject=CANARY)
    page = text(client_for(person).get("/messages/mine/"))
    assert "A subject of one&#x27;s own" in page
    assert CANARY not in page


def test_somebody_without_mail_reads_why(client_for, stranger):
    page = text(client_for(stranger).get("/messages/mine/"))
    assert "The portal has not written to you yet." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_own_mail_costs_the_same_however_much_it_is(
    client_for, staff_of, count, django_assert_num_queries
):
    person = staff_of("raytown")
    MessageFactory.create_batch(count, recipient=person.user)
    client = client_for(person)
    client.get("/messages/mine/")
    with django_assert_num_queries(7):
        client.get("/messages/mine/")


PREFERENCES = "/messages/preferences/"
AT_ONCE = dict.fromkeys(Group, "at_once")


def wish(person):
    found = Preference.objects.of(person)
    return found.digest, found.weekday, found.hour


def test_a_liaison_chooses_when_the_digest_comes(client_for, liaison_of):
    liaison = liaison_of("raytown")
    client = client_for(liaison)
    assert "One letter with all that is new" in text(client.get(PREFERENCES))
    client.post(PREFERENCES, {"digest": "daily", "weekday": 4, "hour": 17, **AT_ONCE})
    assert wish(liaison.user) == ("daily", 4, 17)
    client.post(PREFERENCES, {"digest": "never", "weekday": 4, "hour": 17, **AT_ONCE})
    assert wish(liaison.user) == ("never", 4, 17)
    assert Event.objects.filter(kind="preference.changed", by=liaison.user).count() == 2


def test_somebody_else_reads_that_the_digest_goes_to_liaisons(client_for, stranger):
    page = text(client_for(stranger).get(PREFERENCES))
    assert "The digest of a city goes to its liaison." in page


@pytest.mark.parametrize(
    "wrong", [{"digest": "hourly"}, {"weekday": 7}, {"hour": 24}, {"hour": "noon"}, {"digest": ""}]
)
def test_a_choice_that_is_none_is_refused_with_nothing_changed(client_for, liaison_of, wrong):
    liaison = liaison_of("raytown")
    response = client_for(liaison).post(
        PREFERENCES, {"digest": "daily", "weekday": 4, "hour": 17, **AT_ONCE, **wrong}
    )
    assert "<title>Error:" in text(response)
    assert wish(liaison.user) == ("weekly", 0, 8)


@pytest.mark.django_db
class TestUnsubscribing:
    """The link in a digest works without signing in, by POST only."""

    @pytest.fixture
    def person(self):
        return UserFactory(email="liaison@raytown.example")

    @pytest.fixture
    def url(self, person):
        return reverse("notifications:unsubscribe", args=[unsubscribe_token(person)])

    def test_looking_ends_nothing(self, client, url, person):
        for look in (client.get, client.head):
            assert look(url).status_code == 200
        assert "End the digest?" in text(client.get(url))
        assert wish(person) == ("weekly", 0, 8)
        assert Preference.objects.count() == 0

    def test_a_mail_program_ends_it_without_cookie_or_token_and_without_a_redirect(
        self, url, person
    ):
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(url, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert "No digest goes to liaison@raytown.example any more." in text(response)
        assert wish(person) == ("never", 0, 8)

    def test_a_second_time_changes_nothing(self, client, url, person):
        client.post(url)
        first = Preference.objects.get().chosen_at
        assert client.post(url).status_code == 200
        assert Preference.objects.get().chosen_at == first
        assert list(Event.objects.values_list("kind", "by")) == [
            ("preference.unsubscribed", person.pk)
        ]

    def test_the_hour_once_chosen_is_kept(self, client, url, person):
        PreferenceFactory(person=person, digest="daily", hour=6)
        client.post(url)
        assert wish(person) == ("never", 0, 6)

    def test_a_link_that_is_not_ours_is_not_found(self, client, url):
        for wrong in (f"{url[:-2]}/", "/messages/unsubscribe/1/"):
            assert client.get(wrong).status_code == 404
            assert client.post(wrong).status_code == 404
        assert Preference.objects.count() == 0


def test_a_message_whose_try_failed_says_when_the_next_is(keeper):
    MessageFactory(attempts=2, last_error="451 Come again", retry_at=NOON + timedelta(minutes=5))
    page = text(keeper.get(LEDGER))
    assert "Tried 2 times; again on Monday, March 2, 2026, 12:05 pm Central." in page
