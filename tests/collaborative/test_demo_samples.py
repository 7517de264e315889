"""Loading the samples: on any day, in the right order, without old mail, and never for real."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collaborative.demo import samples
from collaborative.demo.samples.cast import open_accounts
from collaborative.demo.samples.days import Days
from collaborative.demo.samples.posting import FULL_SAID, GONE_SAID
from collaborative.demo.samples.proposals import INVENTED
from collaborative.models import Event, User
from initiatives.models import Proposal, Round
from initiatives.questions import Kind, question_of, unreadable
from notifications.models import Message
from notifications.models.ledger import GATHERED
from notifications.operations import outbox, timely
from notifications.operations.digests.periods import NOTHING
from notifications.operations.refusals import REFUSES

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NEW_YEARS_EVE = datetime(2028, 1, 1, 5, 0, tzinfo=UTC)
"""In the cities it is Friday, December 31, 2027, 11:00 pm."""


def tell(at: datetime) -> samples.Told | None:
    """Load cities, people and samples as of a day."""
    call_command("load_cities", stdout=StringIO())
    open_accounts()
    return samples.tell(at=at)


def mail() -> Counter[tuple[str, str]]:
    """How many messages of each kind stand in each state."""
    return Counter(Message.objects.values_list("kind", "state"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "trained", "fresh"),
    [
        # In November the officers’ calendar year is about to end as well.
        (
            FRIDAY,
            5,
            {
                ("digest", "due"): 1,
                ("digest", "suppressed"): 1,
                ("reminder.declarations", "due"): 4,
                ("reminder.sponsorship", "due"): 1,
            },
        ),
        # At that hour nobody is reminded.
        (NEW_YEARS_EVE, 4, {("digest", "due"): 1, ("digest", "suppressed"): 1}),
    ],
    ids=["friday", "new year"],
)
def test_the_mail_of_the_last_days_went_out_and_little_is_left(at, trained, fresh):
    tell(at)
    went = mail()
    assert went == {
        ("agreement.in_force", "sent"): 5,
        ("assessment.opened", "sent"): 10,
        ("cohort.opened", "sent"): 3,
        ("comment.added", "sent"): 4,
        ("comment.added", "suppressed"): 1,
        ("digest", "sent"): 12,
        ("digest", "suppressed"): 2,
        ("enrolment.enrolled", "sent"): 1,
        ("party_comment.added", "sent"): 2,
        ("party_comment.answered", "sent"): 8,
        ("proposal.accepted", "sent"): 1,
        ("proposal.returned", "sent"): 1,
        ("proposal.shared", "sent"): 1,
        ("proposal.submitted", "sent"): 3,
        ("reminder.cut_off", "sent"): 45,
        ("reminder.handed_up", "sent"): 2,
        ("reminder.request", "sent"): 1,
        ("reminder.reviews", "sent"): 8,
        ("reminder.reviews", "suppressed"): 2,
        ("reminder.signature", "sent"): 26,
        ("reminder.sponsorship", "sent"): 2,
        ("reminder.training", "sent"): trained,
        ("review.recused", "sent"): 2,
        ("round.announced", "sent"): 5,
        ("round.closed", "sent"): 1,
        ("round.declarations_began", "sent"): 4,
        ("round.declarations_began", "suppressed"): 1,
        ("round.opened", "failed"): 1,
        ("round.opened", "sent"): 4,
        ("sponsorship.accepted", "failed"): 1,
        ("sponsorship.accepted", "sent"): 1,
        ("sponsorship.asked", "sent"): 6,
        ("sponsorship.asked_again", "sent"): 1,
        ("sponsorship.declined", "failed"): 1,
        ("submission.received", "failed"): 1,
        ("submission.received", "sent"): 2,
        ("version.shared", "sent"): 8,
    }
    outbox.post_events(at=at)
    timely.remind(at=at)
    assert mail() - went == fresh


@pytest.mark.django_db
def test_the_sample_mail_shows_what_can_become_of_a_letter():
    tell(FRIDAY)
    reasons = Message.objects.exclude(state="sent").values_list("state", "reason", "last_error")
    assert Counter(reasons) == {
        ("failed", "", FULL_SAID): 3,
        ("failed", "", GONE_SAID): 1,
        ("suppressed", REFUSES, ""): 3,
        ("suppressed", NOTHING, ""): 2,
        ("suppressed", GATHERED, ""): 1,
    }
    told = Message.objects.get(reason=GATHERED)
    assert (told.told_in.kind, told.told_in.recipient) == ("digest", told.recipient)
    stood_in = Message.objects.get(subject__startswith="For Evaluator, Raytown, who is away")
    assert stood_in.address == "liaison-raytown@sample.example"
    liaison = User.objects.get(email="liaison-raytown@sample.example")
    digests = Message.objects.filter(recipient=liaison, kind="digest")
    assert [(one.state, one.read_at is None) for one in digests] == [
        ("sent", True),
        ("sent", False),
        ("sent", False),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("at", [FRIDAY, NEW_YEARS_EVE], ids=["friday", "new year"])
def test_the_story_is_told_in_order_and_ends_before_the_loading(at):
    tell(at)
    times = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] < at
    closes_at = Round.objects.get(state="scoring").closes_at
    assert timedelta(days=1) < closes_at - at < timedelta(days=5)


@pytest.mark.django_db
def test_everything_holds_after_loading(capsys):
    tell(FRIDAY)
    call_command("check_invariants")
    assert capsys.readouterr().out == "Everything holds.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["production", "Demo"])
def test_an_installation_of_another_kind_gets_no_samples(settings, mode):
    settings.MODE, settings.DEMO = mode, False
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert (refused.value.returncode, str(refused.value), User.objects.count()) == (
        2,
        (
            f"This installation's MODE is {mode}; samples are loaded only where it is demo or "
            "test. Nothing was written."
        ),
        0,
    )


@pytest.mark.parametrize(
    ("ago", "day"),
    [
        (0, date(2026, 11, 20)),
        (5, date(2026, 11, 13)),  # a Sunday: the Friday before
        (7, date(2026, 11, 13)),
        (-1, date(2026, 11, 23)),  # a Saturday: the Monday after
    ],
)
def test_a_weekend_gives_way_to_a_working_day(ago, day):
    assert Days(date(2026, 11, 20)).day(ago) == day


def test_office_hours_are_those_of_the_cities_in_summer_and_winter():
    days = Days(date(2026, 11, 20))
    assert (days.moment(0), days.moment(40, minute=90)) == (
        datetime(2026, 11, 20, 16, 0, tzinfo=UTC),
        datetime(2026, 10, 9, 16, 30, tzinfo=UTC),  # daylight time; the 11th is a Sunday
    )


def test_a_vote_on_friday_is_recorded_on_monday():
    assert Days(date(2026, 11, 20)).morning_after(0) == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_sample_proposals_say_each_their_own_and_that_they_are_invented():
    tell(FRIDAY)
    proposals = list(Proposal.objects.filter(split_from=None))  # what is split off is a copy
    said = Counter(
        text
        for proposal in proposals
        for key, text in proposal.draft.items()
        if question_of(key).kind == Kind.PROSE
    )
    assert [text for text, times in said.items() if times > 1] == []
    for proposal in proposals:
        whole = " ".join(proposal.draft.values())
        assert "(sample)" in whole
        assert whole.count(INVENTED) == (f"how__{proposal.city.slug}" in proposal.draft)
        assert [key for key, text in proposal.draft.items() if unreadable(key, text)] == []


@pytest.mark.django_db
def test_some_sample_proposals_tell_of_the_service_in_other_cities():
    tell(FRIDAY)
    salt = Proposal.objects.get(title__startswith="Joint purchase of road salt")
    assert {key: text for key, text in salt.draft.items() if key.endswith("__grandview")} == {
        "how__grandview": (
            "About 700 tons by the same bid as gravel. Salt lies under a tarpaulin; there is no "
            "dome."
        ),
        "yearly_cost__grandview": "52,000",
        "staff__grandview": "0.1",
        "wanted__grandview": "yes",
    }
    assert salt.first_year_cost == 6500  # in cash and in kind
