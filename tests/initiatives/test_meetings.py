"""A meeting from its plan to its end: the order, who leaves, and who comes second."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives import agendas
from initiatives.models import AgendaItem, Departure, Meeting, Review, Round
from initiatives.operations import meetings
from initiatives.results.meetings import agenda_of
from initiatives.rules import meetings as rules
from tests.factories.declarations import DeclarationFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory
from tests.factories.proposals import ProposalFactory
from tests.guards import unguarded
from tests.initiatives.meeting_scenes import (
    AFTER,
    BEGIN,
    begun,
    discussed,
    invitation,
    item_of,
    minutes_later,
    order_of,
    planned,
    seats,
    stored,
    take_up,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(evaluator_of, liaison_of):
    """Three evaluators and a liaison: Raytown has both."""
    return {
        "raytown": evaluator_of("raytown"),
        "grandview": evaluator_of("grandview"),
        "independence": evaluator_of("independence"),
        "liaison": liaison_of("raytown"),
    }


@pytest.fixture
def round_(people, facilitator, cities):
    del cities
    return discussed(facilitator, people["raytown"], people["grandview"], people["independence"])


def recuse(actor, round_: Round, reference: str) -> None:
    """Somebody steps back during the discussion."""
    Review.objects.filter(
        evaluator=actor.user, entry__round=round_, entry__proposal__reference=reference
    ).update(state="recused", conflict="Sample conflict", recused_at=AFTER, submitted_at=None)


def declare(actor, round_: Round, reference: str) -> None:
    """Somebody declared a conflict while titles were put to the evaluators."""
    with unguarded("initiatives.Declaration:declaration_before_the_close"):
        DeclarationFactory(
            entry=round_.entries.get(proposal__reference=reference),
            person=actor.user,
            is_conflict=True,
            reason="Sample conflict",
        )


def left(item: AgendaItem) -> list[str]:
    return [str(one.attendance) for one in item.departures.select_related("attendance")]


def test_a_plan_puts_every_proposal_on_the_agenda_by_rank_where_nobody_leaves_less_otherwise(
    round_, facilitator
):
    meeting = planned(round_, facilitator)
    assert (str(meeting), meeting.state, order_of(meeting)) == (
        "Meeting 1 of Spring 2026",
        "planned",
        ["EJC-2026-001", "EJC-2026-002", "EJC-2026-003"],
    )


def test_neighbours_with_the_same_conflict_stand_side_by_side(round_, people, facilitator):
    """Raytown leads the first; its evaluator stepped back from the third as well."""
    recuse(people["raytown"], round_, "EJC-2026-003")
    meeting = planned(round_, facilitator)
    assert order_of(meeting) == ["EJC-2026-001", "EJC-2026-003", "EJC-2026-002"]


def test_the_order_says_how_often_somebody_leaves_and_that_it_is_least(round_, facilitator):
    meeting = planned(round_, facilitator)
    order = meetings.arrange(meeting, seats=seats(), by=facilitator, at=AFTER)
    assert order == agendas.Order(
        ("EJC-2026-001", "EJC-2026-002", "EJC-2026-003"), 4, is_least=True
    )


def test_an_earlier_meeting_took_its_proposals_off_the_next_agenda(round_, facilitator):
    first = begun(round_, facilitator)
    take_up(first, "EJC-2026-001", facilitator)
    meetings.end(first, by=facilitator, at=minutes_later(20))
    second = planned(round_, facilitator)
    assert (second.number, order_of(second)) == (2, ["EJC-2026-002", "EJC-2026-003"])


def test_only_a_facilitator_plans_and_not_after_the_release(round_, facilitator, people):
    with pytest.raises(PermissionDenied, match="Only a facilitator at MARC plans"):
        meetings.plan(round_, invitation=invitation(), seats=[], by=people["raytown"], at=AFTER)
    Round.objects.filter(pk=round_.pk).update(
        state="released", frozen_at=AFTER, released_at=AFTER, input_sha256="0" * 64
    )
    with pytest.raises(PermissionDenied, match="its meetings are over"):
        planned(round_, facilitator)


def test_a_meeting_begins_with_its_quorum_and_not_before_scoring_has_closed(round_, facilitator):
    meeting = planned(round_, facilitator)
    meetings.attend(meeting, seats=seats("raytown"), by=facilitator, at=BEGIN)
    with pytest.raises(PermissionDenied, match=r"People of 1 city .* and 2 are needed"):
        meetings.start(meeting, by=facilitator, at=BEGIN)
    meetings.attend(meeting, seats=seats("raytown", "grandview"), by=facilitator, at=BEGIN)
    meetings.start(meeting, by=facilitator, at=BEGIN)
    assert (stored(meeting).state, stored(meeting).started_at) == ("in_session", BEGIN)


def test_a_meeting_does_not_begin_while_evaluators_score(facilitator):
    meeting = MeetingFactory(round__opened=True)
    with pytest.raises(PermissionDenied, match="once scoring has closed"):
        meetings.start(meeting, by=facilitator, at=BEGIN)


def test_an_empty_agenda_does_not_begin(round_, facilitator):
    meeting = MeetingFactory(round=round_)
    with pytest.raises(PermissionDenied, match="Nothing is on the agenda"):
        meetings.start(meeting, by=facilitator, at=BEGIN)


def test_taking_up_an_item_ends_the_last_and_sends_out_whoever_has_a_conflict(
    round_, people, facilitator
):
    recuse(people["grandview"], round_, "EJC-2026-001")
    meeting = begun(round_, facilitator)
    first = take_up(meeting, "EJC-2026-001", facilitator)
    assert left(first) == ["Evaluator, Grandview", "Evaluator, Raytown", "Liaison, Raytown"]
    second = take_up(meeting, "EJC-2026-002", facilitator, at=minutes_later(9))
    assert left(second) == ["Evaluator, Grandview"]
    first.refresh_from_db()
    assert (first.ended_at, second.started_at) == (minutes_later(9), minutes_later(9))
    kinds = list(Event.objects.about(meeting).values_list("kind", flat=True))
    assert kinds[-2:] == ["meeting.took_up", "meeting.took_up"]


def test_whoever_helped_to_write_it_leaves_too(round_, people, facilitator):
    entry = round_.entries.get(proposal__reference="EJC-2026-002")
    ProposalFactory._meta.model.objects.filter(pk=entry.proposal_id).update(
        author=people["independence"].user
    )
    item = take_up(begun(round_, facilitator), "EJC-2026-002", facilitator)
    assert left(item) == ["Evaluator, Grandview", "Evaluator, Independence"]


def test_an_item_out_of_turn_is_numbered_after_what_was_taken_up(round_, facilitator):
    meeting = begun(round_, facilitator)
    take_up(meeting, "EJC-2026-003", facilitator)
    assert order_of(meeting) == ["EJC-2026-003", "EJC-2026-001", "EJC-2026-002"]


def test_who_presses_next_second_learns_who_was_first_and_nothing_moves(round_, facilitator):
    meeting = begun(round_, facilitator)
    take_up(meeting, "EJC-2026-001", facilitator)
    with pytest.raises(StaleState, match="Facilitator, Mid-America Regional Council changed it"):
        meetings.take_up(
            item_of(meeting, "EJC-2026-002"), after=0, by=facilitator, at=minutes_later(1)
        )
    assert meetings.current_item(meeting).entry.proposal.reference == "EJC-2026-001"
    assert item_of(meeting, "EJC-2026-002").started_at is None


def test_an_item_is_taken_up_once_and_again_only_when_put_on_the_agenda(round_, facilitator):
    meeting = begun(round_, facilitator)
    first = take_up(meeting, "EJC-2026-001", facilitator)
    take_up(meeting, "EJC-2026-002", facilitator)
    with pytest.raises(StaleState, match="was taken up already"):
        meetings.take_up(first, after=2, by=facilitator, at=BEGIN)
    meetings.put_on(meeting, entry=first.entry, by=facilitator, at=BEGIN)
    meetings.put_on(meeting, entry=first.entry, by=facilitator, at=BEGIN)
    assert order_of(meeting) == [
        "EJC-2026-001",
        "EJC-2026-002",
        "EJC-2026-003",
        "EJC-2026-001",
    ]


def test_a_meeting_starts_and_ends_once(round_, facilitator):
    meeting = begun(round_, facilitator)
    with pytest.raises(StaleState, match="Meeting 1 of Spring 2026 is in session"):
        meetings.start(meeting, by=facilitator, at=BEGIN)
    item = take_up(meeting, "EJC-2026-001", facilitator)
    meetings.end(meeting, by=facilitator, at=minutes_later(30))
    item.refresh_from_db()
    assert (item.ended_at, stored(meeting).ended_at) == (minutes_later(30), minutes_later(30))
    with pytest.raises(StaleState, match="Meeting 1 of Spring 2026 is ended"):
        meetings.end(meeting, by=facilitator, at=minutes_later(31))


def test_who_comes_late_to_a_conflict_leaves_for_it_and_who_goes_is_on_record(round_, facilitator):
    meeting = planned(round_, facilitator)
    there = seats("grandview", "independence")
    meetings.attend(meeting, seats=there, by=facilitator, at=BEGIN)
    meetings.start(meeting, by=facilitator, at=BEGIN)
    item = take_up(meeting, "EJC-2026-001", facilitator)
    meetings.attend(
        meeting, seats=seats("raytown", "grandview"), by=facilitator, at=minutes_later(5)
    )
    assert left(item) == ["Evaluator, Raytown", "Liaison, Raytown"]
    assert [
        (one.office, one.came_at, one.left_at) for one in meeting.attendances.order_by("office")
    ] == [
        ("Evaluator, Grandview", BEGIN, None),
        ("Evaluator, Independence", BEGIN, minutes_later(5)),
        ("Evaluator, Raytown", minutes_later(5), None),
        ("Liaison, Raytown", minutes_later(5), None),
    ]


def test_a_mistake_about_attendance_before_the_beginning_leaves_no_trace(round_, facilitator):
    meeting = planned(round_, facilitator)
    meetings.attend(meeting, seats=seats(), by=facilitator, at=AFTER)
    meetings.attend(meeting, seats=seats("grandview"), by=facilitator, at=BEGIN)
    assert [one.office for one in meeting.attendances.all()] == ["Evaluator, Grandview"]


def test_what_waits_is_put_into_another_order_and_taken_off(round_, facilitator):
    meeting = begun(round_, facilitator)
    take_up(meeting, "EJC-2026-002", facilitator)
    line = [item_of(meeting, key).pk for key in ("EJC-2026-003", "EJC-2026-001")]
    meetings.reorder(meeting, waiting=line, by=facilitator, at=BEGIN)
    assert order_of(meeting) == ["EJC-2026-002", "EJC-2026-003", "EJC-2026-001"]
    meetings.reorder(meeting, waiting=line[:1], by=facilitator, at=BEGIN)
    assert order_of(meeting) == ["EJC-2026-002", "EJC-2026-003"]
    with pytest.raises(StaleState):
        meetings.reorder(meeting, waiting=line, by=facilitator, at=BEGIN)


def test_a_planned_meeting_changes_and_one_in_session_does_not(round_, facilitator):
    meeting = planned(round_, facilitator)
    meetings.change(meeting, invitation=invitation(place="Lee's Summit"), by=facilitator, at=AFTER)
    assert stored(meeting).place == "Lee's Summit"
    meetings.attend(meeting, seats=seats(), by=facilitator, at=BEGIN)
    meetings.start(meeting, by=facilitator, at=BEGIN)
    with pytest.raises(PermissionDenied, match="When and where stands since then"):
        meetings.change(meeting, invitation=invitation(), by=facilitator, at=BEGIN)


def test_after_the_end_nothing_changes(round_, facilitator):
    meeting = begun(round_, facilitator)
    meetings.end(meeting, by=facilitator, at=minutes_later(1))
    for act in (
        lambda: meetings.attend(meeting, seats=[], by=facilitator, at=BEGIN),
        lambda: meetings.arrange(meeting, seats=[], by=facilitator, at=BEGIN),
        lambda: meetings.reorder(meeting, waiting=[], by=facilitator, at=BEGIN),
        lambda: meetings.put_on(meeting, entry=round_.entries.first(), by=facilitator, at=BEGIN),
        lambda: meetings.take_up(
            item_of(meeting, "EJC-2026-001"), after=0, by=facilitator, at=BEGIN
        ),
    ):
        with pytest.raises(PermissionDenied, match="what was recorded stands"):
            act()


def test_the_rule_for_one_person_and_the_rule_for_many_say_the_same(round_, people, facilitator):
    recuse(people["grandview"], round_, "EJC-2026-003")
    declare(people["independence"], round_, "EJC-2026-001")
    entry = round_.entries.get(proposal__reference="EJC-2026-002")
    ProposalFactory._meta.model.objects.filter(pk=entry.proposal_id).update(
        author=people["independence"].user
    )
    meeting = begun(round_, facilitator)
    items = list(meeting.items.for_reading())
    leaving = rules.leaving(items, seats(), round_=round_)
    for actor in people.values():
        closed = {item.entry_id for item in agenda_of(meeting, actor).items if not item.is_open}
        assert closed == {key for key, out in leaving.items() if actor.user.pk in out}
    assert sum(map(len, leaving.values())) == 7


def test_nobody_steps_aside_once_the_round_is_released(round_, people, facilitator):
    meeting = begun(round_, facilitator)
    meetings.end(meeting, by=facilitator, at=minutes_later(1))
    Round.objects.filter(pk=round_.pk).update(
        state="released", frozen_at=AFTER, released_at=AFTER, input_sha256="0" * 64
    )
    items = agenda_of(stored(meeting), people["raytown"]).items
    assert [item.is_open for item in items] == [True, True, True]


def refused(act, match: str | None = None, error=IntegrityError) -> None:
    with pytest.raises(error, match=match), transaction.atomic():
        act()


def test_the_database_keeps_one_item_under_discussion_and_of_the_same_round(round_, facilitator):
    meeting = begun(round_, facilitator)
    take_up(meeting, "EJC-2026-001", facilitator)
    refused(lambda: meeting.items.filter(position=2).update(started_at=BEGIN), "item_one_at_a_time")
    refused(
        lambda: AgendaItemFactory(meeting=meeting, entry=AgendaItemFactory().entry),
        "proposals of its own round",
    )
    refused(
        lambda: AgendaItemFactory(started_at=BEGIN),
        "taken up while the meeting is in session",
    )


def test_the_database_keeps_what_was_discussed_and_who_left(round_, facilitator):
    meeting = begun(round_, facilitator)
    item = take_up(meeting, "EJC-2026-001", facilitator)
    refused(lambda: Departure.objects.all().delete(), error=Error)
    stranger = AttendanceFactory()
    refused(
        lambda: Departure.objects.create(item=item, attendance=stranger, at=BEGIN),
        "discussed at their meeting",
    )
    take_up(meeting, "EJC-2026-002", facilitator)
    refused(lambda: AgendaItem.objects.filter(pk=item.pk).update(position=9), error=Error)
    refused(
        lambda: Departure.objects.create(
            item=item, attendance=meeting.attendances.first(), at=BEGIN
        ),
        "discussed at their meeting",
    )


def test_the_database_keeps_a_meeting_that_has_ended(round_, facilitator):
    meeting = begun(round_, facilitator)
    meetings.end(meeting, by=facilitator, at=minutes_later(1))
    refused(lambda: Meeting.objects.filter(pk=meeting.pk).update(place="Elsewhere"), error=Error)
    refused(lambda: meeting.attendances.update(office="Another"), "The meeting is ended")
    refused(lambda: meeting.items.update(position=9), "The meeting is ended")
    refused(lambda: AttendanceFactory(meeting=meeting), "The meeting is ended")


def test_a_meeting_is_never_removed():
    meeting = MeetingFactory()

    def remove() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM initiatives_meeting WHERE id = %s", [meeting.pk])

    refused(remove, error=Error)
