"""Mail through a provider instead of SMTP: its answers, and its reports of what came back."""

import base64
import json
from types import SimpleNamespace

import pytest
from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError
from anymail.signals import EventType, RejectReason
from django.test import Client
from requests import Response

from notifications.models import Refusal
from notifications.operations import post
from notifications.views.bounces import PROVIDERS, is_lasting
from tests.factories.notifications import MessageFactory

ADDRESS = "/messages/bounces/postmark/"
SECRET = "portal:many-random-sample-words"


@pytest.fixture
def _postmark(settings):
    settings.EMAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "POSTMARK_SERVER_TOKEN": "sample"}


def report(secret=SECRET, **changes):
    """What Postmark posts when a mailbox does not exist."""
    event = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "Email": "Clerk@raytown.example",
        "Details": "smtp;550 5.1.1 No such mailbox",
        "Description": "The server was unable to deliver your message",
        "BouncedAt": "2026-03-02T18:00:00Z",
        **changes,
    }
    key = base64.b64encode(secret.encode()).decode()
    return Client(enforce_csrf_checks=True).post(
        ADDRESS,
        json.dumps(event),
        content_type="application/json",
        headers={"Authorization": f"Basic {key}"} if secret else {},
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("_postmark")
def test_a_report_marks_the_address_and_a_second_changes_nothing():
    sent = MessageFactory(sent=True, address="clerk@raytown.example")
    assert [report().status_code, report().status_code] == [200, 200]
    refusal = Refusal.objects.get()
    assert (refusal.address, refusal.source, refusal.words, refusal.message) == (
        "clerk@raytown.example",
        "provider",
        "smtp;550 5.1.1 No such mailbox",
        sent,
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("_postmark")
@pytest.mark.parametrize("secret", ["", "portal:guessed", "other:many-random-sample-words"])
def test_without_the_secret_nothing_is_believed(secret):
    MessageFactory(sent=True, address="clerk@raytown.example")
    assert (report(secret).status_code, Refusal.objects.count()) == (400, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("_postmark")
def test_what_may_be_over_tomorrow_is_believed_and_marks_nothing():
    MessageFactory(sent=True, address="clerk@raytown.example")
    assert report(Type="Transient", TypeCode=2).status_code == 200
    assert Refusal.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("provider", ["", "sendgrid"])
def test_only_the_provider_that_is_in_use_is_listened_to(settings, provider):
    settings.EMAIL_PROVIDER = provider
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    assert report().status_code == 404


def test_every_provider_of_the_settings_has_a_reader_of_its_reports(settings):
    assert sorted(PROVIDERS) == sorted(settings.EMAIL_PROVIDERS)


@pytest.mark.parametrize(
    ("kind", "why", "lasting"),
    [
        (EventType.BOUNCED, RejectReason.BOUNCED, True),
        (EventType.BOUNCED, RejectReason.INVALID, True),
        (EventType.REJECTED, RejectReason.UNSUBSCRIBED, True),
        (EventType.COMPLAINED, RejectReason.SPAM, True),
        (EventType.BOUNCED, RejectReason.TIMED_OUT, False),
        (EventType.BOUNCED, RejectReason.BLOCKED, False),
        (EventType.BOUNCED, RejectReason.SPAM, False),
        (EventType.DEFERRED, None, False),
        (EventType.DELIVERED, None, False),
    ],
)
def test_which_reports_are_about_the_address_for_good(kind, why, lasting):
    assert is_lasting(SimpleNamespace(event_type=kind, reject_reason=why)) is lasting


def http(status):
    answer = Response()
    answer.status_code = status
    return AnymailRequestsAPIError("said no", response=answer if status else None)


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (AnymailRecipientsRefused("inactive"), (post.Refused, True)),
        (http(422), (post.Refused, False)),
        (http(400), (post.Refused, False)),
        (http(401), (post.Unreachable, None)),
        (http(429), (post.Unreachable, None)),
        (http(500), (post.Unreachable, None)),
        (http(None), (post.Unreachable, None)),
    ],
)
def test_a_providers_no_is_final_only_when_it_is_about_the_letter(error, answer):
    found = post._answer(error)
    assert (type(found), getattr(found, "is_of_address", None)) == answer
