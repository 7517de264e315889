"""Adding files to a proposal and removing them: the row and the file come and go together."""

import hashlib
from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from collaborative.files import no_stray_file
from collaborative.models import Actor, Event
from collaborative.uploads import Upload
from initiatives.events import ProposalEvent
from initiatives.models import Attachment, Proposal
from initiatives.rules import attachments as rules


def attach(proposal: Proposal, *, upload: Upload, by: Actor, at: datetime) -> Attachment:
    """Keep a checked file with a proposal and return its row; the same file again is the same row.

    Raises PermissionDenied when the text is closed or the files would have too much together.
    """
    sha256 = hashlib.sha256(upload.content).hexdigest()
    attachment = Attachment(
        proposal=proposal,
        name=upload.name,
        size=len(upload.content),
        sha256=sha256,
        media_type=upload.media_type,
        added_by=by.user,
        added_at=at,
    )
    with no_stray_file(attachment.file, upload.name), transaction.atomic():
        current = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if reason := rules.why_not_attach(by, current):
            raise PermissionDenied(reason)
        if kept := current.attachments.filter(sha256=sha256, name=upload.name).first():
            return kept
        if reason := rules.why_not_fit(current, len(upload.content)):
            raise PermissionDenied(reason)
        attachment.file.save(upload.name, ContentFile(upload.content), save=False)
        attachment.save(force_insert=True)
        Event.objects.record(
            ProposalEvent.FILE_ADDED, proposal, by=by, at=at, name=upload.name, sha256=sha256
        )
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: Actor, at: datetime) -> None:
    """Remove a file; the record of events keeps its name and digest."""
    current = Proposal.objects.select_for_update().get(pk=attachment.proposal_id)
    if reason := rules.why_not_attach(by, current):
        raise PermissionDenied(reason)
    removed, _ = Attachment.objects.filter(pk=attachment.pk).delete()
    if not removed:
        return
    Event.objects.record(
        ProposalEvent.FILE_REMOVED,
        current,
        by=by,
        at=at,
        name=attachment.name,
        sha256=attachment.sha256,
    )
    transaction.on_commit(partial(attachment.file.delete, save=False))
