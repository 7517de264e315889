"""What people do with their mail and with the ledger."""

from enum import StrEnum


class MessageEvent(StrEnum):
    """What a person does to a message; what the clockwork does stands in the ledger itself."""

    SENT_AGAIN = "message.sent_again"


class MailEvent(StrEnum):
    """What happens to all mail at once."""

    HELD = "mail.held"
    RELEASED = "mail.released"


class NoticeEvent(StrEnum):
    """What a facilitator does to the notices of a round before its release."""

    WORDED = "notice.worded"
    HELD = "notice.held_back"
    LET_GO = "notice.let_go"


class LetterEvent(StrEnum):
    """What a facilitator does to a kind of letter."""

    WORDED = "letter.worded"


class AddressEvent(StrEnum):
    """What a person does about an address that mail came back from."""

    TRIED_AGAIN = "address.tried_again"


class PreferenceEvent(StrEnum):
    """How often a person wants the digest, and how soon other mail."""

    CHANGED = "preference.changed"
    UNSUBSCRIBED = "preference.unsubscribed"


class LadderEvent(StrEnum):
    """On which days a round reminds people."""

    SET = "ladder.set"
    STANDARD = "ladder.standard"


class AbsenceEvent(StrEnum):
    """Somebody is away, and who stands in."""

    ANNOUNCED = "absence.announced"
    ENDED = "absence.ended"


class MuteEvent(StrEnum):
    """Of which things a person wants no mail but what duty demands."""

    MUTED = "mute.set"
    UNMUTED = "mute.lifted"
