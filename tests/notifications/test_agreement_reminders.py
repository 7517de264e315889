"""Reminders from an agreement's own dates and its papers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement
from notifications.models import Message
from notifications.operations import reminders
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Window
from notifications.operations.digests.periods import reader_of
from notifications.operations.letters import Unwanted
from notifications.operations.reminders.standing import MOVED
from tests.factories.agreements import decided
from tests.factories.cities import CountyFactory
from tests.factories.papers import SIGNED_ON, FilingFactory, in_force, signed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def morning(on: date) -> datetime:
    """8:00 am Central in daylight time."""
    return datetime(on.year, on.month, on.day, 13, tzinfo=UTC)


def written(at: datetime, kind: str) -> list[tuple]:
    reminders.remind(at=at)
    return [
        (message.recipient.name, message.context.get("what", ""), message.context["days"])
        for message in Message.objects.filter(kind=kind, state="due").order_by("pk")
    ]


@pytest.fixture
def offices(clerk_of, liaison_of, facilitator):
    """Who is in charge of an agreement between Raytown and Grandview, and others who are not."""
    return [
        clerk_of("raytown"), liaison_of("raytown"), clerk_of("grandview"), facilitator,
        clerk_of("independence"), liaison_of("blue-springs"),
    ]  # fmt: skip


@pytest.fixture
def pair(cities):
    return [cities["raytown"], cities["grandview"]]


EVERYBODY = [
    "Clerk, Grandview",
    "Clerk, Raytown",
    "Facilitator, Mid-America Regional Council",
    "Liaison, Raytown",
]


def test_the_parties_clerks_and_liaisons_and_the_facilitator_hear_of_a_date_in_time(pair, offices):
    in_force(*pair, term={"months": 12})
    closes = date(2027, 5, 1)
    assert written(morning(closes - timedelta(days=30)) - HOUR, "reminder.term") == []
    first = written(morning(closes - timedelta(days=30)), "reminder.term")
    assert sorted(first) == [(name, "notice_closes", 30) for name in EVERYBODY]
    # That Saturday's reminders come on the Monday after, and on the last workday before it.
    for days, on in ((7, date(2027, 4, 26)), (0, date(2027, 4, 30))):
        Message.objects.filter(state="due").update(state="suppressed", reason="Sample.")
        rung = written(morning(on), "reminder.term")
        assert sorted(rung) == [(name, "notice_closes", days) for name in EVERYBODY]
    Message.objects.filter(state="due").update(state="suppressed", reason="Sample.")
    assert written(morning(closes) + HOUR, "reminder.term") == []


def test_the_letter_names_the_date_and_says_where_and_why(pair, offices):
    in_force(*pair, title="Plows", slug="plows", term={})
    at = morning(date(2027, 6, 24))
    reminders.remind(at=at)
    message = Message.objects.filter(recipient=offices[0].user).get()
    letter = reminders.letter(message, at=at)
    assert letter.subject == "It is renewed, Thursday, July 1, 2027: Plows"
    assert letter.text == (
        "Hello Clerk, Raytown,\n\n"
        "“Plows”: it is renewed, Thursday, July 1, 2027, by its own terms.\n\n"
        "The terms, and what comes next:\n\n"
        "https://portal.sample.example/agreements/plows/term/\n\n"
        "You get this letter because you are the clerk or the liaison of a party, or because you "
        "draft agreements.\n\n"
        "Common Purpose, the portal of the shared-services collaborative: "
        "https://portal.sample.example/\n"
    )


def test_what_ended_moved_or_is_no_longer_theirs_is_not_sent(pair, offices):
    agreement = in_force(
        *pair, term={"effective": "in_force", "effective_on": None, "leave_days": 0}
    )
    at = morning(date(2027, 2, 22))
    reminders.remind(at=at)
    message = Message.objects.filter(recipient=offices[0].user).get()
    assert message.context["what"] == "renewal"
    agreement.parties.filter(organisation=pair[0]).update(left_on=date(2026, 12, 1))
    with pytest.raises(Unwanted, match="no longer this person's"):
        reminders.letter(message, at=at)
    agreement.versions.update(in_force_on=date(2026, 3, 6))
    with pytest.raises(Unwanted, match="was moved"):
        reminders.letter(message, at=at)
    reminders.remind(at=at)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("suppressed", MOVED)
    Agreement.objects.update(state="ended", ended_on=date(2026, 12, 1))
    with pytest.raises(Unwanted, match="there is none any more"):
        reminders.letter(message, at=at)


def test_a_missing_signature_is_asked_for_after_the_act_until_it_is_on_record(pair, offices):
    agreement = in_force(*pair, title="Plows")
    for city in pair:
        decided(agreement, city, on=date(2026, 3, 9))
    signed(agreement, pair[1])
    at = morning(date(2026, 4, 8)) - timedelta(days=7)
    assert sorted(written(at, "reminder.signature")) == [
        ("Clerk, Raytown", "", 7),
        ("Liaison, Raytown", "", 7),
    ]
    message = Message.objects.filter(kind="reminder.signature", recipient=offices[0].user).get()
    letter = reminders.letter(message, at=at)
    assert letter.subject == "No signature of Raytown on record: Plows"
    assert "on Monday, March 9, 2026, and no dated signature" in letter.text
    signed(agreement, pair[0])
    with pytest.raises(Unwanted, match="there is none any more"):
        reminders.letter(message, at=at)


def test_who_signs_without_an_act_is_asked_after_it_came_into_force(pair, marc, facilitator):
    agreement = in_force(*pair, signers=[marc], on=date(2026, 3, 9))
    party = agreement.parties.get(adopts=False)
    reminders.remind(at=morning(date(2026, 4, 7)))
    about = Message.objects.filter(kind="reminder.signature").values_list("about_key", flat=True)
    assert list(about) == [str(party.pk)]


def test_missing_filings_are_asked_for_with_every_gap_until_all_is_filed(pair, offices):
    agreement = in_force(*pair, title="Plows", kind="statement", on=date(2026, 3, 9))
    at = morning(date(2026, 5, 8)) - timedelta(days=3)
    clerks = [name for name in EVERYBODY if not name.startswith("Facilitator")]
    assert sorted(written(at, "reminder.filing")) == [(name, "", 3) for name in clerks]
    message = Message.objects.filter(kind="reminder.filing", recipient=offices[0].user).get()
    text = reminders.letter(message, at=at).text
    assert "- No filing is on record: Keeper of contracts, Grandview.\n- No filing" in text
    for party in agreement.parties.all():
        CountyFactory(organisation=party.organisation)
        FilingFactory(version=agreement.versions.get(), office="keeper", party=party, number="")
    with pytest.raises(Unwanted, match="there is none any more"):
        reminders.letter(message, at=at)


def test_old_records_ask_nobody_for_signatures_or_filings(pair, offices):
    agreement = in_force(*pair, on=date(2021, 4, 13))
    decided(agreement, pair[0], on=date(2021, 4, 13))
    reminders.remind(at=morning(SIGNED_ON))
    assert not Message.objects.filter(kind__in=["reminder.signature", "reminder.filing"]).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_computing_costs_the_same_for_any_number_of_agreements(
    pair, offices, django_assert_num_queries, count
):
    for _ in range(count):
        agreement = in_force(*pair, on=date(2026, 3, 9), term={"effective_on": date(2026, 4, 1)})
        decided(agreement, pair[0], on=date(2026, 3, 9))
    with django_assert_num_queries(34):
        found = reminders.due(at=morning(date(2026, 4, 6)))
    assert found


def test_the_liaisons_digest_shows_the_coming_dates(pair, liaison_of):
    in_force(*pair, title="Plows", term={"review_month": 6, "review_day": 28})
    reader = reader_of(liaison_of("raytown").user, on=date(2027, 6, 20))
    at = morning(date(2027, 6, 20))
    digest = gather(reader, Window(at, at), at=at)
    assert [(item.title, item.words) for item in digest.due] == [
        ("Yearly review: Plows", "Due Monday, June 28, 2027."),
        ("It is renewed: Plows", "Due Thursday, July 1, 2027."),
    ]
    assert digest.deadline == "Monday, June 28, 2027"
