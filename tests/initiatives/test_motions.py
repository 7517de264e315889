"""Words kept while they are typed, and motions: recorded, refused, corrected."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, transaction

from collaborative.lifecycle import StaleState
from initiatives.models import Jotting, Motion, Round
from initiatives.operations import meetings, motions
from tests.factories.meetings import AttendanceFactory, MotionFactory
from tests.initiatives.meeting_scenes import (
    AFTER,
    BEGIN,
    begun,
    discussed,
    minutes_later,
    take_up,
)

pytestmark = pytest.mark.django_db
RECOMMEND = "To recommend the proposal to the councils"


@pytest.fixture
def item(evaluator_of, liaison_of, facilitator):
    """The item of Raytown's proposal under discussion; people of three cities are there."""
    evaluators = [evaluator_of(city) for city in ("raytown", "grandview", "independence")]
    liaison_of("grandview")
    round_ = discussed(facilitator, *evaluators)
    return take_up(begun(round_, facilitator), "EJC-2026-001", facilitator)


def there(item, office: str):
    return item.meeting.attendances.get(office=office)


def motion(item, **changes) -> Motion:
    given = {
        "text": RECOMMEND,
        "asks": "recommend",
        "mover": there(item, "Liaison, Grandview"),
        "seconder": there(item, "Evaluator, Independence"),
        "outcome": "carried",
        "votes": {"grandview": "yes", "independence": "no"},
        "rationale": "It saves most.",
    }
    return Motion(**(given | changes))


def recorded(item, facilitator, **changes) -> Motion:
    return motions.record(item, motion=motion(item, **changes), by=facilitator, at=minutes_later(8))


def last(item) -> dict[str, str]:
    return {box: row.text for box, row in Jotting.objects.last(item).items()}


def test_what_is_typed_is_kept_and_nothing_of_it_is_lost(item, facilitator):
    for text in ("To rec", "To recommend", "To recommend", "To defer"):
        motions.jot(item, boxes={"text": text, "note": ""}, by=facilitator, at=BEGIN)
    kept = item.jottings.filter(box="text").order_by("pk").values_list("text", flat=True)
    assert (last(item), list(kept)) == (
        {"text": "To defer"},
        ["To rec", "To recommend", "To defer"],
    )


def test_words_belong_to_a_meeting_in_session(item, facilitator):
    meetings.end(item.meeting, by=facilitator, at=minutes_later(1))
    with pytest.raises(PermissionDenied, match="what was recorded stands"):
        motions.jot(item, boxes={"note": "Too late"}, by=facilitator, at=minutes_later(2))


def test_a_motion_is_recorded_and_its_boxes_begin_anew_while_the_note_stands(item, facilitator):
    boxes = {"note": "Who pays?", "text": RECOMMEND, "asks": "recommend"}
    motions.jot(item, boxes=boxes, by=facilitator, at=BEGIN)
    made = recorded(item, facilitator)
    assert (made.item, made.office, made.at, made.leads_to) == (
        item,
        "Facilitator, Mid-America Regional Council",
        minutes_later(8),
        "recommend",
    )
    assert last(item) == {"note": "Who pays?", "text": "", "asks": ""}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"seconder": "Liaison, Grandview"}, "Whoever moves does not second"),
        ({"seconder": None}, "carried only when somebody seconded"),
        ({"mover": "Evaluator, Raytown"}, "Whoever left the room"),
        ({"seconder": "Evaluator, Raytown"}, "Whoever left the room"),
        ({"votes": {"raytown": "yes"}}, "Nobody of raytown is present"),
    ],
)
def test_a_motion_that_cannot_be_is_refused(item, facilitator, changes, reason):
    who = {
        key: there(item, value) if isinstance(value, str) else value
        for key, value in changes.items()
    }
    with pytest.raises(PermissionDenied, match=reason):
        recorded(item, facilitator, **who)
    assert Motion.objects.count() == 0


@pytest.mark.parametrize("outcome", ["failed", "withdrawn"])
def test_a_motion_that_nobody_seconds_is_not_carried_and_leads_to_no_decision(
    item, facilitator, outcome
):
    made = recorded(item, facilitator, seconder=None, outcome=outcome)
    assert (made.seconder, made.leads_to) == (None, "")


def test_the_meeting_does_not_go_on_over_a_motion_without_an_outcome(item, facilitator):
    motions.jot(item, boxes={"text": RECOMMEND}, by=facilitator, at=BEGIN)
    with pytest.raises(PermissionDenied, match="has no outcome yet"):
        take_up(item.meeting, "EJC-2026-002", facilitator)
    with pytest.raises(PermissionDenied, match="has no outcome yet"):
        meetings.end(item.meeting, by=facilitator, at=BEGIN)
    motions.jot(item, boxes={"text": " "}, by=facilitator, at=BEGIN)
    take_up(item.meeting, "EJC-2026-002", facilitator)


def test_a_correction_stands_and_the_earlier_row_stays(item, facilitator):
    earlier = recorded(item, facilitator)
    meetings.end(item.meeting, by=facilitator, at=minutes_later(9))
    correction = motion(item, outcome="failed", because="It was miscounted.")
    motions.correct(earlier, motion=correction, by=facilitator, at=minutes_later(60))
    assert (list(Motion.objects.standing()), Motion.objects.count()) == ([correction], 2)
    again = motion(item, because="Once more.")
    with pytest.raises(StaleState, match="This motion was corrected on Tuesday, March 17, 2026"):
        motions.correct(earlier, motion=again, by=facilitator, at=minutes_later(61))


def test_after_the_release_a_motion_stands(item, facilitator):
    earlier = recorded(item, facilitator)
    meetings.end(item.meeting, by=facilitator, at=minutes_later(9))
    Round.objects.filter(pk=item.meeting.round_id).update(
        state="released", frozen_at=AFTER, released_at=AFTER, input_sha256="0" * 64
    )
    earlier = Motion.objects.select_related("item__meeting__round").get(pk=earlier.pk)
    with pytest.raises(PermissionDenied, match="They stand"):
        motions.correct(
            earlier, motion=motion(item, because="Why"), by=facilitator, at=minutes_later(60)
        )
    refused(
        lambda: MotionFactory(
            item=item,
            mover=earlier.mover,
            seconder=None,
            outcome="failed",
            corrects=earlier,
            because="Why",
        ),
        "they stand",
    )


def test_only_a_facilitator_records(item, evaluator_of):
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        recorded(item, evaluator_of("grandview"))


def refused(act, match: str | None = None, error=IntegrityError) -> None:
    with pytest.raises(error, match=match), transaction.atomic():
        act()


def test_the_database_refuses_what_no_motion_is(item, facilitator):
    mover = there(item, "Liaison, Grandview")
    seconder = there(item, "Evaluator, Independence")
    outside = there(item, "Evaluator, Raytown")
    given = {"item": item, "mover": mover, "seconder": seconder}
    for changes, match in (
        ({"seconder": mover}, "motion_seconded_by_another"),
        ({"seconder": None}, "motion_carried_was_seconded"),
        ({"mover": outside}, "in the room"),
        ({"seconder": outside}, "in the room"),
        ({"mover": AttendanceFactory()}, "in the room"),
        ({"votes": {"grandview": "perhaps"}}, "yes, no or abstained"),
        ({"votes": {"blue-springs": "yes"}}, "yes, no or abstained"),
        ({"because": "Nothing is corrected"}, "motion_corrected_with_a_reason"),
        ({"outcome": "tabled"}, "motion_says_what_it_asks"),
        ({"text": ""}, "motion_says_what_it_asks"),
        ({"corrects": MotionFactory(), "because": "Why"}, "of the same item"),
    ):
        refused(lambda changes=changes: MotionFactory(**(given | changes)), match)


def test_the_database_keeps_what_was_recorded(item, facilitator):
    made = recorded(item, facilitator)
    motions.jot(item, boxes={"note": "A note"}, by=facilitator, at=BEGIN)
    refused(lambda: Motion.objects.filter(pk=made.pk).update(outcome="failed"), error=Error)
    refused(lambda: Jotting.objects.all().delete(), error=Error)
    meetings.end(item.meeting, by=facilitator, at=minutes_later(9))
    refused(
        lambda: MotionFactory(item=item, mover=made.mover, seconder=made.seconder),
        "while the meeting lasts",
    )
