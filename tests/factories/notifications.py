"""Messages, postings, preferences, heartbeats."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from notifications.models import (
    Absence,
    CalendarEntry,
    Group,
    GroupChoice,
    Heartbeat,
    LadderKind,
    LetterWording,
    Message,
    Mute,
    NoticeTemplate,
    Pace,
    Posting,
    Preference,
    PreparedNotice,
    Readers,
    Refusal,
    RoundLadder,
    Whereabouts,
)
from notifications.models.ledger import message_id
from notifications.models.whereabouts import here
from tests.factories.people import EventFactory, UserFactory
from tests.factories.rounds import RoundFactory

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class MessageFactory(DjangoModelFactory):
    """A message that waits to be sent; the traits bring it into the other states."""

    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(
            state=Message.State.SENT,
            sent_at=NOON,
            subject="A sample subject",
            body_text="Sample words.",
            attempts=1,
        )
        failed = factory.Trait(
            state=Message.State.FAILED, last_error="550 No such mailbox", attempts=1
        )
        suppressed = factory.Trait(
            state=Message.State.SUPPRESSED, reason="There was nothing to tell."
        )
        held = factory.Trait(state=Message.State.HELD)
        leased = factory.Trait(
            state=Message.State.LEASED, lease_until=NOON + Message.LEASE, attempts=1
        )

    key = factory.Sequence(lambda n: f"sample:{n}")
    kind = "digest"
    recipient = factory.SubFactory(UserFactory)
    address = factory.LazyAttribute(lambda message: message.recipient.email)
    about_type = "collaborative.user"
    about_key = "1"
    due_at = NOON
    message_id = factory.LazyAttribute(lambda message: message_id(message.key))


class PostingFactory(DjangoModelFactory):
    """An event that is dealt with."""

    class Meta:
        model = Posting

    event = factory.SubFactory(EventFactory)
    at = NOON


class PreferenceFactory(DjangoModelFactory):
    """Somebody who wants the weekly digest."""

    class Meta:
        model = Preference

    person = factory.SubFactory(UserFactory)


class HeartbeatFactory(DjangoModelFactory):
    """The clock, which was alive at noon."""

    class Meta:
        model = Heartbeat

    part = Heartbeat.Part.BEAT
    at = NOON


class WhereaboutsFactory(DjangoModelFactory):
    """A database that lives where mail last went out, at noon; the trait holds its mail."""

    class Meta:
        model = Whereabouts

    class Params:
        held = factory.Trait(held_at=NOON, held_because="A sample backup was restored.")

    place = factory.LazyFunction(here)
    seen_at = NOON


class NoticeTemplateFactory(DjangoModelFactory):
    """A wording for the authors of what is recommended; the results of its round are frozen."""

    class Meta:
        model = NoticeTemplate

    readers = Readers.AUTHORS
    outcome = "recommended"
    subject = "About {title}"
    text = "It is {outcome}."
    by = factory.SubFactory(UserFactory)
    at = NOON


class PreparedNoticeFactory(DjangoModelFactory):
    """A notice to an evaluator that is held back; the results of its round are frozen."""

    class Meta:
        model = PreparedNotice

    readers = Readers.EVALUATORS
    recipient = factory.SubFactory(UserFactory)
    held_because = "Told in person."
    by = factory.SubFactory(UserFactory)
    at = NOON


class LetterWordingFactory(DjangoModelFactory):
    """The first wording of the letter about a proposal that was returned."""

    class Meta:
        model = LetterWording

    letter = "proposal_returned"
    number = 1
    opening = "A sample opening about {title}."
    by = factory.SubFactory(UserFactory)
    at = NOON


class RefusalFactory(DjangoModelFactory):
    """Mail to an address came back; the trait says that it was let be tried again."""

    class Meta:
        model = Refusal

    class Params:
        cleared = factory.Trait(cleared_at=NOON, cleared_by=factory.SubFactory(UserFactory))

    address = factory.Sequence(lambda n: f"gone-{n}@sample.example")
    at = NOON
    source = Refusal.Source.SERVER
    words = "550 5.1.1 No such mailbox"


class RoundLadderFactory(DjangoModelFactory):
    """A round that reminds of its reviews five days and one day before the close."""

    class Meta:
        model = RoundLadder

    round = factory.SubFactory(RoundFactory)
    kind = LadderKind.REVIEWS
    before = (5, 1)
    by = factory.SubFactory(UserFactory)
    at = NOON


class AbsenceFactory(DjangoModelFactory):
    """Somebody who is away for a week, with a deputy."""

    class Meta:
        model = Absence

    person = factory.SubFactory(UserFactory)
    deputy = factory.SubFactory(UserFactory)
    starts_on = date(2026, 3, 2)
    ends_on = date(2026, 3, 8)


class GroupChoiceFactory(DjangoModelFactory):
    """Somebody who wants comments once a day."""

    class Meta:
        model = GroupChoice

    person = factory.SubFactory(UserFactory)
    group = Group.COMMENTS
    pace = Pace.DAILY
    chosen_at = NOON


class MuteFactory(DjangoModelFactory):
    """Somebody who muted a round."""

    class Meta:
        model = Mute

    person = factory.SubFactory(UserFactory)
    about_type = "initiatives.round"
    about_key = "1"
    since = NOON


class CalendarEntryFactory(DjangoModelFactory):
    """A deadline that stood in somebody's calendar."""

    class Meta:
        model = CalendarEntry

    person = factory.SubFactory(UserFactory)
    kind = "reminder.reviews"
    name = factory.Sequence(str)
    changed_at = NOON
    deadline = NOON
    title = "Reviews in a sample round"
    url = "https://portal.sample.example/reviews/"
