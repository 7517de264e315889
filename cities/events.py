"""What can happen to the members and their people."""

from enum import StrEnum


class InvitationEvent(StrEnum):
    """The life of an invitation."""

    SENT = "invitation.sent"
    ACCEPTED = "invitation.accepted"
    REVOKED = "invitation.revoked"


class OfficeEvent(StrEnum):
    """A person takes an office, and leaves it."""

    TAKEN = "office.taken"
    ENDED = "office.ended"


class DepartmentEvent(StrEnum):
    """A city names a department."""

    ADDED = "department.added"


class BodyEvent(StrEnum):
    """A body that is a party to agreements is named."""

    ADDED = "body.added"


class MembershipEvent(StrEnum):
    """A city joins the collaborative by adopting its statement of common purpose."""

    JOINED = "membership.joined"


class CompositionEvent(StrEnum):
    """What a council is made of."""

    STATED = "composition.stated"


class CouncilMeetingEvent(StrEnum):
    """A council's calendar."""

    PLANNED = "council_meeting.planned"
    CHANGED = "council_meeting.changed"
    CANCELLED = "council_meeting.cancelled"


class HolidayEvent(StrEnum):
    """The days on which a body's offices are closed."""

    PUT_ON_LIST = "holiday.put_on_list"
    TAKEN_OFF = "holiday.taken_off"
