"""Loading the samples: on any day, in the right order, without old mail, and never for real."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collaborative.demo import samples
from collaborative.demo.samples.cast import open_accounts
from collaborative.demo.samples.days import Days
from collaborative.demo.samples.proposals import INVENTED
from collaborative.models import Event, User
from initiatives.models import Proposal, Round
from initiatives.questions import Kind, question_of, unreadable
from notifications.models import Message
from notifications.operations import outbox, timely

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
NEW_YEARS_EVE = datetime(2028, 1, 1, 5, 0, tzinfo=UTC)
"""In the cities it is Friday, December 31, 2027, 11:00 pm."""


def tell(at: datetime) -> samples.Told | None:
    """Load cities, people and samples as of a day."""
    call_command("load_cities", stdout=StringIO())
    open_accounts()
    return samples.tell(at=at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "trained"),
    # In November the officers’ calendar year is about to end as well.
    [(FRIDAY, 5), (NEW_YEARS_EVE, 4)],
    ids=["friday", "new year"],
)
def test_only_what_is_fresh_or_due_is_mailed_whatever_the_day_of_loading(at, trained):
    tell(at)
    outbox.post_events(at=at)
    timely.remind(at=at)
    assert Counter(Message.objects.values_list("kind", "state")) == {
        ("proposal.shared", "due"): 1,
        ("comment.added", "due"): 5,
        ("proposal.submitted", "due"): 2,
        ("submission.received", "due"): 2,
        ("proposal.accepted", "due"): 1,
        ("proposal.returned", "due"): 1,
        ("sponsorship.asked", "due"): 2,
        ("sponsorship.asked_again", "due"): 1,
        ("review.recused", "due"): 1,
        ("reminder.reviews", "due"): 4,
        ("reminder.cut_off", "due"): 15,
        ("reminder.signature", "due"): 6,
        ("reminder.training", "due"): trained,
        ("party_comment.added", "due"): 1,
        ("digest", "due"): 5,
    }


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
