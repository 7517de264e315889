"""An old record that is read in is news to nobody's agenda."""

from datetime import date
from pathlib import Path

import pytest

from agreements.events import AgreementEvent
from agreements.operations.records import import_record
from collaborative.models import PORTAL, Event
from notifications.catalogue import NOTICES
from tests.conftest import NOON

RECORD = Path(__file__).resolve().parents[2] / "agreements/records/lees-summit-res-21-08.json"


@pytest.mark.django_db
def test_no_clerk_is_asked_to_put_a_text_of_2021_on_the_agenda(cities, clerk_of):
    clerk_of("raytown")
    source = RECORD.read_bytes()
    import_record(source, city=cities["lees-summit"], agreement=None, by=PORTAL, at=NOON)
    event = Event.objects.get(kind=AgreementEvent.CIRCULATED)
    told = NOTICES[AgreementEvent.CIRCULATED].audience
    assert list(told(event, date(2026, 3, 2))) == []
    event.detail = {}
    assert len(list(told(event, date(2026, 3, 2)))) == 1
