"""After the decision: vetoes, overrides, rescissions, later versions, and what follows of them."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from agreements import results
from agreements.models import Action, Agreement, Vote
from agreements.operations import acts
from agreements.operations.facts import Ballot, Facts, Step, step_of
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.agreements import TextFactory, VersionFactory, circulated
from tests.factories.cities import CompositionFactory

pytestmark = pytest.mark.django_db

FEBRUARY_24 = date(2026, 2, 24)
MARCH_1 = date(2026, 3, 1)
MARCH_2 = date(2026, 3, 2)
PASSED = Facts(
    instrument="ordinance", file_number="BILL NO. 26-01", acted_on=FEBRUARY_24, result="passed"
)
VETO = Step(kind="vetoed", word="Vetoed", on=MARCH_1, body="Mayor")
OVERRIDE = Step(
    kind="overridden",
    on=MARCH_2,
    votes=(Ballot("Member 1", "aye", "Aye"), Ballot("Mayor", "nay", "Nay", is_mayor=True)),
)
TAKEN_BACK = Step(kind="rescinded", word="Repealed", on=MARCH_2)


@pytest.fixture
def promise(cities):
    """An agreement before the councils of Raytown and Grandview."""
    return circulated(cities["raytown"], cities["grandview"])


@pytest.fixture
def act(promise, clerk_of):
    """Both councils adopted it; this is Raytown's act."""
    own, other = promise.parties.order_by("-organisation__name").select_related("organisation")
    acts.record_act(other, facts=PASSED, by=clerk_of("grandview"), at=NOON)
    return acts.record_act(own, facts=PASSED, by=clerk_of("raytown"), at=NOON)


def stands(promise: Agreement) -> tuple[str, date | None, list[str]]:
    promise.refresh_from_db()
    labels = [square.label for square in results.standing(promise).squares]
    return promise.state, promise.in_force_on, labels


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], ("in_force", FEBRUARY_24, ["Adopted", "Adopted"])),
        ([VETO], ("circulated", None, ["Adopted", "Vetoed"])),
        ([VETO, OVERRIDE], ("in_force", MARCH_2, ["Adopted", "Adopted"])),
        ([TAKEN_BACK], ("circulated", None, ["Adopted", "Taken back"])),
        (
            [Step(kind="reconsidered", on=MARCH_1)],
            ("circulated", None, ["Adopted", "Before the council"]),
        ),
        (
            [Step(kind="reconsidered", on=MARCH_1), Step(kind="voted", on=MARCH_2, passed=True)],
            ("in_force", MARCH_2, ["Adopted", "Adopted"]),
        ),
        (
            [Step(kind="reconsidered", on=MARCH_1), Step(kind="voted", on=MARCH_2, passed=False)],
            ("circulated", None, ["Adopted", "Did not pass"]),
        ),
        ([Step(kind="signed", on=MARCH_1)], ("in_force", FEBRUARY_24, ["Adopted", "Adopted"])),
    ],
)
def test_the_agreement_follows_what_came_after(promise, act, clerk_of, steps, expected):
    clerk = clerk_of("raytown")
    for step in steps:
        acts.add_action(act, step=step, by=clerk, at=NOON)
    assert (stands(promise), list(results.invariants())) == (expected, [])


def test_what_came_after_is_kept_word_for_word_and_told(act, clerk_of):
    action = acts.add_action(act, step=VETO, by=clerk_of("raytown"), at=NOON)
    acts.add_action(act, step=OVERRIDE, by=clerk_of("raytown"), at=NOON)
    kept = [step_of(each) for each in act.actions.all()]
    told = Event.objects.filter(kind="act.followed").values_list("detail__step", flat=True)
    assert (kept, action.position, list(told)) == (
        [VETO, OVERRIDE],
        1,
        ["Vetoed", "Veto overridden"],
    )


def test_only_the_own_clerk_adds_to_a_decided_act_that_stands(act, promise, clerk_of):
    with pytest.raises(PermissionDenied, match=r"^Acts of Raytown's council are recorded by its"):
        acts.add_action(act, step=VETO, by=clerk_of("grandview"), at=NOON)
    acts.correct_act(act, facts=PASSED, by=clerk_of("raytown"), at=NOON)
    act.refresh_from_db()
    with pytest.raises(PermissionDenied, match="add it to that record"):
        acts.add_action(act, step=VETO, by=clerk_of("raytown"), at=NOON)


def test_a_correction_takes_along_what_came_after(promise, act, clerk_of):
    acts.add_action(act, step=VETO, by=clerk_of("raytown"), at=NOON)
    later = acts.correct_act(
        act, facts=replace(PASSED, title="On plows"), by=clerk_of("raytown"), at=NOON
    )
    assert ([step_of(each) for each in later.actions.all()], stands(promise)[2]) == (
        [VETO],
        ["Adopted", "Vetoed"],
    )


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except (DatabaseError, IntegrityError):
        return True
    return False


def test_no_step_of_a_decided_act_is_added_before_changed_or_removed(act, clerk_of):
    action = acts.add_action(act, step=OVERRIDE, by=clerk_of("raytown"), at=NOON)
    before = Action(act=act, position=1, kind="introduced", recorded_at=NOON)
    more = Vote(action=action, position=3, voter="Member 3", value="aye")
    rows = Action.objects.filter(pk=action.pk)
    assert [
        refused(before.save),
        refused(more.save),
        refused(lambda: rows.update(kind="signed")),
        refused(lambda: action.votes.all().update(value="nay")),
        refused(lambda: action.votes.all().delete()),
        refused(lambda: Action.objects.filter(pk=action.pk)._raw_delete("default")),
    ] == [True] * 6


@pytest.mark.parametrize(
    ("kind", "members", "expected"),
    [
        ("cooperative", 4, ("circulated", ["No record", "No majority of members"])),
        ("cooperative", 3, ("in_force", ["No record", "Adopted"])),
        ("statement", 4, ("in_force", ["No record", "Adopted"])),
    ],
)
def test_what_binds_money_or_duty_needs_a_majority_of_the_members(
    cities, clerk_of, kind, members, expected
):
    """Two of four voted aye: that is no majority of the members, whoever calls it passed."""
    CompositionFactory(organisation=cities["raytown"], members=members)
    promise = circulated(cities["raytown"], cities["grandview"], kind=kind, required_adoptions=1)
    votes = (Ballot("A", "aye", "Aye"), Ballot("B", "aye", "Aye"), Ballot("C", "absent", "Absent"))
    party = promise.parties.get(organisation=cities["raytown"])
    acts.record_act(party, facts=replace(PASSED, votes=votes), by=clerk_of("raytown"), at=NOON)
    state, _, labels = stands(promise)
    assert (state, labels) == expected


def test_a_later_version_takes_the_place_of_the_first_once_it_is_adopted(promise, act, clerk_of):
    words = TextFactory(body="## 1. Purpose\n\nTo share two fleets.\n")
    second = VersionFactory(agreement=promise, number=2, draft="", text=words, circulated_at=NOON)
    first = promise.versions.get(number=1)
    between = (stands(promise), results.standing(promise).summary)
    for slug, day in (("raytown", MARCH_1), ("grandview", MARCH_2)):
        party = promise.parties.get(organisation__slug=slug)
        new = replace(PASSED, file_number="BILL NO. 26-02", acted_on=day)
        acts.record_act(party, facts=new, by=clerk_of(slug), at=NOON)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (
        between,
        (first.in_force_on, first.replaced_on),
        (second.in_force_on, second.replaced_on),
        stands(promise),
        [square.label for square in results.standing_of(first).squares],
        list(results.invariants()),
    ) == (
        (
            ("in_force", FEBRUARY_24, ["Adopted the earlier version"] * 2),
            (
                "Version 1 is in force since Tuesday, February 24, 2026. Version 2: Not in force: "
                "0 of 2 councils adopted this text. Still to decide: Grandview and Raytown."
            ),
        ),
        (FEBRUARY_24, MARCH_2),
        (MARCH_2, None),
        ("in_force", FEBRUARY_24, ["Adopted"] * 2),
        ["Adopted"] * 2,
        [],
    )


def test_what_is_superseded_ends_on_the_day_the_new_one_begins(cities, promise, act, clerk_of):
    new = circulated(cities["raytown"], words="Other words", supersedes=promise)
    second = replace(PASSED, file_number="BILL NO. 26-02", acted_on=MARCH_1)
    acts.record_act(new.parties.get(), facts=second, by=clerk_of("raytown"), at=NOON)
    promise.refresh_from_db()
    event = Event.objects.filter(kind="agreement.ended").get()
    assert (promise.state, promise.ended_on, event.detail["reason"]) == (
        "ended",
        MARCH_1,
        f"“{new}” took its place",
    )
