"""Deputies of those who are away, what is handed up, ladders of a round, and quiet days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from collaborative.models import Event
from initiatives.models import Review
from notifications.models import Absence, ByClock, LadderKind, Message
from notifications.operations import ladders, reminders
from notifications.operations.letters import Unwanted
from notifications.operations.reminders.relays import ALL_DONE, BACK, DONE, NO_FACILITATOR
from notifications.schedule import Ladder
from tests.conftest import NOON
from tests.factories.agreements import decided
from tests.factories.cities import HolidayFactory
from tests.factories.notifications import AbsenceFactory
from tests.factories.papers import in_force, signed
from tests.notifications.deadlines import FRIDAY, THREE, morning
from tests.notifications.scenes import open_round

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = morning(date(2026, 4, 8))
"""When the signature of an act of March 9 is expected: 30 days later."""


def away(actor, deputy, first=date(2026, 3, 1), last=date(2026, 5, 31)):
    return AbsenceFactory(person=actor.user, deputy=deputy.user, starts_on=first, ends_on=last)


def written(at, kind):
    return [one for one in reminders.remind(at=at) if one.kind == kind]


@pytest.fixture
def unsigned(cities):
    """An agreement that Raytown has adopted and not signed."""
    agreement = in_force(cities["raytown"], cities["grandview"], title="Plows", slug="plows")
    decided(agreement, cities["raytown"], on=date(2026, 3, 9))
    return agreement


def test_a_deputy_gets_what_an_own_office_may_read_and_hears_for_whom(unsigned, clerk_of, staff_of):
    clerk, deputy = clerk_of("raytown"), staff_of("raytown")
    away(clerk, deputy)
    first, second = written(DUE - 7 * DAY, ByClock.SIGNATURE_DUE)
    assert [first.recipient, second.recipient] == [clerk.user, deputy.user]
    assert second.context == first.context | {"for": clerk.user.pk}
    letter = reminders.letter(second, at=DUE - 7 * DAY)
    assert letter.subject == (
        "For Clerk, Raytown, who is away: Signature of Raytown: Plows, Wednesday, April 8, 2026"
    )
    assert "Hello Staff, Raytown," in letter.text
    assert "Clerk, Raytown is away until Sunday, May 31, 2026" in letter.text
    assert "no dated signature is on record" in letter.text


def test_what_the_deputys_office_does_not_open_is_named_and_not_told(evaluator_of, staff_of):
    evaluator, deputy = evaluator_of("raytown"), staff_of("raytown")
    open_round([evaluator], closes_at=FRIDAY, title="Spring round")
    away(evaluator, deputy)
    _own, message = written(THREE, ByClock.REVIEWS_DUE)
    text = reminders.letter(message, at=THREE).text
    assert "- Reviews in “Spring round”\n  Friday, March 13, 2026, 5:00 pm Central" in text
    assert "Your own office does not open it to you" in text
    assert Review.objects.get().entry.proposal.title not in text


def test_a_deputy_who_is_told_anyway_is_told_once(unsigned, clerk_of, liaison_of):
    clerk, liaison = clerk_of("raytown"), liaison_of("raytown")
    away(clerk, liaison)
    told = [one.recipient for one in written(DUE - 7 * DAY, ByClock.SIGNATURE_DUE)]
    assert told == [clerk.user, liaison.user]


def test_the_deputys_letter_stops_when_it_is_done_or_the_person_is_back(
    unsigned, cities, clerk_of, staff_of
):
    clerk, deputy, other = clerk_of("raytown"), staff_of("raytown"), staff_of("raytown")
    absence = away(clerk, deputy)
    at = DUE - 7 * DAY
    _own, message = written(at, ByClock.SIGNATURE_DUE)
    Absence.objects.update(deputy=other.user)
    with pytest.raises(Unwanted, match=BACK):
        reminders.letter(message, at=at)
    Absence.objects.update(deputy=deputy.user, ends_on=absence.starts_on)
    with pytest.raises(Unwanted, match=BACK):
        reminders.letter(message, at=at)
    Absence.objects.update(ends_on=absence.ends_on)
    assert reminders.letter(message, at=at).subject
    signed(unsigned, cities["raytown"])
    with pytest.raises(Unwanted, match=DONE):
        reminders.letter(message, at=at)


def test_before_and_after_the_absence_the_deputy_is_not_written_to(unsigned, clerk_of, staff_of):
    clerk, deputy = clerk_of("raytown"), staff_of("raytown")
    away(clerk, deputy, first=date(2026, 4, 2), last=date(2026, 4, 6))
    days = {
        (one.recipient, one.context["days"])
        for on in (date(2026, 4, 1), date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 8))
        for one in written(morning(on), ByClock.SIGNATURE_DUE)
    }
    own = {(clerk.user, 7), (clerk.user, 3), (clerk.user, 1), (clerk.user, 0)}
    assert days == own | {(deputy.user, 3)}


def test_what_stays_undone_is_asked_for_again_and_handed_up_once(
    unsigned, cities, clerk_of, facilitator
):
    clerk = clerk_of("raytown")
    found = [
        (one.kind, one.recipient, one.context["days"])
        for days in range(-1, 20)
        for one in reminders.remind(at=DUE + days * DAY)
        if one.kind in {ByClock.SIGNATURE_DUE, ByClock.HANDED_UP}
    ]
    assert found == [
        ("reminder.signature", clerk.user, 1),
        ("reminder.signature", clerk.user, 0),
        ("reminder.signature", clerk.user, -7),
        ("reminder.signature", clerk.user, -14),
        ("reminder.handed_up", facilitator.user, -14),
    ]
    message = Message.objects.get(kind=ByClock.HANDED_UP)
    at = DUE + 14 * DAY
    letter = reminders.letter(message, at=at)
    assert letter.subject == ("Overdue: Signature of Raytown: Plows, Wednesday, April 8, 2026")
    assert f"- Clerk, Raytown, {clerk.user.email}" in letter.text
    facilitator.user.offices.update(ends_on=date(2026, 4, 1))
    with pytest.raises(Unwanted, match=NO_FACILITATOR):
        reminders.letter(message, at=at)
    facilitator.user.offices.update(ends_on=None)
    signed(unsigned, cities["raytown"])
    with pytest.raises(Unwanted, match=ALL_DONE):
        reminders.letter(message, at=at)


def test_the_facilitator_hears_the_day_before_who_has_not_sent_in(evaluator_of, facilitator):
    first, second = evaluator_of("raytown"), evaluator_of("grandview")
    open_round([first, second], closes_at=FRIDAY, title="Spring round")
    assert written(FRIDAY - DAY - timedelta(minutes=1), ByClock.HANDED_UP) == []
    (message,) = written(FRIDAY - DAY, ByClock.HANDED_UP)
    letter = reminders.letter(message, at=FRIDAY - DAY)
    assert letter.subject.startswith("Not done yet: Reviews in “Spring round”")
    Review.objects.filter(evaluator=first.user).update(
        state="submitted", declared_at=NOON, submitted_at=NOON
    )
    text = reminders.letter(message, at=FRIDAY - DAY).text
    assert ("Evaluator, Raytown" in text, "Evaluator, Grandview" in text) == (False, True)


def test_a_rounds_own_days_count_from_when_they_were_set(evaluator_of, facilitator):
    evaluator = evaluator_of("raytown")
    round_ = open_round([evaluator], closes_at=FRIDAY)
    own = Ladder(before=(5, 2), hand_up=-2)
    ladders.set_ladder(round_, LadderKind.REVIEWS, own, by=facilitator, at=FRIDAY - 4 * DAY)
    times = [FRIDAY - days * DAY for days in (4, 3, 2, 1)]
    found = [
        (one.kind, one.context["days"])
        for at in times
        for one in reminders.remind(at=at)
        if one.recipient in {evaluator.user, facilitator.user} and one.kind != ByClock.DIGEST
    ]
    assert found == [("reminder.reviews", 2), ("reminder.handed_up", 2)]
    assert Event.objects.about(round_).filter(kind="ladder.set").count() == 1


def test_what_a_gap_left_over_waits_for_the_end_of_the_quiet_hours(evaluator_of):
    open_round([evaluator_of("raytown")], closes_at=datetime(2026, 3, 9, 22, tzinfo=UTC))
    friday, sunday, monday = (datetime(2026, 3, day, 13, tzinfo=UTC) for day in (6, 8, 9))
    found = [written(at, ByClock.REVIEWS_DUE) for at in (sunday, monday)]
    assert [len(rows) for rows in found] == [0, 1]
    assert friday < found[1][0].due_at <= monday


def test_a_citys_own_day_off_moves_its_peoples_reminders_alone(cities, evaluator_of):
    own, other = evaluator_of("raytown"), evaluator_of("grandview")
    open_round([own, other], closes_at=FRIDAY)
    HolidayFactory(organisation=cities["raytown"], on=THREE.date())
    rows = written(THREE, ByClock.REVIEWS_DUE)
    assert [one.recipient for one in rows] == [other.user]
    (later,) = written(morning(THREE.date() + DAY), ByClock.REVIEWS_DUE)
    assert (later.recipient, later.due_at) == (
        own.user,
        morning(THREE.date() + DAY) - timedelta(hours=1),
    )
