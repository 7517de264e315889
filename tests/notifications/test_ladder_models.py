"""What the database holds to of ladders, absences and holidays."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from notifications.models import Absence, RoundLadder
from notifications.schedule import Ladder
from tests.factories.cities import HolidayFactory
from tests.factories.notifications import AbsenceFactory, RoundLadderFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def refuses(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_a_round_has_one_ladder_of_a_kind_within_reach():
    ladder = RoundLadderFactory(before=[5, 1], after=[2], hand_up=-1)
    ladder.refresh_from_db()
    assert ladder.plain == Ladder((5, 1), (2,), -1)
    refuses("round_ladder_once_a_kind", lambda: RoundLadderFactory(round=ladder.round))
    refuses("round_ladder_kind_is_known", lambda: RoundLadderFactory(kind="reminder.term"))
    refuses("hands_up_in_reach", lambda: RoundLadder.objects.update(hand_up=91))


def test_somebody_is_away_once_at_a_time_and_has_another_as_deputy():
    away = AbsenceFactory()
    again = {"person": away.person, "starts_on": away.ends_on, "ends_on": date(2026, 3, 9)}
    refuses("absence_once_at_a_time", lambda: AbsenceFactory(**again))
    refuses("another_as_deputy", lambda: Absence.objects.update(deputy=away.person))
    refuses("ends_after_it_starts", lambda: Absence.objects.update(ends_on=date(2026, 3, 1)))
    AbsenceFactory(**again | {"starts_on": date(2026, 3, 9)})


def test_who_is_away_on_a_day_counts_the_first_and_the_last():
    away = AbsenceFactory()
    people = [away.person_id, UserFactory().pk]
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 8), date(2026, 3, 9)]
    found = [list(Absence.objects.of_people(people, day).values()) for day in days]
    assert found == [[], [away], [away], []]


def test_a_holiday_has_a_name_and_a_source_and_is_on_the_list_once():
    holiday = HolidayFactory()
    refuses("holiday_once_a_day", lambda: HolidayFactory(organisation=holiday.organisation))
    refuses("name_and_source", lambda: HolidayFactory(source=""))
