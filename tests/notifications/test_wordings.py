"""The language of notices: named fields, and nothing else."""

import pytest

from initiatives.models import Decision
from notifications.catalogue.wordings import (
    OF_A_PROPOSAL,
    OF_A_ROUND,
    faults,
    fields_of,
    fill,
    standard,
    subject_fields_of,
)
from notifications.models import Readers

KINDS = [
    *((readers, outcome) for readers in ("authors", "co-sponsors") for outcome in Decision.Outcome),
    ("evaluators", ""),
]


def test_what_a_field_stands_for_is_put_in_and_never_read_again():
    values = {"title": "{rationale} {% now %} <b>", "rationale": "secret"}
    assert fill("On {title}: {title}", values) == (
        "On {rationale} {% now %} <b>: {rationale} {% now %} <b>"
    )


@pytest.mark.parametrize(
    "text", ["Plain words.", "{proposal}", "{outcome}{round}", "100 % <b>&amp;</b> {next}"]
)
def test_what_is_in_the_language_is_taken(text):
    assert faults(text, OF_A_PROPOSAL) == []


@pytest.mark.parametrize(
    "name", ["titel", "title.author", "0", "", "title!r", "title:>9", " title "]
)
def test_an_unknown_field_is_named_with_those_that_there_are(name):
    listed = ", ".join(f"{{{field}}}" for field in OF_A_ROUND)
    assert faults(f"About {{{name}}} and {{{name}}}", OF_A_ROUND) == [
        f"There is no field {{{name}}} here. The fields are {listed}."
    ]


@pytest.mark.parametrize("text", ["The { title", "title } here", "{{title}}", "{title}}", "{"])
def test_a_brace_that_stands_alone_is_shown_with_its_place(text):
    (fault,) = faults(text, OF_A_PROPOSAL)
    assert fault.startswith("A brace stands alone near “")
    assert fault.endswith("Braces only go around a field’s name.")


def test_a_subject_takes_no_field_of_many_lines():
    assert set(OF_A_PROPOSAL) - set(subject_fields_of(Readers.AUTHORS)) == {
        "rationale",
        "next",
        "link",
    }
    assert set(subject_fields_of(Readers.EVALUATORS)) == {"round"}


@pytest.mark.parametrize(("readers", "outcome"), KINDS)
def test_the_portals_own_wordings_are_in_the_language(readers, outcome):
    wording = standard(readers, outcome)
    assert faults(wording.subject, subject_fields_of(readers)) == []
    assert faults(wording.text, fields_of(readers)) == []
    assert fill(wording.text, {name: name.upper() for name in fields_of(readers)})
