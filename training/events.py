"""What can happen in training."""

from enum import StrEnum


class AssessmentEvent(StrEnum):
    """The life of a needs assessment."""

    PREPARED = "assessment.prepared"
    CHANGED = "assessment.changed"
    OPENED = "assessment.opened"
    EXTENDED = "assessment.extended"
    CLOSED = "assessment.closed"
    WITHDRAWN = "assessment.withdrawn"


class AnswersEvent(StrEnum):
    """What happens to who is asked, and to answers: told of the assessment, never of a person.

    Administrators read events; who has answered, and what, is for the analyst alone. Only a look
    at somebody's answers names whose they were.
    """

    RESPONDENTS_ADDED = "answers.respondents_added"
    RESPONDENTS_REMOVED = "answers.respondents_removed"
    BEGUN = "answers.begun"
    SENT = "answers.sent"
    REOPENED = "answers.reopened"
    ENTERED = "answers.entered_from_paper"
    READ = "answers.read"


class ProgrammeEvent(StrEnum):
    """The life of a shared course under study."""

    BEGUN = "programme.begun"
    CHANGED = "programme.changed"
    JUDGED = "programme.judged"
    PROPOSED = "programme.proposed"
    AGREED = "programme.drafted_as_agreement"
    CAME_BACK = "programme.came_back"
    DROPPED = "programme.dropped"


class RollEvent(StrEnum):
    """What happens to training records."""

    ENTERED = "trainee.entered"
    MOVED = "trainee.changed"
    BOUND = "duty.bound"
    FREED = "duty.ended"
    COMPLETED = "completion.recorded"
    PUT_RIGHT = "completion.put_right"
    COUNTED = "requirement.counted"


class SeatRequestEvent(StrEnum):
    """The life of a city's wish for seats."""

    ASKED = "seats.asked"
    ACCEPTED = "seats.accepted"
    DECLINED = "seats.declined"
    MET = "seats.met"
    WITHDRAWN = "seats.withdrawn"


class SafetyEvent(StrEnum):
    """What is reported of safety at work."""

    REPORTED = "incident.reported"
    PUT_RIGHT = "incident.put_right"
    HOURS = "exposure.reported"
    HOURS_PUT_RIGHT = "exposure.put_right"


class VenueEvent(StrEnum):
    """Rooms in which courses are held."""

    ADDED = "venue.added"
    CHANGED = "venue.changed"


class CohortEvent(StrEnum):
    """The life of a cohort."""

    PLANNED = "cohort.planned"
    CHANGED = "cohort.changed"
    MOVED = "cohort.moved"
    OPENED = "cohort.opened"
    BEGUN = "cohort.begun"
    ATTENDED = "cohort.attended"
    HELD = "cohort.held"
    CANCELLED = "cohort.cancelled"
    FOLLOWED_UP = "cohort.followed_up"


class EnrolmentEvent(StrEnum):
    """The life of one person's place in a cohort."""

    ENROLLED = "enrolment.enrolled"
    QUEUED = "enrolment.queued"
    MOVED_UP = "enrolment.moved_up"
    WITHDRAWN = "enrolment.withdrawn"
    COMPLETED = "enrolment.completed"
    MISSED = "enrolment.missed"


class CertificateEvent(StrEnum):
    """A certificate is issued, and withdrawn when it is wrong."""

    ISSUED = "certificate.issued"
    WITHDRAWN = "certificate.withdrawn"


class CalendarFeedEvent(StrEnum):
    """A person makes, renews and gives up the secret address of a calendar."""

    MADE = "calendar_feed.made"
    REVOKED = "calendar_feed.revoked"


class YearPlanEvent(StrEnum):
    """The life of a year's plan."""

    PREPARED = "year_plan.prepared"
    CHANGED = "year_plan.changed"
    ASKED = "year_plan.asked"
    BEGUN = "year_plan.begun"
    READY = "year_plan.ready"
    INFEASIBLE = "year_plan.infeasible"
    FAILED = "year_plan.failed"
    CANCELLED = "year_plan.cancelled"
    ADOPTED = "year_plan.adopted"


class CatalogueEvent(StrEnum):
    """What happens to courses, and to the topics, families and requirements around them."""

    COURSE_ADDED = "course.added"
    COURSE_CHANGED = "course.changed"
    COURSE_RETIRED = "course.retired"
    COURSE_RESUMED = "course.resumed"
    TOPIC_ADDED = "topic.added"
    TOPIC_CHANGED = "topic.changed"
    FAMILY_ADDED = "family.added"
    FAMILY_CHANGED = "family.changed"
    REQUIREMENT_ADDED = "requirement.added"
    REQUIREMENT_CHANGED = "requirement.changed"


class GapsEvent(StrEnum):
    """Who looked at figures of groups under five."""

    LOOKED = "gaps.looked_at_exactly"
