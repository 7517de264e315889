"""What exists for telling people."""

from notifications.models.absences import Absence
from notifications.models.addresses import Refusal
from notifications.models.calendars import CalendarEntry
from notifications.models.choices import Group, GroupChoice, Mute, Pace
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
    "CalendarEntry",
    "Group",
    "GroupChoice",
    "Heartbeat",
    "LadderKind",
    "LetterWording",
    "Message",
    "Mute",
    "NoticeTemplate",
    "Pace",
    "Posting",
    "Preference",
    "PreparedNotice",
    "Readers",
    "Refusal",
    "RoundLadder",
    "Whereabouts",
]
