"""What exists for telling people."""

from notifications.models.absences import Absence
from notifications.models.addresses import Refusal
from notifications.models.clock import Heartbeat, Posting
from notifications.models.ladders import LadderKind, RoundLadder
from notifications.models.ledger import ByClock, ByRelease, Message
from notifications.models.notices import NoticeTemplate, PreparedNotice, Readers
from notifications.models.people import Preference
from notifications.models.whereabouts import Whereabouts
from notifications.models.wordings import LetterWording

__all__ = [
    "Absence",
    "ByClock",
    "ByRelease",
    "Heartbeat",
    "LadderKind",
    "LetterWording",
    "Message",
    "NoticeTemplate",
    "Posting",
    "Preference",
    "PreparedNotice",
    "Readers",
    "Refusal",
    "RoundLadder",
    "Whereabouts",
]
