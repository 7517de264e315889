"""One session of a council in one go."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.urls import reverse

from agreements import results
from agreements.models import Act, Agreement, Party, Vote
from agreements.operations import acts, sessions
from agreements.operations.facts import Ballot, Facts
from agreements.operations.sessions import Entry, Taken
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.agreements import ActFactory, circulated, decided
from tests.factories.cities import MeetingFactory

pytestmark = pytest.mark.django_db

AYES = tuple(Ballot(f"Member {n}", "aye", "Aye") for n in range(6))


@pytest.fixture
def clerk(clerk_of):
    return clerk_of("raytown")


@pytest.fixture
def clerks(client_for, clerk):
    return client_for(clerk)


@pytest.fixture
def here():
    return reverse("agreements:session", args=["raytown"])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def before(cities, count: int) -> list[Agreement]:
    """So many agreements before the councils of Raytown and Grandview."""
    titles = (f"Agreement {number:02}" for number in range(count))
    return [circulated(cities["raytown"], cities["grandview"], title=title) for title in titles]


def entries(city, **more) -> list[Entry]:
    """An entry for each agreement, as the page makes them."""
    parties = Prefetch("parties", Party.objects.select_related("organisation"))
    rows = results.before_council(Agreement.objects.prefetch_related(parties), city.pk)
    said = {
        "instrument": "ordinance",
        "acted_on": date(2026, 2, 24),
        "result": "passed",
        "votes": AYES,
        **more,
    }
    return [
        Entry(row.party, Facts(file_number=f"BILL NO. {number}", **said), row.pending)
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_thirty_acts_cost_as_much_as_one(cities, clerk, django_assert_num_queries, count):
    before(cities, count)
    said = entries(cities["raytown"])
    with django_assert_num_queries(22):
        sessions.record_session(said, by=clerk, at=NOON)
    passed = Act.objects.filter(result="passed", text__isnull=False)
    assert (passed.count(), Vote.objects.count()) == (count, 6 * count)
    assert Event.objects.filter(kind="act.recorded").count() == count


def test_agreements_that_now_have_all_their_councils_come_into_force(cities, clerk):
    first, second = before(cities, 2)
    decided(first, cities["grandview"], on=date(2026, 2, 20))
    sessions.record_session(entries(cities["raytown"]), by=clerk, at=NOON)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.in_force_on, second.state) == (
        "in_force",
        date(2026, 2, 24),
        "circulated",
    )


def test_an_act_without_a_result_is_completed_and_keeps_its_steps_and_day(cities, clerk):
    (agreement,) = before(cities, 1)
    party = agreement.parties.get(organisation=cities["raytown"])
    pending = ActFactory(party=party, file_number="BILL NO. 0", introduced_on=date(2026, 2, 3))
    said = entries(cities["raytown"], introduced_on=date(2026, 2, 3))
    (act,) = sessions.record_session(said, by=clerk, at=NOON)
    pending.refresh_from_db()
    assert (act, pending.result, pending.introduced_on) == (pending, "passed", date(2026, 2, 3))
    assert Event.objects.filter(kind="act.completed").count() == 1


def test_one_that_somebody_else_recorded_keeps_all_others_out_and_is_named(cities, clerk, clerk_of):
    first, _second = before(cities, 2)
    said = entries(cities["raytown"])
    acts.record_act(
        first.parties.get(organisation=cities["raytown"]),
        facts=Facts(instrument="ordinance", file_number="bill no. 0"),
        by=clerk_of("raytown"),
        at=NOON,
    )
    with pytest.raises(Taken) as taken:
        sessions.record_session(said, by=clerk, at=NOON)
    (sentence,) = taken.value.sentences.values()
    assert "BILL NO. 0 of Raytown is already on record: Clerk, Raytown recorded it" in sentence
    assert Act.objects.count() == 1


def test_another_citys_clerk_records_nothing_here(cities, clerk_of):
    before(cities, 1)
    with pytest.raises(PermissionDenied):
        sessions.record_session(entries(cities["raytown"]), by=clerk_of("grandview"), at=NOON)


SHARED = {
    "on": "2026-02-24",
    "body": "Board of Aldermen",
    "instrument": "ordinance",
    "result": "passed",
    "mover": "Alderman 1",
    "seconder": "Alderman 2",
    "others": "aye",
    "votes": "\n".join(f"Alderman {n}" for n in range(1, 7)),
}


def rows_of(page) -> dict[str, str]:
    """What a browser would send of the rows, all ticked and numbered."""
    forms = page.context["rows"].forms
    sent = {"act-TOTAL_FORMS": str(len(forms)), "act-INITIAL_FORMS": str(len(forms))}
    for number, row in enumerate(forms):
        sent |= {
            f"act-{number}-agreement": str(row["agreement"].value()),
            f"act-{number}-keep": "on",
            f"act-{number}-file_number": f"BILL NO. 26-{number}",
        }
    return sent


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_for_any_number(
    cities, clerks, here, django_assert_num_queries, count
):
    before(cities, count)
    with django_assert_num_queries(14):
        page = clerks.get(here)
    assert len(page.context["rows"].forms) == count


def test_a_session_is_recorded_with_what_is_the_same_said_once(cities, clerks, here):
    before(cities, 3)
    meeting = MeetingFactory(
        organisation=cities["raytown"], on=date(2026, 2, 24), body="Board of Aldermen"
    )
    page = clerks.get(f"{here}?meeting={meeting.pk}")
    assert (page.context["form"]["on"].value(), page.context["form"]["body"].value()) == (
        date(2026, 2, 24),
        "Board of Aldermen",
    )
    rows = rows_of(page)
    del rows["act-1-keep"]
    apart = {
        "act-2-result": "failed",
        "act-2-votes": "Nay: Alderman 1",
        "act-2-mover": "Alderman 6",
    }
    assert clerks.post(here, SHARED | rows | apart).status_code == 302
    told = Act.objects.order_by("file_number").values_list(
        "file_number", "instrument", "result", "acted_on", "body", "mover", "seconder"
    )
    on = date(2026, 2, 24)
    assert list(told) == [
        (
            "BILL NO. 26-0",
            "ordinance",
            "passed",
            on,
            "Board of Aldermen",
            "Alderman 1",
            "Alderman 2",
        ),
        ("BILL NO. 26-2", "ordinance", "failed", on, "Board of Aldermen", "Alderman 6", ""),
    ]
    assert [act.votes.count() for act in Act.objects.order_by("file_number")] == [6, 1]


def test_doubts_are_shown_by_row_and_nothing_is_written_before_they_are_seen(cities, clerks, here):
    before(cities, 2)
    sent = SHARED | rows_of(clerks.get(here)) | {"act-1-instrument": "resolution"}
    page = clerks.post(here, sent)
    doubts = [bool(one.doubts) for one in page.context["previews"]]
    assert (page.status_code, doubts, Act.objects.count()) == (200, [False, True], 0)
    assert clerks.post(here, sent | {"seen": page.context["seen"]}).status_code == 302
    assert Act.objects.count() == 2


def test_what_somebody_recorded_meanwhile_is_a_sentence_on_its_row_and_nothing_is_lost(
    cities, clerks, clerk, here
):
    first, _second = before(cities, 2)
    sent = SHARED | rows_of(clerks.get(here))
    acts.record_act(
        first.parties.get(organisation=cities["raytown"]),
        facts=Facts(
            instrument="ordinance",
            file_number="BILL NO. 26-0",
            result="passed",
            acted_on=date(2026, 2, 24),
        ),
        by=clerk,
        at=NOON,
    )
    page = clerks.post(here, sent)
    errors = [list(row.errors) for row in page.context["rows"].forms]
    said = text_of(page)
    assert (page.status_code, errors, Act.objects.count()) == (409, [["file_number"], []], 1)
    assert ("is already on record: Clerk, Raytown" in said, "BILL NO. 26-1" in said) == (True, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on": "2999-01-01"}, "Record it once it was held"),
        ({"instrument": ""}, "Choose the instrument here, or above for all"),
        ({"result": ""}, "Choose the result here, or above for all"),
        ({"act-0-file_number": " "}, "Enter the file number for “Agreement 00”"),
        ({"act-0-keep": "", "act-1-keep": ""}, "Tick at least one agreement"),
        ({"act-0-agreement": "0"}, "is no longer there"),
        ({"others": ""}, ""),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(cities, clerks, here, typed, sentence):
    before(cities, 2)
    page = clerks.post(here, SHARED | rows_of(clerks.get(here)) | typed)
    said = text_of(page)
    if sentence:
        assert (page.status_code, sentence in said, Act.objects.count()) == (200, True, 0)
    else:
        assert Vote.objects.count() == 0
