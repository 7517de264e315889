"""What the database refuses about shared courses under study."""

import pytest
from django.db import DatabaseError, transaction

from tests.factories.programmes import JudgementFactory, ProgrammeCityFactory, ProgrammeFactory
from tests.factories.training import NOON
from training.models import Programme, ProgrammeCity

pytestmark = pytest.mark.django_db


def refused(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    return True


def judged(**fields):
    """A judged programme with one city."""
    row = ProgrammeCityFactory(programme=ProgrammeFactory(**fields))
    Programme.objects.filter(pk=row.programme_id).update(state="judged", judged_at=NOON)
    return row


def test_what_was_judged_is_frozen_until_it_is_a_draft_again():
    row = judged()
    rows = Programme.objects.filter(pk=row.programme_id)
    assert refused(lambda: rows.update(fixed_cost=1))
    assert refused(lambda: rows.update(required_cities=1))
    assert refused(lambda: ProgrammeCity.objects.filter(pk=row.pk).update(seats=7))
    assert refused(row.delete)
    assert refused(lambda: ProgrammeCityFactory(programme=row.programme))
    rows.update(state="draft", fixed_cost=1)
    ProgrammeCity.objects.filter(pk=row.pk).update(seats=7)
    assert ProgrammeCity.objects.get().seats == 7


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"state": "draft"}, {"state": "agreement", "judged_at": NOON}),
        ({"state": "dropped", "drop_reason": "Too few"}, {"state": "draft", "drop_reason": ""}),
        ({"state": "agreement", "judged_at": NOON}, {"state": "draft"}),
        ({"state": "judged", "judged_at": NOON}, {"state": "initiative"}),
        ({"state": "draft"}, {"state": "judged"}),
        ({"state": "draft"}, {"state": "dropped"}),
        ({"state": "draft"}, {"onsite_fixed": 1}),
        ({"state": "draft"}, {"online_fixed": 1, "online_per_seat": 1}),
        ({"state": "draft"}, {"max_seats": 7}),
        ({"state": "draft"}, {"wage": -1}),
    ],
)
def test_no_programme_is_what_it_cannot_be(before, after):
    programme = ProgrammeFactory(**before)
    assert refused(lambda: Programme.objects.filter(pk=programme.pk).update(**after))


def test_there_are_no_more_seats_of_shift_staff_than_seats():
    assert refused(lambda: ProgrammeCityFactory(seats=2, shift_seats=3))


def test_a_judgement_stands_as_it_was_written():
    found = JudgementFactory()
    assert refused(lambda: type(found).objects.filter(pk=found.pk).update(sentence="Else"))
    assert refused(found.delete)
