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
    PACKET_EXPORTED = "agreement.packet_exported"


class ActEvent(StrEnum):
    """What a council did."""

    RECORDED = "act.recorded"
    CHANGED = "act.changed"
    COMPLETED = "act.completed"
    CORRECTED = "act.corrected"
    FOLLOWED = "act.followed"
    IMPORTED = "act.imported"
