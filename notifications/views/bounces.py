"""Where a mail provider reports what came back; each report is signed by a shared secret."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailersend import MailerSendTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from collaborative.http import Request
from notifications.operations import refusals

PROVIDERS: Mapping[str, type[AnymailBaseWebhookView]] = MappingProxyType(
    {
        "brevo": BrevoTrackingWebhookView,
        "mailersend": MailerSendTrackingWebhookView,
        "mailgun": MailgunTrackingWebhookView,
        "mailjet": MailjetTrackingWebhookView,
        "postmark": PostmarkTrackingWebhookView,
        "sendgrid": SendGridTrackingWebhookView,
        "sparkpost": SparkPostTrackingWebhookView,
    }
)
"""Who reads the reports of each provider that the settings know."""
LASTING = frozenset({RejectReason.INVALID, RejectReason.BOUNCED, RejectReason.UNSUBSCRIBED})
"""Reasons that are the address's own; a full mailbox or a blocked sender may be over tomorrow."""


@csrf_exempt  # providers post here; the shared secret in each report is the key
@login_not_required
@require_POST
def bounces(request: Request, provider: str) -> HttpResponse:
    """Take a provider's report; without the secret it is answered as a bad request."""
    if provider != settings.EMAIL_PROVIDER:
        raise Http404
    reader = PROVIDERS[provider]()
    reader.run_validators(request)
    for event in reader.parse_events(request):
        if is_lasting(event):
            words = event.mta_response or event.description or event.event_type
            refusals.bounced(event.recipient, words=words, at=timezone.now())
    return HttpResponse()


def is_lasting(event: AnymailTrackingEvent) -> bool:
    """Tell whether an address takes no more mail, or its reader wants none."""
    if event.event_type == EventType.COMPLAINED:
        return True
    came_back = event.event_type in {EventType.BOUNCED, EventType.REJECTED}
    return came_back and event.reject_reason in LASTING
