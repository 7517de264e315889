"""What the database holds to about wordings and about addresses that refuse mail."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from notifications.models import LetterWording, Refusal
from tests.conftest import NOON
from tests.factories.notifications import LetterWordingFactory, RefusalFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def refused(change):
    """Whether the database refuses it."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_a_wording_is_never_changed_nor_removed_and_its_numbers_follow():
    first = LetterWordingFactory()
    wordings = LetterWording.objects.filter(pk=first.pk)
    assert refused(lambda: wordings.update(opening="Something else."))
    assert refused(wordings.delete)
    assert refused(LetterWordingFactory)
    assert not refused(lambda: LetterWordingFactory(number=2))


def test_of_each_letter_the_latest_wording_counts():
    LetterWordingFactory(letter="comment")
    LetterWordingFactory(letter="comment", number=3, opening="")
    LetterWordingFactory(letter="comment", number=2)
    LetterWordingFactory(letter="digest")
    standing = LetterWording.objects.standing()
    assert [str(one) for one in standing] == ["Wording 3 of comment", "Wording 1 of digest"]
    assert [one.is_standard for one in standing] == [True, False]
    assert [one.number for one in LetterWording.objects.of("comment")] == [3, 2, 1]


def test_an_address_refuses_once_at_a_time_in_small_letters():
    RefusalFactory(address="clerk@raytown.example", cleared=True)
    RefusalFactory(address="clerk@raytown.example")
    with pytest.raises(IntegrityError, match="refusal_stands_once"), transaction.atomic():
        RefusalFactory(address="clerk@raytown.example")
    with pytest.raises(IntegrityError, match="small_letters"):
        RefusalFactory(address="Liaison@raytown.example")


def test_a_refusal_stays_and_is_cleared_once_by_somebody():
    refusal, somebody = RefusalFactory(), UserFactory()
    rows = Refusal.objects.filter(pk=refusal.pk)
    later = NOON + timedelta(days=1)
    assert refused(rows.delete)
    assert refused(lambda: rows.update(words="250 OK"))
    assert refused(lambda: rows.update(cleared_at=later))
    assert refused(lambda: rows.update(cleared_at=NOON - timedelta(days=1), cleared_by=somebody))
    assert not refused(lambda: rows.update(cleared_at=later, cleared_by=somebody))
    assert refused(lambda: rows.update(cleared_at=None, cleared_by=None))


def test_refusals_are_seen_by_those_who_keep_the_ledger_and_by_the_person(
    facilitator, administrator, clerk_of
):
    clerk = clerk_of("raytown")
    own = RefusalFactory(address=clerk.user.email.lower())
    other = RefusalFactory()
    for actor, seen in (
        (facilitator, {own, other}),
        (administrator, {own, other}),
        (clerk, {own}),
        (clerk_of("grandview"), set()),
    ):
        assert set(Refusal.objects.visible_to(actor)) == seen
    assert own.is_of(clerk.user)
    assert not other.is_of(clerk.user)
    assert not own.is_of(None)
