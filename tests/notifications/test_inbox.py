"""The inbox: what is unread, and what makes it read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaborative.models import Event
from notifications.models import Message
from notifications.operations import inbox
from tests.conftest import NOON
from tests.factories.cities import OfficeFactory
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db
MINE = "/messages/mine/"


def text(response):
    return response.content.decode()


def unread(person) -> list[str]:
    return list(Message.objects.filter(recipient=person).unread().values_list("subject", flat=True))


@pytest.fixture
def person(staff_of):
    return staff_of("raytown")


@pytest.fixture
def client(client_for, person):
    return client_for(person)


@pytest.fixture
def sent(person):
    return MessageFactory(recipient=person.user, sent=True, subject="A subject")


def test_every_page_says_how_much_is_unread_and_nothing_when_all_is_read(client, person, sent):
    MessageFactory(recipient=person.user)
    MessageFactory(sent=True)
    assert "Your mail: 1 unread</a>" in text(client.get("/cities/"))
    client.get(reverse("notifications:message", args=[sent.pk]))
    assert "Your mail</a>" in text(client.get("/cities/"))


@pytest.mark.parametrize("count", [0, 3])
def test_the_number_costs_no_page_a_statement(client, person, count):
    MessageFactory.create_batch(count, recipient=person.user, sent=True)
    client.get("/accessibility/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/accessibility/")
    assert ("unread" in text(page)) == bool(count)
    about_mail = [one["sql"] for one in asked if "notifications_message" in one["sql"]]
    assert len(about_mail) == 1
    assert 'FROM "cities_office"' in about_mail[0]


def test_two_offices_count_the_same_mail_once(client, person, sent, cities):
    OfficeFactory(person=person.user, organisation=cities["grandview"])
    assert "Your mail: 1 unread</a>" in text(client.get("/cities/"))


def test_opening_a_message_reads_it_and_no_event_tells_of_that(client, person, sent):
    page = text(client.get(reverse("notifications:message", args=[sent.pk])))
    assert "Your mail</a>" in page
    assert unread(person.user) == []
    assert Event.objects.count() == 0


def test_a_keeper_of_the_ledger_reads_nothing_for_somebody_else(
    client_for, facilitator, person, sent
):
    page = client_for(facilitator).get(reverse("notifications:message", args=[sent.pk]))
    assert page.status_code == 200
    assert unread(person.user) == ["A subject"]


def test_what_was_read_first_stays_read_since_then(person, sent):
    inbox.read(sent, by=person.user, at=NOON)
    assert inbox.read(sent, by=person.user, at=NOON + timedelta(days=1)) == 0
    assert Message.objects.get().read_at == NOON


def test_a_message_can_be_kept_as_unread_by_whom_it_is_for(
    client, client_for, person, sent, staff_of
):
    url = reverse("notifications:keep_unread", args=[sent.pk])
    inbox.read(sent, by=person.user, at=NOON)
    assert client_for(staff_of("raytown")).post(url).status_code == 404
    assert unread(person.user) == []
    client.post(url)
    assert unread(person.user) == ["A subject"]


def test_all_is_read_but_what_came_after_the_page_was_opened(client, person, sent):
    other = MessageFactory(sent=True, subject="Somebody else's")
    seen_at = timezone.now()
    MessageFactory(recipient=person.user, sent=True, subject="Later")
    Message.objects.filter(subject="Later").update(state_since=seen_at + timedelta(seconds=1))
    answer = client.post("/messages/mine/read/", {"seen_at": seen_at.isoformat()}, follow=True)
    assert "1 message marked as read." in text(answer)
    assert unread(person.user) == ["Later"]
    assert unread(other.recipient) == ["Somebody else's"]


@pytest.mark.parametrize("seen_at", ["", "yesterday"])
def test_nobody_reads_all_without_having_looked(client, person, sent, seen_at):
    assert client.post("/messages/mine/read/", {"seen_at": seen_at}).status_code == 400
    assert unread(person.user) == ["A subject"]


def test_the_page_shows_all_or_what_is_unread(client, person, sent):
    read = MessageFactory(recipient=person.user, sent=True, read_at=NOON, subject="Old")
    waiting = MessageFactory(recipient=person.user)

    def rows(query):
        return {line.row for line in client.get(MINE, query).context["page"]}

    assert rows({}) == {sent, read, waiting}
    assert rows({"show": "unread"}) == {sent}
    assert text(client.get(MINE)).count(">Unread</span>") == 1
    client.post("/messages/mine/read/", {"seen_at": timezone.now().isoformat()})
    assert "You have read everything." in text(client.get(MINE, {"show": "unread"}))


def test_only_what_has_words_is_read():
    message = MessageFactory()
    with pytest.raises(IntegrityError, match="message_read_has_words"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(read_at=NOON)


def test_only_what_is_not_sent_is_told_in_a_digest(sent):
    digest = MessageFactory(sent=True)
    told = Message.objects.filter(pk=sent.pk)
    with pytest.raises(IntegrityError, match="told_in_a_digest_is_not_sent"), transaction.atomic():
        told.update(told_in=digest)
