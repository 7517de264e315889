"""Who is told what: every kind of event is here or among the silent ones, never in both."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from notifications.catalogue.kinds.ideas import OF_IDEAS
from notifications.catalogue.kinds.promises import OF_PROMISES
from notifications.catalogue.kinds.training import OF_TRAINING
from notifications.catalogue.shapes import Notice
from notifications.models import ByClock, ByRelease

NOTICES: Mapping[StrEnum, Notice] = MappingProxyType({**OF_IDEAS, **OF_PROMISES, **OF_TRAINING})

LABELS: Mapping[str, str] = MappingProxyType(
    {
        ByClock.REVIEWS_DUE: "Reminder of reviews",
        ByClock.CUT_OFF: "Reminder of an agenda cut-off",
        ByClock.TERM_DUE: "Reminder of an agreement’s date",
        ByClock.SIGNATURE_DUE: "Reminder of a signature",
        ByClock.FILING_DUE: "Reminder of a filing",
        ByClock.ASSESSMENT_DUE: "Reminder of training questions",
        ByClock.TRAINING_DUE: "Reminder of training that falls due",
        ByClock.SPONSORSHIP_DUE: "Reminder of a co-sponsor answer",
        ByClock.DECLARATIONS_DUE: "Reminder of declarations",
        ByClock.RETURNED_DUE: "Reminder of a returned proposal",
        ByClock.SEATS_DUE: "Reminder of seats in a course",
        ByClock.REQUEST_DUE: "Reminder of a request for seats",
        ByClock.HANDED_UP: "What others have not done",
        ByClock.DIGEST: "Digest",
        ByRelease.DECIDED: "Notice of a decision",
        **{kind: notice.label for kind, notice in NOTICES.items()},
    }
)
"""What the ledger calls each kind of message."""
