"""Digests for liaisons."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agreements.models import Act
from collaborative.models import PORTAL, Event
from initiatives.events import ProposalEvent, RoundEvent
from initiatives.models import Review
from notifications.models import Message, Preference
from notifications.operations import delivery, digests, preferences, timely
from notifications.operations.digests import periods
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Window
from notifications.operations.letters import Unwanted
from tests.conftest import NOON
from tests.factories.agreements import ActFactory
from tests.factories.cities import OfficeFactory
from tests.factories.notifications import MessageFactory, PreferenceFactory
from tests.factories.proposals import ProposalFactory
from tests.notifications.scenes import CLOSE, adopted_by, circulated, open_round

MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)
"""March 2 and 9, 2026, 8:00 am Central each; between them daylight time begins."""
CHICAGO = ZoneInfo("America/Chicago")
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("raytown")


def record(kind, about, at=MONDAY - DAY, by=PORTAL, **detail):
    return Event.objects.record(kind, about, by=by, at=at, **detail)


def news_for_raytown(cities, at=MONDAY - DAY):
    """A proposal of Raytown that was sent in."""
    proposal = ProposalFactory(city=cities["raytown"], state="submitted", title="Sample fleet")
    record(ProposalEvent.SUBMITTED, proposal, at=at)
    return proposal


def write(at):
    timely.remind(at=at)
    fields = ("key", "state", "reason")
    return list(Message.objects.order_by("pk").values_list(*fields))


def gathered(liaison, since=MONDAY - WEEK, until=MONDAY, at=MONDAY):
    reader = periods.reader_of(liaison.user, on=at.date())
    return gather(reader, Window(since, until), at=at)


def test_a_digest_is_written_once_for_its_monday_at_eight(cities, liaison):
    news_for_raytown(cities)
    key = f"digest:{liaison.user.pk}:2026-03-02"
    assert write(MONDAY - timedelta(seconds=1)) == [
        (f"digest:{liaison.user.pk}:2026-02-23", "suppressed", "There was nothing to tell.")
    ]
    for at in (MONDAY, MONDAY, MONDAY + timedelta(hours=3), MONDAY + 6 * DAY):
        assert write(at)[1:] == [(key, "due", "")]


def test_a_digest_with_nothing_to_tell_is_not_sent_and_its_slot_is_done_with(cities, liaison):
    key = f"digest:{liaison.user.pk}:2026-03-02"
    nothing = (key, "suppressed", "There was nothing to tell.")
    assert write(MONDAY) == [nothing]
    news_for_raytown(cities, at=MONDAY + timedelta(hours=1))
    assert write(MONDAY + timedelta(hours=2)) == [nothing]
    assert write(MONDAY + WEEK)[1][1:] == ("due", "")


def test_after_a_gap_of_weeks_one_digest_is_written_not_one_for_each_week(cities, liaison):
    news_for_raytown(cities)
    write(MONDAY)
    news_for_raytown(cities, at=MONDAY + 20 * DAY)
    keys = [key for key, _state, _reason in write(MONDAY + 3 * WEEK + 2 * DAY)]
    assert keys == [f"digest:{liaison.user.pk}:{on}" for on in ("2026-03-02", "2026-03-23")]


def since(at):
    """Since when the digest due at that time tells."""
    return datetime.fromisoformat(Message.objects.get(due_at=at).context["since"])


def test_a_digest_begins_where_the_last_one_that_was_sent_ended(cities, liaison):
    news_for_raytown(cities)
    write(MONDAY)
    second, third = NEXT_MONDAY, NEXT_MONDAY + WEEK
    write(second)
    Message.objects.filter(due_at=second).update(state="leased", lease_until=second)
    Message.objects.filter(due_at=second).update(
        state="sent", lease_until=None, sent_at=second, subject="A", body_text="B"
    )
    write(third)
    # The first did not go out, so the second tells from where the first began.
    assert [since(MONDAY), since(second), since(third)] == [
        MONDAY - WEEK,
        MONDAY - WEEK,
        NEXT_MONDAY,
    ]


def test_a_digest_looks_back_a_month_at_most(cities, liaison):
    write(MONDAY - 20 * WEEK)
    Message.objects.update(state="due", reason="")
    news_for_raytown(cities)
    write(MONDAY)
    assert since(MONDAY) == MONDAY - 31 * DAY


def test_nobody_gets_a_digest_for_a_time_before_the_office_or_the_choice(cities):
    later = MONDAY.date() + DAY
    office = OfficeFactory(organisation=cities["raytown"], role="liaison", starts_on=later)
    assert write(MONDAY + 2 * DAY) == []
    preferences.choose(
        office.person, digest="weekly", weekday=1, hour=8, by=PORTAL, at=MONDAY + 2 * DAY
    )
    assert write(MONDAY + 3 * DAY) == []
    assert [key for key, *_rest in write(MONDAY + 8 * DAY)] == [
        f"digest:{office.person.pk}:2026-03-10"
    ]


def test_a_daily_digest_comes_daily_and_never_means_never(cities, liaison_of):
    daily, never = liaison_of("raytown"), liaison_of("raytown")
    PreferenceFactory(person=daily.user, digest="daily", hour=6)
    PreferenceFactory(person=never.user, digest="never")
    for day in range(3):
        write(MONDAY + day * DAY)
    assert list(Message.objects.order_by("pk").values_list("key", flat=True)) == [
        f"digest:{daily.user.pk}:2026-03-0{day}" for day in (2, 3, 4)
    ]
    assert since(MONDAY - timedelta(hours=2)) == MONDAY - timedelta(hours=26)


@pytest.mark.parametrize(
    "morning", [datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 3, 14, tzinfo=UTC)]
)
def test_on_the_days_the_clock_changes_one_daily_digest_comes_at_eight(liaison, morning):
    PreferenceFactory(person=liaison.user, digest="daily")
    at = morning - DAY
    while at < morning + 2 * DAY:
        timely.remind(at=at)
        at += timedelta(minutes=30)
    keys = Message.objects.order_by("pk").values_list("key", flat=True)
    dates = [key.rpartition(":")[2] for key in keys]
    assert dates == sorted(set(dates))
    hours = {row.due_at.astimezone(CHICAGO).hour for row in Message.objects.all()}
    assert hours == {8}


def test_offices_that_get_no_digest_get_none(staff_of, clerk_of, facilitator, administrator):
    staff_of("raytown")
    clerk_of("raytown")
    assert write(MONDAY) == []


def test_a_liaison_of_two_cities_gets_one_digest_for_both(cities, liaison):
    OfficeFactory(person=liaison.user, organisation=cities["grandview"], role="liaison")
    assert len(write(MONDAY)) == 1
    assert periods.reader_of(liaison.user, on=MONDAY.date()).names == "Grandview and Raytown"


def test_each_thing_is_told_once_where_it_matters_most(cities, liaison, evaluator_of):
    returned = ProposalFactory(city=cities["raytown"], state="returned", title="Sample returned")
    record(ProposalEvent.RETURNED, returned)
    submitted = news_for_raytown(cities)
    ours = open_round([evaluator_of("raytown")], entries=2, title="Sample round")
    record(RoundEvent.OPENED, ours)
    theirs = open_round([evaluator_of("grandview")], title="Other round", closes_at=CLOSE - DAY)
    waiting = circulated(cities["raytown"], cities["grandview"], title="Sample agreement")
    record("agreement.circulated", waiting)
    digest = gathered(liaison)
    told = {
        "waiting": [(item.title, item.words) for item in digest.waiting],
        "due": [(item.title, item.words) for item in digest.due],
        "new": [(item.title, item.words) for item in digest.new],
        "standing": [(item.title, item.words) for item in digest.standing],
    }
    assert told == {
        "waiting": [
            (
                "Sample agreement",
                (
                    "There is no record of an act by Raytown's council. Not in force by this "
                    "record: 0 of 2 councils adopted this text. No record: Grandview and Raytown."
                ),
            ),
            (
                "Sample round",
                (
                    "Not in yet: 2 reviews by evaluators of Raytown. The round closes on Tuesday, "
                    "March 10, 2026, 5:00 pm Central."
                ),
            ),
            (
                f"{returned.reference} Sample returned",
                "Returned on Monday, February 2, 2026; its authors can send it in again.",
            ),
        ],
        "due": [("Other round", "The round closes on Monday, March 9, 2026, 5:00 pm Central.")],
        "new": [(f"{submitted.reference} Sample fleet", "Was sent in on Sunday, March 1, 2026.")],
        "standing": [],
    }
    assert digest.deadline == "Monday, March 9, 2026, 5:00 pm Central"
    assert theirs.closes_at == CLOSE - DAY
    assert [item.key for item in digest.items] == list(
        dict.fromkeys(item.key for item in digest.items)
    )


def test_where_our_agreements_stand_elsewhere_is_told_beside_but_never_alone(cities, liaison):
    agreement = circulated(cities["raytown"], cities["grandview"])
    adopted_by(agreement, cities["raytown"])
    alone = gathered(liaison)
    assert [item.words for item in alone.standing] == [
        "Not in force by this record: 1 of 2 councils adopted this text. No record: Grandview."
    ]
    assert alone.is_empty
    news_for_raytown(cities)
    assert not gathered(liaison).is_empty


def test_what_happened_to_one_thing_is_one_item(cities, liaison):
    proposal = news_for_raytown(cities)
    record(ProposalEvent.ACCEPTED, proposal, at=MONDAY - timedelta(hours=2))
    (item,) = gathered(liaison).new
    assert item.words == (
        "Was sent in on Sunday, March 1, 2026; "
        "was accepted for evaluation on Monday, March 2, 2026."
    )
    assert item.url == f"https://portal.sample.example/proposals/{proposal.reference}/"


def test_a_councils_act_and_a_city_that_joined_are_news(cities, liaison):
    agreement = circulated(cities["raytown"], cities["grandview"])
    for city in ("raytown", "grandview"):
        adopted_by(agreement, cities[city])
    type(agreement).objects.update(state="in_force", in_force_on=MONDAY.date())
    for act in Act.objects.filter(party__agreement=agreement).order_by("pk"):
        voted(act)
    record("agreement.in_force", agreement)
    record("membership.joined", cities["grandview"])
    digest = gathered(liaison)
    assert [(item.title, item.words) for item in digest.acted] == [
        (
            "Sample agreement",
            (
                "Grandview’s council passed it on Monday, March 2, 2026. "
                "Raytown’s council passed it on Monday, March 2, 2026. "
                "Is in force on Sunday, March 1, 2026."
            ),
        ),
    ]
    assert [(item.title, item.words) for item in digest.new] == [
        ("Grandview", "Joined the collaborative on Sunday, March 1, 2026."),
    ]
    assert not digest.is_empty


def test_what_other_councils_did_stands_beside_what_waits_for_the_own(cities, liaison):
    agreement = circulated(cities["raytown"], cities["grandview"])
    adopted_by(agreement, cities["grandview"])
    voted(Act.objects.get())
    digest = gathered(liaison)
    assert [item.words for item in digest.waiting] == [
        (
            "There is no record of an act by Raytown's council. Not in force by this record: "
            "1 of 2 councils adopted this text. No record: Raytown. "
            "Grandview’s council passed it on Monday, March 2, 2026."
        )
    ]
    assert (digest.acted, digest.new) == ((), ())


@pytest.mark.parametrize(
    ("kind", "result", "said"),
    [
        ("act.recorded", "pending", "Grandview’s council took it up on Sunday, March 1, 2026."),
        (
            "act.completed",
            "failed",
            "Grandview’s council did not pass it on Sunday, March 1, 2026.",
        ),
        (
            "act.corrected",
            "passed",
            "The act of Grandview’s council was put right on Sunday, March 1, 2026.",
        ),
    ],
)
def test_each_thing_that_a_council_did_has_its_words(cities, liaison, kind, result, said):
    agreement = circulated(cities["blue-springs"], cities["grandview"])
    act = ActFactory(party=agreement.parties.get(organisation=cities["grandview"].pk))
    record(kind, act, party="Grandview", result=result)
    assert [item.words for item in gathered(liaison).acted] == [said]


def voted(act):
    """Record that a council's vote was put on record."""
    record("act.completed", act, party=act.party.organisation.name, result="passed")


def test_a_digest_goes_out_by_the_same_road_as_all_mail(cities, liaison, mailoutbox):
    news_for_raytown(cities)
    write(MONDAY)
    delivery.deliver(clock=lambda: MONDAY)
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == ([liaison.user.email], "1 item for Raytown")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_news_has_a_beginning_and_an_end(cities, liaison):
    for at in (MONDAY - WEEK, MONDAY + timedelta(seconds=1)):
        news_for_raytown(cities, at=at)
    assert gathered(liaison).new == ()
    for at in (MONDAY - WEEK + timedelta(seconds=1), MONDAY):
        news_for_raytown(cities, at=at)
    assert len(gathered(liaison).new) == 2


def test_a_liaison_is_not_told_of_what_is_not_theirs_to_see(cities, liaison):
    other = ProposalFactory(city=cities["grandview"], state="submitted", title="Closed idea")
    record(ProposalEvent.SUBMITTED, other)
    draft = circulated(cities["grandview"], title="Closed draft")
    assert gathered(liaison).new == ()
    assert "Closed" not in str(gathered(liaison))
    assert draft.title == "Closed draft"


def test_a_liaison_is_not_told_of_what_the_liaison_did_or_was_told_by_a_letter(cities, liaison):
    proposal = ProposalFactory(city=cities["raytown"], state="submitted")
    record(ProposalEvent.SUBMITTED, proposal, by=liaison)
    told = record(ProposalEvent.ACCEPTED, proposal)
    MessageFactory(
        sent=True, recipient=liaison.user, kind="proposal.accepted", context={"event": told.pk}
    )
    assert gathered(liaison).new == ()


def test_reviews_are_counted_by_city_without_naming_evaluators(cities, liaison, evaluator_of):
    open_round([evaluator_of("raytown"), evaluator_of("raytown"), evaluator_of("grandview")])
    Review.objects.filter(pk=Review.objects.filter(city=cities["raytown"]).first().pk).update(
        state="submitted", declared_at=NOON, submitted_at=NOON
    )
    (item,) = gathered(liaison).waiting
    assert item.words.startswith("Not in yet: 1 review by evaluators of Raytown. The round closes")


def test_the_letter_says_how_much_there_is_and_what_is_next(cities, liaison, evaluator_of):
    open_round([evaluator_of("raytown")], title="Sample round")
    news_for_raytown(cities)
    write(MONDAY)
    letter = digests.letter(Message.objects.get(), at=MONDAY)
    assert letter.subject == (
        "2 items for Raytown, next deadline Tuesday, March 10, 2026, 5:00 pm Central"
    )
    assert "What waits for Raytown (1)\n----------\n" in letter.text
    assert "What is new (1)\n----------\n" in letter.text
    assert "Since Monday, February 23, 2026, 8:00 am Central." in letter.text
    assert "https://portal.sample.example/messages/preferences/" in letter.text
    assert letter.unsubscribe in letter.text
    assert letter.unsubscribe.startswith("https://portal.sample.example/messages/unsubscribe/")
    assert letter.unsubscribe not in letter.copy


def test_a_digest_is_asked_again_when_it_is_sent(cities, liaison):
    proposal = news_for_raytown(cities)
    write(MONDAY)
    message = Message.objects.get()
    assert digests.letter(message, at=MONDAY).subject == "1 item for Raytown"
    type(proposal).objects.update(city=cities["grandview"])
    with pytest.raises(Unwanted, match="nothing to tell"):
        digests.letter(message, at=MONDAY)
    preferences.unsubscribe(liaison.user, at=MONDAY)
    with pytest.raises(Unwanted, match="wants no digest"):
        digests.letter(message, at=MONDAY)
    Preference.objects.all().delete()
    liaison.user.offices.update(ends_on=MONDAY.date() - DAY)
    with pytest.raises(Unwanted, match="no longer a city's liaison"):
        digests.letter(message, at=MONDAY)


def test_an_old_digest_that_did_not_go_out_gives_way_to_the_next(cities, liaison):
    news_for_raytown(cities)
    write(MONDAY)
    write(MONDAY + WEEK)
    first, _second = Message.objects.order_by("pk")
    with pytest.raises(Unwanted, match="A later digest takes its place"):
        digests.letter(first, at=MONDAY + WEEK)


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_costs_the_same_however_much_there_is(
    cities, liaison, evaluator_of, count, django_assert_num_queries
):
    for number in range(count):
        news_for_raytown(cities)
        round_ = open_round([evaluator_of("raytown")])
        record(RoundEvent.OPENED, round_)
        agreement = circulated(cities["raytown"], title=f"Sample agreement {number}")
        record("agreement.circulated", agreement)
    reader = periods.reader_of(liaison.user, on=MONDAY.date())
    with django_assert_num_queries(33):
        digest = gather(reader, Window(MONDAY - WEEK, MONDAY), at=MONDAY)
    assert len(digest.items) == 3 * count
