"""The page on which a round's reminders are set, and the one on which people say they are away."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from collaborative.models import Event
from collaborative.wording import moment
from notifications.models import Absence, LadderKind, RoundLadder
from notifications.operations import absences, ladders
from notifications.operations.reminders import KINDS
from notifications.schedule import Ladder
from tests.conftest import NOON
from tests.factories.notifications import AbsenceFactory
from tests.factories.rounds import RoundFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def signed_in(client, actor):
    client.force_login(actor.user)
    return client


def test_a_facilitator_sets_the_days_and_takes_the_portals_own_again(client, facilitator):
    round_ = RoundFactory(slug="spring")
    page = signed_in(client, facilitator)
    address = reverse("notifications:ladder", args=["spring", "reviews"])
    typed = {"before": ["5", "1"], "hand_up": "-2"}
    answer = page.post(address, typed, follow=True)
    own = RoundLadder.objects.get()
    assert (own.round, own.kind, own.plain) == (round_, LadderKind.REVIEWS, Ladder((5, 1), (), -2))
    assert "People are reminded 5 and 1 days before." in answer.text
    assert "The facilitators are told 2 days before what is not done." in answer.text
    again = reverse("notifications:standard_ladder", args=["spring", "reviews"])
    assert "These are the portal’s own days." in page.post(again, follow=True).text
    page.post(again)
    assert RoundLadder.objects.count() == 0
    kinds = Event.objects.about(round_).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["ladder.set", "ladder.standard"]


def test_only_the_letters_that_are_still_to_go_out_are_listed(client, facilitator):
    closes_at = timezone.now() + 5 * DAY
    round_ = RoundFactory(slug="spring", closes_at=closes_at)
    page = signed_in(client, facilitator)
    lines = page.get(reverse("notifications:ladders", args=["spring"])).context["lines"]
    days = [rung.days for rung in lines[0].rungs]
    assert (lines[0].kind, 14 in days, 7 in days, days != []) == (
        LadderKind.REVIEWS,
        False,
        False,
        True,
    )
    ladders.set_ladder(round_, LadderKind.REVIEWS, Ladder(), by=facilitator, at=NOON)
    answer = page.get(reverse("notifications:ladders", args=["spring"])).text
    assert f"The close of scoring: {moment(closes_at)}. No letter is still to go out." in answer


def test_where_nothing_can_be_done_afterwards_nobody_is_reminded_then(client, facilitator):
    RoundFactory(slug="spring")
    page = signed_in(client, facilitator)
    shown = {
        kind: 'name="after"'
        in page.get(reverse("notifications:ladder", args=["spring", kind])).text
        for kind in ("reviews", "declarations", "sponsorships", "returned")
    }
    assert shown == {
        "reviews": False,
        "declarations": False,
        "sponsorships": True,
        "returned": True,
    }
    late = page.post(
        reverse("notifications:ladder", args=["spring", "reviews"]),
        {"after": ["3"], "hand_up": "3"},
    )
    assert (late.status_code, RoundLadder.objects.count()) == (200, 0)


def test_nobody_else_sets_them_and_nobody_once_the_round_is_released(liaison_of, facilitator):
    round_ = RoundFactory()
    given = {"by": liaison_of("raytown"), "at": NOON}
    with pytest.raises(PermissionDenied, match="set by a facilitator"):
        ladders.set_ladder(round_, LadderKind.REVIEWS, Ladder((3,)), **given)
    round_.state, round_.released_at = "released", NOON
    with pytest.raises(PermissionDenied, match="was released on Monday, March 2, 2026"):
        ladders.use_standard(round_, LadderKind.REVIEWS, by=facilitator, at=NOON)


def test_every_kind_that_a_round_sets_has_a_source():
    assert {kind.value for kind in LadderKind} <= set(KINDS)


@pytest.mark.parametrize("count", [0, 4])
def test_the_page_of_a_round_costs_the_same(client, facilitator, count, django_assert_num_queries):
    round_ = RoundFactory(slug="spring")
    for kind in list(LadderKind)[:count]:
        ladders.set_ladder(round_, kind, Ladder((3,)), by=facilitator, at=NOON)
    page = signed_in(client, facilitator)
    address = reverse("notifications:ladders", args=["spring"])
    page.get(address)
    with django_assert_num_queries(5):
        assert page.get(address).status_code == 200


def test_somebody_says_to_be_away_names_a_deputy_and_is_back(client, clerk_of, liaison_of):
    clerk, deputy, other = clerk_of("raytown"), liaison_of("raytown"), liaison_of("grandview")
    page, today = signed_in(client, clerk), timezone.localdate()
    address = reverse("notifications:away")
    days = {"starts_on": today.isoformat(), "ends_on": (today + 6 * DAY).isoformat()}
    refused = page.post(address, days | {"deputy": other.user.pk})
    assert (refused.status_code, Absence.objects.count()) == (200, 0)
    told = page.post(address, days | {"deputy": deputy.user.pk}, follow=True).text
    assert "Liaison, Raytown gets your reminders too" in told
    absence = Absence.objects.get()
    assert (absence.person, absence.deputy, absence.starts_on) == (clerk.user, deputy.user, today)
    twice = page.post(address, days | {"deputy": deputy.user.pk})
    assert (twice.status_code, Absence.objects.count()) == (409, 1)
    page.post(reverse("notifications:back", args=[absence.pk]))
    assert Absence.objects.count() == 0


def test_who_was_away_for_days_is_back_from_today_and_the_days_stay_on_record(clerk_of):
    clerk, today = clerk_of("raytown"), timezone.localdate()
    absence = AbsenceFactory(person=clerk.user, starts_on=today - 3 * DAY, ends_on=today + 3 * DAY)
    absences.end(absence, by=clerk, at=timezone.now())
    absence.refresh_from_db()
    assert absence.ends_on == today - DAY


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (2, 1, "before the first"),
        (-3, -1, "This day is past"),
        (0, 400, "within one year"),
    ],
)
def test_days_that_cannot_be_are_named(client, clerk_of, liaison_of, first, last, problem):
    deputy, today = liaison_of("raytown"), timezone.localdate()
    typed = {
        "starts_on": (today + first * DAY).isoformat(),
        "ends_on": (today + last * DAY).isoformat(),
        "deputy": deputy.user.pk,
    }
    page = signed_in(client, clerk_of("raytown"))
    assert problem in page.post(reverse("notifications:away"), typed).text


@pytest.mark.parametrize(
    ("who", "problem"), [("clerk", "somebody else"), ("other", "no office in your city")]
)
def test_a_deputy_is_somebody_else_of_the_own_city_or_a_facilitator(
    clerk_of, facilitator, who, problem
):
    people = {"clerk": clerk_of("raytown"), "other": clerk_of("grandview")}
    clerk = people["clerk"]
    given = {"starts_on": NOON.date(), "ends_on": NOON.date(), "by": clerk, "at": NOON}
    with pytest.raises(PermissionDenied, match=problem):
        absences.announce(clerk.user, deputy=people[who].user, **given)
    assert absences.announce(clerk.user, deputy=facilitator.user, **given)
