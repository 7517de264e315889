"""The library of criteria sets: brought along, added to, taken into rounds."""

from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction

from collaborative.models import Event
from initiatives.models import CriteriaSet
from initiatives.operations import criteria, library
from initiatives.operations.library import NewerVersion, Wording
from initiatives.results.weights import questions_of
from initiatives.rubrics import Question
from tests.conftest import NOON
from tests.factories.library import CriteriaSetFactory
from tests.factories.rounds import AnchorFactory, CriterionFactory, RoundFactory
from tests.initiatives.sets import brought

pytestmark = pytest.mark.django_db
OURS = Wording(title="Our criteria", note="For the years to come.")
ASKED = [
    Question(label="Savings", weight=Decimal(60), anchors={0: "None"}),
    Question(label="Savings", weight=Decimal(40), remark_below=1),
]


def test_the_command_brings_the_sets_once():
    said = StringIO()
    call_command("load_criteria_sets", stdout=said)
    call_command("load_criteria_sets", stdout=said)
    assert said.getvalue() == (
        "Criteria sets: inserted 7, unchanged 0.\nCriteria sets: inserted 0, unchanged 7.\n"
    )
    offered = CriteriaSet.objects.newest()
    assert [one.title for one in offered if one.is_starting_point] == ["Starting point"]
    assert offered[0].slug == "starting-point"


def test_a_file_that_says_something_else_becomes_the_next_version(monkeypatch, tmp_path):
    brought()
    changed = (library.FOLDER / "ohio-straight-a.json").read_text(encoding="utf-8")
    (tmp_path / "set.json").write_text(changed.replace("Lasting effect", "Impact"))
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    assert library.load(at=NOON) == library.Tally(inserted=1, unchanged=0)
    assert library.load(at=NOON) == library.Tally(inserted=0, unchanged=1)
    versions = CriteriaSet.objects.filter(slug="ohio-straight-a").order_by("version")
    assert [(one.version, one.asked[-1].label) for one in versions] == [
        (1, "Lasting effect"),
        (2, "Impact"),
    ]


def test_loading_again_leaves_what_facilitators_added(facilitator):
    earlier = brought()
    added = library.add_version(
        earlier, wording=OURS, questions=earlier.asked, by=facilitator, at=NOON
    )
    library.load(at=NOON)
    assert CriteriaSet.objects.filter(slug=earlier.slug).latest("version") == added


def test_a_set_is_added_with_short_names_of_its_own_and_its_author(facilitator):
    added = library.add_set(OURS, questions=ASKED, by=facilitator, at=NOON)
    again = library.add_set(OURS, questions=ASKED, by=facilitator, at=NOON)
    assert [(one.slug, one.version, one.by, one.office) for one in (added, again)] == [
        ("our-criteria", 1, facilitator.user, facilitator.title),
        ("our-criteria-2", 1, facilitator.user, facilitator.title),
    ]
    assert [question.key for question in added.asked] == ["savings", "savings-2"]
    assert [event.kind for event in Event.objects.about(added)] == ["criteria_set.added"]


def test_a_change_is_the_next_version_and_the_earlier_stays(facilitator):
    first = library.add_set(OURS, questions=ASKED, by=facilitator, at=NOON)
    other = [replace(first.asked[0], weight=Decimal(100))]
    second = library.add_version(
        first, wording=replace(OURS, note="Simpler."), questions=other, by=facilitator, at=NOON
    )
    first.refresh_from_db()
    assert (first.version, len(first.asked), first.note) == (1, 2, "For the years to come.")
    assert (second.slug, second.version, second.asked, second.note) == (
        first.slug,
        2,
        other,
        "Simpler.",
    )


def test_whoever_read_an_earlier_version_adds_nothing_over_the_newer(facilitator):
    first = library.add_set(OURS, questions=ASKED, by=facilitator, at=NOON)
    theirs = library.add_version(first, wording=OURS, questions=ASKED, by=facilitator, at=NOON)
    with pytest.raises(NewerVersion) as refusal:
        library.add_version(first, wording=OURS, questions=ASKED, by=facilitator, at=NOON)
    assert (refusal.value.newest, CriteriaSet.objects.count()) == (theirs, 2)


def test_a_version_is_never_changed_nor_removed():
    kept = CriteriaSetFactory()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        CriteriaSet.objects.filter(pk=kept.pk).update(title="Other")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        kept.delete()


def test_a_set_that_no_round_could_be_run_with_is_not_added(facilitator):
    with pytest.raises(PermissionDenied, match="The weights sum to 60; they must sum to 100"):
        library.add_set(OURS, questions=ASKED[:1], by=facilitator, at=NOON)
    assert CriteriaSet.objects.count() == 0


def test_nobody_else_adds_to_the_library(staff_of):
    kept = CriteriaSetFactory()
    by = staff_of("raytown")
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        library.add_set(OURS, questions=ASKED, by=by, at=NOON)
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        library.add_version(kept, wording=OURS, questions=ASKED, by=by, at=NOON)
    assert CriteriaSet.objects.count() == 1


def test_a_round_asks_what_its_set_asks_in_place_of_what_it_asked(facilitator):
    taken = brought()
    round_ = RoundFactory()
    AnchorFactory(criterion=CriterionFactory(round=round_, key="old"))
    criteria.take_set(round_, taken=taken, by=facilitator, at=NOON)
    assert questions_of(round_) == taken.asked
    assert [event.detail for event in Event.objects.about(round_)] == [
        {"set_taken": "Starting point, version 1"}
    ]


def test_a_round_that_is_not_in_preparation_takes_no_set(facilitator):
    round_ = RoundFactory(opened=True)
    with pytest.raises(PermissionDenied, match="fixed since then"):
        criteria.take_set(round_, taken=CriteriaSetFactory(), by=facilitator, at=NOON)
    assert round_.criteria.count() == 0


def test_nobody_else_takes_a_set_into_a_round(staff_of):
    round_ = RoundFactory()
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        criteria.take_set(round_, taken=CriteriaSetFactory(), by=staff_of("raytown"), at=NOON)
    assert round_.criteria.count() == 0


def test_what_a_round_asks_is_kept_as_a_new_set_or_as_the_next_version(facilitator):
    round_ = RoundFactory(title="Spring")
    AnchorFactory(criterion=CriterionFactory(round=round_))
    said = {"by": facilitator, "at": NOON}
    kept = library.keep(round_, title="Ours", note="As in spring.", earlier=None, **said)
    assert (str(kept), kept.source, kept.asked) == (
        "Ours, version 1",
        "The round “Spring”.",
        questions_of(round_),
    )
    earlier = brought()
    newer = library.keep(round_, title="", note="Only savings.", earlier=earlier, **said)
    assert (str(newer), newer.note, newer.source, newer.asked) == (
        "Starting point, version 2",
        "Only savings.",
        earlier.source,
        questions_of(round_),
    )
