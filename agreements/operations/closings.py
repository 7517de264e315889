"""Closing a document to the public, and opening it again: added to the record, never taken out."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agreements import rules
from agreements.events import AgreementEvent
from agreements.models import Closing, Document
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment


def close(document: Document, *, provision: str, citation: str, by: Actor, at: datetime) -> Closing:
    """Close a document under a provision of the open records law.

    Raises StaleState, naming who and when, when somebody closed it before.
    """
    if reason := rules.why_not_part_documents(by, document):
        raise PermissionDenied(reason)
    assert by.user is not None
    try:
        with transaction.atomic():
            closing = Closing.objects.create(
                document=document,
                provision=provision,
                citation=" ".join(citation.split()),
                closed_by=by.user,
                office=by.title[:200],
                closed_at=at,
            )
            _tell(AgreementEvent.DOCUMENT_CLOSED, closing, by=by, at=at)
    except IntegrityError as error:
        raise StaleState(_first(document)) from error
    return closing


@transaction.atomic
def reopen(document: Document, *, reason: str, by: Actor, at: datetime) -> Closing:
    """Open a closed document to everybody who may read the agreement.

    Raises StaleState when it is open already.
    """
    if why_not := rules.why_not_part_documents(by, document):
        raise PermissionDenied(why_not)
    closing = (
        Closing.objects.select_for_update().filter(document=document, reopened_at=None).first()
    )
    if closing is None:
        raise StaleState("This document is open already; somebody opened it before you.")
    closing.reopened_by, closing.reopened_at = by.user, at
    closing.reason = " ".join(reason.split())
    closing.save(update_fields=["reopened_by", "reopened_at", "reason"])
    _tell(AgreementEvent.DOCUMENT_REOPENED, closing, by=by, at=at)
    return closing


def _tell(kind: AgreementEvent, closing: Closing, *, by: Actor, at: datetime) -> None:
    """Record what happened, without a word of what the document is."""
    Event.objects.record(
        kind,
        closing.document.filed_with,
        by=by,
        at=at,
        document=closing.document.pk.hex,
        under=closing.under,
        reason=closing.reason,
    )


def _first(document: Document) -> str:
    closing = document.closings.filter(reopened_at=None).select_related("closed_by").first()
    who = f"{closing.closed_by} closed it on {moment(closing.closed_at)}" if closing else "it is"
    return f"This document is closed already: {who}. Nothing was written twice."
