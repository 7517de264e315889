"""`manage.py load_scale`: a large invented collaborative."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Count, F, Max, Min

import cities.results
import initiatives.results
from cities.models import City, Office
from collaborative.demo.scale import CannotLoad, Size, load
from collaborative.models import Event, User
from collaborative.roles import Role
from initiatives.models import (
    Concord,
    Criterion,
    Entry,
    Mark,
    Numbering,
    Placing,
    Proposal,
    Review,
    Round,
)
from initiatives.operations import rounds
from notifications.models import Message
from notifications.operations.outbox import post_events

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SMALL = Size(proposals=7, evaluators=10, criteria=3, reviews=4, draws=100)


def given(size: Size) -> list[str]:
    names = ("proposals", "evaluators", "criteria", "reviews", "draws")
    return [f"--{name}={getattr(size, name)}" for name in names]


def marks() -> list[tuple[str, str, int]]:
    return list(
        Mark.objects.order_by(
            "review__entry__proposal__reference", "review__evaluator__email", "criterion__position"
        ).values_list("review__entry__proposal__reference", "review__evaluator__email", "value")
    )


def test_there_are_as_many_rows_as_were_asked_for(capsys):
    call_command("load_scale", *given(SMALL))
    assert {
        model.__name__: model.objects.count()
        for model in (Round, Proposal, Entry, Criterion, Review, Mark, Placing, Concord)
    } == {
        "Round": 1,
        "Proposal": 7,
        "Entry": 7,
        "Criterion": 3,
        "Review": 28,
        "Mark": 84,
        "Placing": 7,
        "Concord": 3,
    }
    assert capsys.readouterr().out == (
        "“Sample round of a large collaborative” is being decided, with 7 proposals, 28 reviews "
        "and 84 marks.\n"
    )


def test_every_proposal_has_its_reviews_and_every_review_its_marks():
    load(SMALL, at=NOON)
    numbers = {"least": Min("number"), "most": Max("number")}
    reviews = Entry.objects.annotate(number=Count("reviews")).aggregate(**numbers)
    given_marks = Review.objects.annotate(number=Count("marks")).aggregate(**numbers)
    assert (reviews, given_marks) == ({"least": 4, "most": 4}, {"least": 3, "most": 3})


def test_no_evaluator_reviews_for_the_lead_city_or_for_another_city_than_the_own():
    load(SMALL, at=NOON)
    led = Review.objects.filter(city=F("entry__proposal__city"))
    own = Office.objects.in_role(Role.EVALUATOR).values_list("person", "organisation")
    asked = Review.objects.order_by().values_list("evaluator", "city").distinct()
    assert (led.count(), set(asked) - set(own)) == (0, set())


def test_the_round_was_closed_by_its_operation_so_that_everything_holds():
    round_ = load(SMALL, at=NOON)
    assert (round_.state, list(initiatives.results.invariants())) == ("decided", [])
    assert list(cities.results.invariants()) == []
    assert [*Placing.objects.of(round_).values_list("position", flat=True)] == [*range(1, 8)]


def test_a_round_that_is_left_open_has_every_review_and_can_be_closed():
    round_ = load(SMALL, at=NOON, leave_open=True)
    facilitator = Office.objects.in_role(Role.FACILITATOR).get().person
    assert (round_.state, Placing.objects.count()) == ("scoring", 0)
    assert {*Review.objects.values_list("state", flat=True)} == {"submitted"}
    rounds.close(round_, by=Office.objects.actor(facilitator, on=NOON.date()), at=NOON)
    assert Placing.objects.count() == 7


def _marks_of(seed: int) -> list[tuple[str, str, int]]:
    """Load, read the marks, and undo it."""
    with transaction.atomic():
        load(replace(SMALL, seed=seed), at=NOON)
        found = marks()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_marks_and_another_seed_others():
    first = _marks_of(seed=1)
    assert (_marks_of(seed=1) == first, _marks_of(seed=2) == first) == (True, False)


def test_all_that_happened_is_on_record_once_for_each_thing_and_person():
    load(SMALL, at=NOON)
    kinds = Event.objects.order_by("kind").values_list("kind").annotate(number=Count("pk"))
    assert dict(kinds) == {
        "office.taken": 16,
        "proposal.started": 7,
        "proposal.submitted": 7,
        "proposal.accepted": 7,
        "proposal.entered": 7,
        "round.prepared": 1,
        "round.changed": 3,
        "round.opened": 1,
        "round.closed": 1,
        "round.frozen": 1,
        "review.assigned": 28,
        "review.declared": 28,
        "review.submitted": 28,
    }
    said = Event.objects.filter(kind="review.submitted").values_list("about_key", "by")
    asked = Review.objects.values_list("pk", "evaluator")
    assert {(int(review), person) for review, person in said} == {*asked}


def test_nobody_is_written_a_letter_about_it():
    load(SMALL, at=NOON)
    assert (post_events(at=NOON), Message.objects.count()) == ([], 0)


def test_a_number_given_out_before_is_not_given_out_again():
    Numbering.objects.create(year=2025, last=11)
    load(SMALL, at=NOON)
    references = Proposal.objects.order_by("pk").values_list("reference", flat=True)
    assert [*references] == [f"EJC-2025-{number:03}" for number in range(12, 19)]
    assert Numbering.objects.next_reference(datetime(2025, 12, 1, 18, tzinfo=UTC)) == "EJC-2025-019"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"reviews": 9},
            (
                "--reviews is 9, expected at most 8: with --evaluators 10 in 5 cities, up to 2 are "
                "of the city that leads a proposal, and those do not review it."
            ),
        ),
        ({"proposals": 0}, "--proposals is 0, expected a number from 1 to 100,000."),
        ({"evaluators": -1}, "--evaluators is -1, expected a number from 1 to 1,000."),
        ({"criteria": 101}, "--criteria is 101, expected a number from 1 to 100."),
        ({"reviews": 0}, "--reviews is 0, expected a number from 1 to 1,000."),
        ({"draws": 99}, "--draws is 99, expected a number from 100 to 20,000."),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(change, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("load_scale", *given(replace(SMALL, **change)))
    assert (str(refusal.value), refusal.value.returncode) == (sentence, 2)
    assert (Proposal.objects.count(), User.objects.count(), City.objects.count()) == (0, 0, 0)


def test_the_most_reviews_that_can_be_are_loaded():
    load(replace(SMALL, reviews=8), at=NOON)
    assert Review.objects.count() == 56


def test_a_database_that_holds_proposals_is_left_as_it_is():
    load(SMALL, at=NOON)
    with pytest.raises(CannotLoad) as refusal:
        load(SMALL, at=NOON)
    assert str(refusal.value) == (
        "This database already holds proposals (7), and invented ones must not come among them. "
        "Load into an empty, migrated database, as `make bench` does."
    )
    assert (Proposal.objects.count(), Round.objects.count()) == (7, 1)


def test_a_word_that_is_no_number_is_refused_with_exit_code_2():
    wrong = [sys.executable, "manage.py", "load_scale", "--proposals=many"]
    ended = subprocess.run(wrong, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "argument --proposals: invalid int value: 'many'" in ended.stderr
