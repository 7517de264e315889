"""What can happen to agreements and councils' acts."""

from enum import StrEnum


class AgreementEvent(StrEnum):
    """The life of an agreement."""

    DRAFTED = "agreement.drafted"
    CHANGED = "agreement.changed"
    CIRCULATED = "agreement.circulated"
    WITHDRAWN = "agreement.withdrawn"
    IN_FORCE = "agreement.in_force"
    REOPENED = "agreement.reopened"
    ENDED = "agreement.ended"
    DOCUMENT_ADDED = "agreement.document_added"
    DOCUMENT_CLOSED = "agreement.document_closed"
    DOCUMENT_REOPENED = "agreement.document_reopened"
    PACKET_EXPORTED = "agreement.packet_exported"
    PACKET_EXPORTED_IN_BULK = "agreement.packet_exported_in_bulk"
    SIGNED = "agreement.signed"
    SIGNATURE_CORRECTED = "agreement.signature_corrected"
    FILED = "agreement.filed"
    FILING_CORRECTED = "agreement.filing_corrected"
    NOTICE_GIVEN = "agreement.notice_given"
    NOTICE_CORRECTED = "agreement.notice_corrected"
    PARTY_LEFT = "agreement.party_left"
    RENEWED = "agreement.renewed"
    EXPIRED = "agreement.expired"


class VersionEvent(StrEnum):
    """The making of a text: later versions, exhibits, the checked terms."""

    BEGUN = "version.begun"
    CHANGED = "version.changed"
    SHARED = "version.shared"
    DROPPED = "version.dropped"
    CIRCULATED = "version.circulated"
    EXHIBIT_ADDED = "version.exhibit_added"
    EXHIBIT_REMOVED = "version.exhibit_removed"
    EXHIBITS_ORDERED = "version.exhibits_ordered"
    CHECKED = "version.checked"


class PartyCommentEvent(StrEnum):
    """What the parties said of a text."""

    ADDED = "party_comment.added"
    ANSWERED = "party_comment.answered"


class ActEvent(StrEnum):
    """What a council did."""

    RECORDED = "act.recorded"
    CHANGED = "act.changed"
    COMPLETED = "act.completed"
    CORRECTED = "act.corrected"
    FOLLOWED = "act.followed"
    IMPORTED = "act.imported"


class ExportEvent(StrEnum):
    """The life of an export of many packets."""

    ASKED = "export.asked"
    BEGUN = "export.begun"
    READY = "export.ready"
    FAILED = "export.failed"
    CANCELLED = "export.cancelled"
    EXPIRED = "export.expired"
    TAKEN = "export.taken"


class RecordEvent(StrEnum):
    """What came in from a council's own legislative system."""

    KEPT = "record.kept"
