from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from collaborative.models import Event
from initiatives.forms.criteria import AnchorFormSet, CriterionForm
from initiatives.operations import criteria
from initiatives.rubrics import Question
from tests.conftest import NOON
from tests.factories.rounds import CriterionFactory, RoundFactory

pytestmark = pytest.mark.django_db
SAVINGS = Question(
    label="Savings",
    guidance="How much less?",
    weight=Decimal("62.50"),
    threshold=Decimal(2),
    anchors={0: "None", 5: "Large"},
)


def test_a_criterion_comes_last_with_its_anchors_and_a_short_name(facilitator):
    round_ = RoundFactory()
    CriterionFactory(round=round_, key="first")
    added = criteria.add_criterion(round_, question=SAVINGS, by=facilitator, at=NOON)
    added.refresh_from_db()
    assert (added.key, added.position, added.weight, added.threshold, added.kind) == (
        "savings",
        2,
        Decimal("62.50"),
        Decimal("2.00"),
        "scored",
    )
    assert list(added.anchors.values_list("mark", "text")) == [(0, "None"), (5, "Large")]
    event = Event.objects.about(round_).get()
    assert (event.kind, event.detail) == ("round.changed", {"criterion_added": "Savings"})


def test_two_criteria_of_the_same_label_have_different_short_names(facilitator):
    round_ = RoundFactory()
    keys = [
        criteria.add_criterion(round_, question=SAVINGS, by=facilitator, at=NOON).key
        for _ in range(2)
    ]
    assert keys == ["savings", "savings-2"]


def test_a_gate_has_neither_weight_nor_threshold_nor_scale_of_its_own(facilitator):
    question = Question(
        label="Lawful", kind="gate", weight=Decimal(5), maximum=9, threshold=Decimal(1)
    )
    gate = criteria.add_criterion(RoundFactory(), question=question, by=facilitator, at=NOON)
    assert (gate.weight, gate.threshold, gate.minimum, gate.maximum) == (None, None, 0, 1)


def test_a_change_replaces_the_anchors_and_keeps_the_short_name(facilitator):
    round_ = RoundFactory()
    criterion = criteria.add_criterion(round_, question=SAVINGS, by=facilitator, at=NOON)
    other = Question(label="Thrift", weight=Decimal(10), anchors={3: "Some"})
    criteria.change_criterion(criterion, question=other, by=facilitator, at=NOON)
    criterion.refresh_from_db()
    assert (criterion.key, criterion.label, criterion.weight) == ("savings", "Thrift", Decimal(10))
    assert list(criterion.anchors.values_list("mark", "text")) == [(3, "Some")]


def test_a_criterion_is_removed_with_its_anchors(facilitator):
    round_ = RoundFactory()
    criterion = criteria.add_criterion(round_, question=SAVINGS, by=facilitator, at=NOON)
    criteria.remove_criterion(criterion, by=facilitator, at=NOON)
    assert round_.criteria.count() == 0
    last = Event.objects.about(round_).order_by("-pk").first()
    assert last.detail == {"criterion_removed": "Savings"}


def test_nobody_else_sets_criteria(staff_of):
    round_ = RoundFactory()
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        criteria.add_criterion(round_, question=SAVINGS, by=staff_of("raytown"), at=NOON)
    criterion = CriterionFactory(round=round_, label="As before")
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        criteria.change_criterion(criterion, question=SAVINGS, by=staff_of("raytown"), at=NOON)
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        criteria.remove_criterion(criterion, by=staff_of("raytown"), at=NOON)
    assert [one.label for one in round_.criteria.all()] == ["As before"]


def typed(**fields):
    return {
        "label": "Savings",
        "kind": "scored",
        "weight": "25",
        "minimum": "0",
        "maximum": "5",
        **fields,
    }


def anchors(form, *rows):
    data = {"anchor-TOTAL_FORMS": str(len(rows)), "anchor-INITIAL_FORMS": "0"}
    for number, (mark, text) in enumerate(rows):
        data |= {f"anchor-{number}-mark": mark, f"anchor-{number}-text": text}
    return AnchorFormSet(data, prefix="anchor", criterion=form)


def test_a_criterion_and_its_anchors_are_read_from_the_form():
    form = CriterionForm(typed(threshold="2.5"))
    rows = anchors(form, ("0", "None"), ("", ""), ("3", ""), ("9", ""), ("5", "Large"))
    assert (form.is_valid(), rows.is_valid()) == (True, True)
    assert form.question(rows) == Question(
        label="Savings",
        weight=Decimal(25),
        threshold=Decimal("2.5"),
        anchors={0: "None", 5: "Large"},
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("weight", "", "A scored criterion needs a weight of more than 0, such as 25."),
        ("weight", "0", "A scored criterion needs a weight of more than 0, such as 25."),
        ("maximum", "11", "Ensure this value is less than or equal to 10."),
    ],
)
def test_what_is_wrong_with_a_criterion_is_said_at_its_field(field, value, sentence):
    assert CriterionForm(typed(**{field: value})).errors == {field: [sentence]}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"minimum": "5"}, "The highest mark must be more than the lowest."),
        ({"threshold": "6"}, "The least mean mark must lie on the scale."),
        (
            {"remark_below": "6"},
            (
                "The marks that need a reason must lie on the scale; a gate’s are 0 for no and 1 "
                "for yes."
            ),
        ),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(fields, sentence):
    assert CriterionForm(typed(**fields)).errors == {"__all__": [sentence]}


def test_a_gate_needs_no_weight():
    form = CriterionForm(typed(kind="gate", weight="", minimum="", maximum=""))
    assert form.errors == {}


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([("7", "Huge")], [{"mark": ["7 is outside the scale of 0 to 5."]}]),
        ([("5", "A"), ("5", "B")], [{}, {"mark": ["There are two anchors for 5. Leave one out."]}]),
        ([("", "Huge")], [{"mark": ["Say which mark means “Huge”."]}]),
    ],
)
def test_what_is_wrong_with_an_anchor_is_said_in_its_row(rows, errors):
    form = CriterionForm(typed())
    formset = anchors(form, *rows)
    assert (form.is_valid(), formset.is_valid(), formset.errors) == (True, False, errors)
