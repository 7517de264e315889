"""The administrator's page of the clockwork, and what is done there."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from collaborative.models import Event
from notifications.models import Message
from tests.factories.notifications import HeartbeatFactory, MessageFactory, WhereaboutsFactory

pytestmark = pytest.mark.django_db
PAGE = "notifications:clockwork"
RELEASE = "notifications:release"


@pytest.fixture
def keeper(client_for, administrator):
    """An administrator at the browser."""
    return client_for(administrator)


def text(response):
    return " ".join(unescape(response.content.decode()).split())


def test_the_page_shows_each_part_with_its_last_sign_of_life(keeper):
    now = timezone.now()
    HeartbeatFactory(at=now)
    HeartbeatFactory(part="queue", name="mail", at=now - timedelta(seconds=121))
    HeartbeatFactory(part="worker", name="mail-7@sample", at=now)
    shown = keeper.get(reverse(PAGE)).context
    assert [(part.label, part.is_alive) for part in shown["parts"]] == [
        ("The clock", True),
        ("The sweep", False),
        ("The queue “mail”", False),
        ("The queue “exports”", False),
        ("The queue “computing”", False),
    ]
    assert [worker.name for worker in shown["workers"]] == ["mail-7@sample"]
    assert (shown["held"], shown["oldest_due"]) == (None, None)


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_costs_the_same_for_any_number_of_messages(
    keeper, django_assert_num_queries, count
):
    WhereaboutsFactory(held=True)
    for trait in ("held", "failed", "suppressed", "sent"):
        MessageFactory.create_batch(count, **{trait: True})
    HeartbeatFactory.create_batch(1, part="worker", name="mail-7@sample")
    with django_assert_num_queries(11):
        assert keeper.get(reverse(PAGE)).status_code == 200


def test_held_mail_is_let_go_with_the_count_and_the_gap(keeper, administrator):
    held_at = timezone.now() - timedelta(hours=1)
    WhereaboutsFactory(
        held_at=held_at, held_because="A sample.", seen_at=held_at - timedelta(days=1)
    )
    MessageFactory(held=True, due_at=held_at - timedelta(minutes=1))
    MessageFactory(held=True, due_at=held_at)
    asked = keeper.get(reverse(RELEASE))
    assert "Only what fell due after mail was held: 1" in text(asked)
    assert "Everything: 2" in text(asked)
    told = keeper.post(reverse(RELEASE), {"which": "later"}, follow=True)
    assert "Mail goes out again: 1 of the held messages; 1 are set aside." in text(told)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["due", "suppressed"]
    assert Event.objects.get(kind="mail.released").by == administrator.user
    assert keeper.post(reverse(RELEASE), {"which": "later"}).status_code == 409


def test_nothing_goes_before_one_of_the_two_ways_is_chosen(keeper):
    WhereaboutsFactory(held=True)
    MessageFactory(held=True)
    for which in ({}, {"which": "everything"}):
        assert keeper.post(reverse(RELEASE), which).context["form"].errors
    assert Message.objects.get().state == "held"


def test_a_facilitator_sends_all_again_that_failed_for_one_reason(client_for, facilitator):
    keeper = client_for(facilitator)
    MessageFactory.create_batch(2, failed=True)
    MessageFactory(failed=True, last_error="552 The mailbox is full")
    ledger = reverse("notifications:ledger")
    assert "2 messages: 550 No such mailbox" in text(keeper.get(f"{ledger}?state=failed")).replace(
        "<strong>", ""
    ).replace("</strong>", "")
    again = reverse("notifications:send_all_again")
    told = keeper.post(again, {"error": "550 No such mailbox"}, follow=True)
    assert "2 waiting to be sent again." in text(told)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["due", "due", "failed"]
    assert keeper.post(again, {"error": "550 No such mailbox"}).status_code == 409


def test_only_the_failed_are_shown_with_reasons(client_for, facilitator):
    MessageFactory(failed=True)
    shown = client_for(facilitator).get(reverse("notifications:ledger")).context
    assert shown["failures"] == []
