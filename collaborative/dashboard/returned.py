"""That mail to somebody comes back, until it is put right."""

from datetime import datetime

from django.urls import reverse

from collaborative.dashboard.panel import Panel, Task
from collaborative.models import Actor
from collaborative.wording import moment
from notifications.models import Refusal


def returned_mail(actor: Actor, at: datetime) -> list[Panel]:
    """The panel of whoever gets no mail because it came back; none for anybody else. One query."""
    del at
    if actor.user is None:
        return []
    refusal = Refusal.objects.standing().of(actor.user.email).first()
    if refusal is None:
        return []
    task = Task(
        f"Mail to {refusal.address} comes back",
        reverse("notifications:mine"),
        f"Since {moment(refusal.at)} nothing is sent there. Enter another address, or let this "
        "one be tried again",
    )
    return [Panel("Your address", (task,), nothing="")]
