"""What people chose to have once a day or once a week: gathered, told once, asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Audience
from initiatives.operations import talk
from notifications.models import Group, GroupChoice, Message, Pace, Preference
from notifications.models.ledger import GATHERED
from notifications.operations import delivery, muting, outbox, preferences, timely
from tests.factories.notifications import GroupChoiceFactory, PreferenceFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
"""Monday, March 2, 2026, 8:00 am Central."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TUESDAY = MONDAY + DAY


def work(at):
    """What the clock does at a time."""
    outbox.post_events(at=at)
    delivery.deliver(clock=lambda: at)
    timely.remind(at=at)
    delivery.deliver(clock=lambda: at)


def digests(person):
    rows = Message.objects.filter(recipient=person, kind="digest").order_by("pk")
    return list(rows.values_list("key", "state", "reason"))


def daily(person, group=Group.COMMENTS):
    return GroupChoiceFactory(person=person, group=group, pace=Pace.DAILY)


def test_somebody_who_is_no_liaison_gets_what_was_chosen_in_one_letter(author, comment, box):
    daily(author.user)
    work(MONDAY)
    comment(MONDAY + HOUR)
    comment(MONDAY + 2 * HOUR)
    work(MONDAY + 3 * HOUR)
    assert box.taken == []
    work(TUESDAY)
    ((address, mail),) = box.taken
    assert address == author.user.email
    assert mail["Subject"] == "2 items for you"
    words = mail.get_body(("plain",)).get_content()
    assert "What you chose to be told here (2)" in words
    told = "- A comment for you on EJC-2026-014\r\n  Comment, Monday, March 2, 2026."
    assert words.count(told) == 2
    assert words.count("https://portal.sample.example/proposals/EJC-2026-014/talk/") == 2
    assert "chose to have some of your mail once a day or once a week" in words
    digest = Message.objects.get(kind="digest", state="sent")
    assert set(digest.tells.values_list("kind", "reason")) == {("comment.added", GATHERED)}


def test_what_was_told_is_not_told_again_and_nothing_to_tell_is_not_sent(author, comment, box):
    daily(author.user)
    work(MONDAY)
    comment(MONDAY + HOUR)
    for day in range(4):
        work(MONDAY + day * DAY + 2 * HOUR)
    assert [state for _key, state, _reason in digests(author.user)] == [
        "suppressed",
        "sent",
        "suppressed",
        "suppressed",
    ]
    assert len(box.taken) == 1


def test_what_is_weekly_waits_for_its_day_among_daily_digests(author, comment, box):
    GroupChoiceFactory(person=author.user, group=Group.COMMENTS, pace=Pace.WEEKLY)
    daily(author.user, Group.ROUNDS)
    work(MONDAY)
    comment(MONDAY + HOUR)
    for day in range(7):
        work(MONDAY + day * DAY + 2 * HOUR)
    assert box.taken == []
    work(MONDAY + 7 * DAY)
    assert [mail["Subject"] for _address, mail in box.taken] == ["1 item for you"]


def test_what_is_weekly_is_told_a_day_late_where_its_own_day_was_missed(author, comment, box):
    GroupChoiceFactory(person=author.user, group=Group.COMMENTS, pace=Pace.WEEKLY)
    daily(author.user, Group.ROUNDS)
    work(MONDAY + 2 * HOUR)
    comment(MONDAY + 3 * HOUR)
    work(MONDAY + 4 * HOUR)
    work(MONDAY + 8 * DAY)
    assert len(box.taken) == 1
    comment(MONDAY + 8 * DAY + HOUR)
    for day in (9, 10):
        work(MONDAY + day * DAY)
    assert len(box.taken) == 1


def test_a_liaison_reads_the_choice_and_the_city_in_one_letter_each_thing_once(
    liaison_of, proposal, author, box
):
    liaison = liaison_of("raytown").user
    daily(liaison)
    PreferenceFactory(person=liaison, digest="daily")
    work(MONDAY)
    talk.comment(
        proposal,
        audience=Audience.STAFF,
        section="idea",
        text="Sample words.",
        mentioned=[liaison],
        by=author,
        at=MONDAY + HOUR,
    )
    work(MONDAY + 2 * HOUR)
    work(TUESDAY)
    ((_address, mail),) = box.taken
    assert mail["Subject"] == "1 item for Raytown"
    words = mail.get_body(("plain",)).get_content()
    assert "What you chose to be told here (1)" in words
    assert "What is new" not in words


def test_a_liaison_whose_city_digest_is_weekly_gets_the_choice_alone_on_other_days(
    cities, liaison_of, proposal, facilitator, box
):
    liaison = liaison_of("raytown").user
    daily(liaison)
    work(MONDAY)
    returned = ProposalFactory(city=cities["raytown"], state="returned", title="Sample plows")
    work(TUESDAY)
    assert box.taken == []
    work(MONDAY + 7 * DAY)
    ((_address, mail),) = box.taken
    assert returned.title in mail.get_body(("plain",)).get_content()


def test_whatever_the_city_digest_did_not_tell_it_tells_a_week_later(cities, liaison_of):
    liaison = liaison_of("raytown").user
    daily(liaison)
    for day in range(8):
        work(MONDAY + day * DAY)
    last = Message.objects.filter(kind="digest").order_by("pk").last()
    assert last.context["since"] == MONDAY.isoformat()
    assert (last.context["city"], last.context["weekly"]) == (True, True)


def test_what_no_longer_concerns_the_person_or_was_read_or_muted_is_not_told(
    author, comment, proposal, box, client_for
):
    daily(author.user)
    work(MONDAY)
    comment(MONDAY + HOUR)
    work(MONDAY + 2 * HOUR)
    waiting = Message.objects.get(kind="comment.added")
    muting.mute(proposal, by=author, at=MONDAY + 3 * HOUR)
    work(TUESDAY)
    assert box.taken == []
    muting.unmute(author.user.mutes.get(), by=author, at=TUESDAY)
    client_for(author).get(f"/messages/{waiting.pk}/")
    work(TUESDAY + DAY)
    assert box.taken == []


def test_a_digest_is_asked_again_when_it_is_sent(author, comment, proposal, box):
    daily(author.user)
    work(MONDAY)
    comment(MONDAY + HOUR)
    work(MONDAY + 2 * HOUR)
    timely.remind(at=TUESDAY)
    muting.mute(proposal, by=author, at=TUESDAY)
    delivery.deliver(clock=lambda: TUESDAY)
    assert digests(author.user)[-1][1:] == ("suppressed", "There was nothing to tell.")
    assert box.taken == []


def test_whoever_ends_the_digest_gets_none_and_reads_in_the_portal(author, comment, box):
    daily(author.user)
    work(MONDAY)
    comment(MONDAY + HOUR)
    work(MONDAY + 2 * HOUR)
    timely.remind(at=TUESDAY)
    preferences.unsubscribe(author.user, at=TUESDAY)
    delivery.deliver(clock=lambda: TUESDAY)
    assert digests(author.user)[-1][1:] == ("suppressed", "This person wants no digest.")
    assert GroupChoice.objects.get().pace == Pace.NEVER
    assert Message.objects.unread().filter(recipient=author.user).count() == 1


def test_who_chose_nothing_and_is_no_liaison_has_no_digest_at_all(author, comment, box):
    comment(MONDAY + HOUR)
    GroupChoiceFactory(person=author.user, group=Group.ROUNDS, pace=Pace.NEVER)
    work(TUESDAY)
    assert digests(author.user) == []
    assert len(box.taken) == 1


def test_nothing_comes_for_a_time_before_the_choice(author, comment, box):
    comment(MONDAY + HOUR)
    preferences.choose(
        author.user,
        digest="weekly",
        weekday=0,
        hour=8,
        groups={Group.COMMENTS: Pace.WEEKLY},
        by=author,
        at=MONDAY + 2 * HOUR,
    )
    for day in range(1, 7):
        work(MONDAY + day * DAY)
    assert (digests(author.user), box.taken) == ([], [])
    work(MONDAY + 7 * DAY)
    assert [state for _key, state, _reason in digests(author.user)] == ["sent"]
    assert Preference.objects.get().chosen_at == MONDAY + 2 * HOUR


def test_finding_whose_digest_is_due_costs_the_same_for_any_number(staff_of):
    taken = []
    for _ in range(3):
        daily(staff_of("raytown").user)
        timely.remind(at=TUESDAY)
        with CaptureQueriesContext(connection) as asked:
            timely.remind(at=TUESDAY + HOUR)
        taken.append(len(asked))
    assert len(set(taken)) == 1
