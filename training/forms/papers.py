"""Sheets of paper that were filled in: typed in one by one, or from a table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from cities.models import Department
from collaborative.forms import WholeNumberInput
from collaborative.tables import Column, Fault, Reading, Table
from training.forms.answering import (
    MOST_MILES,
    MOST_PEOPLE,
    SCALES,
    AnswerForm,
    WishesForm,
    as_initial,
    as_wished,
)
from training.forms.respondents import CITY, DEPARTMENT, ROLE, ROLES, PlaceForm, departments
from training.forms.tables import TableField
from training.models import Answer, Audience, Questionnaire, Respondent, Topic
from training.operations.answering import Said, Wishes
from training.operations.papers import Paper
from training.results.needs import Questions

Aspect = Questionnaire.Aspect
SHEET, FORMATS, TIMES, MILES, REMARK = "Sheet", "Formats", "Times", "Miles", "Remark"
MOST_NUMBER = 999_999
LONGEST_REMARK = 2000
MOST_LINES = 500


def roles_of(audience: str) -> list[tuple[str, str]]:
    """The kinds of work that get an audience's questions."""
    return [
        (role, str(label))
        for role, label in Respondent.Role.choices
        if Respondent(role=role).audience == audience
    ]


class NumberForm(PlaceForm):
    """The number on a sheet, and whose it is."""

    number = forms.IntegerField(
        label="Number on the sheet",
        min_value=1,
        max_value=MOST_NUMBER,
        widget=WholeNumberInput,
        help_text="Write it on the paper, so that it is typed in once and found again.",
    )

    def __init__(self, *args: Any, audience: str, **kwargs: Any) -> None:
        """Offer the kinds of work that get this audience's questions."""
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_of(audience)  # type: ignore[attr-defined] # a choice field
        self.order_fields(["number", "department", "role"])


class PaperForms:
    """All that stands on one sheet: its number and place, a form for each topic, the wishes."""

    def __init__(
        self,
        data: Any,
        *,
        questions: Questions,
        respondent: Respondent | None = None,
        number: int | None = None,
    ) -> None:
        """Show an empty sheet, what was typed, or what a respondent's sheet says."""
        answers = {one.topic_id: one for one in respondent.answers.all()} if respondent else {}
        known: dict[str, Any] = {"number": number}
        if respondent:
            known = {
                "number": respondent.number,
                "department": respondent.department_id,
                "role": respondent.role,
            }
        self.audience = Audience(questions.questionnaire.audience)
        self.head = NumberForm(data, audience=self.audience, initial=known)
        self.is_correction = respondent is not None
        for name in self.head.fields if respondent else ():
            self.head.fields[name].disabled = True
        self.topics: list[tuple[Topic, AnswerForm]] = [
            (
                topic,
                AnswerForm(
                    data,
                    prefix=f"topic-{topic.pk}",
                    aspects=questions.aspects,
                    initial=as_initial(answers.get(topic.pk), questions.aspects),
                ),
            )
            for topic in questions.topics
        ]
        self.wishes = WishesForm(
            data,
            questionnaire=questions.questionnaire,
            initial=as_wished(respondent) if respondent else {},
        )

    @property
    def all(self) -> list[forms.Form]:
        """Every form, in the order of the page."""
        return [self.head, *(form for _topic, form in self.topics), self.wishes]

    def is_valid(self) -> bool:
        """Whether nothing on the sheet is wrong; every form is looked at."""
        return {form.is_valid() for form in self.all} == {True}

    def paper(self) -> Paper:
        """Return what was typed; only where all is valid."""
        return Paper(
            number=self.head.cleaned_data["number"],
            department=self.head.place,
            role=self.head.cleaned_data["role"],
            said={topic.pk: form.said() for topic, form in self.topics},
            wishes=self.wishes.wishes(),
        )


class PapersSheetForm(forms.Form):
    """A table of sheets that were filled in."""

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        """Take these columns."""
        super().__init__(*args, **kwargs)
        self.fields["file"] = TableField(label="The table", columns=columns)


def columns_for(questions: Questions) -> list[Column]:
    """The columns of a table of sheets: one for each question about each topic."""
    required = [Column(name, is_required=True) for name in (SHEET, CITY, DEPARTMENT, ROLE)]
    asked = [Column(heading, is_required=False) for heading, _, _ in _asked(questions)]
    wishes = [Column(name, is_required=False) for name in (FORMATS, TIMES, MILES, REMARK)]
    return [*required, *asked, *wishes]


def _asked(questions: Questions) -> Iterator[tuple[str, Topic, str]]:
    for topic in questions.topics:
        for aspect in questions.aspects:
            yield f"{topic.name}: {aspect}", topic, aspect


def read_papers(
    table: Table, questions: Questions, *, audience: str, known: Collection[int | None]
) -> tuple[list[Paper], list[int], list[Fault]]:
    """Return the sheets that are new, the numbers of those typed in already, and what is wrong.

    `known` has the numbers that are typed in; those lines are left alone, so that the same table
    twice changes nothing.
    """
    places = {(one.organisation.name.casefold(), one.name.casefold()): one for one in departments()}
    new: dict[int, Paper] = {}
    already: list[int] = []
    faults = list(table.faults)
    for row in table.rows:
        reading = Reading(row)
        paper = _read_line(reading, questions, places, audience)
        if paper and paper.number in new:
            reading.fault(SHEET, f"sheet {paper.number} stands in an earlier line, too.")
        faults += reading.faults
        if paper is None or reading.faults:
            continue
        if paper.number in known:
            already.append(paper.number)
        else:
            new[paper.number] = paper
    if len(table.rows) > MOST_LINES:
        faults.append(Fault(MOST_LINES + 2, "", f"{MOST_LINES} sheets are the most at once."))
    return list(new.values()), already, faults


def _read_line(
    reading: Reading,
    questions: Questions,
    places: Mapping[tuple[str, str], Department],
    audience: str,
) -> Paper | None:
    cells = reading.row.cells
    number = reading.whole(SHEET, least=1, most=MOST_NUMBER)
    department = places.get((cells[CITY].casefold(), cells[DEPARTMENT].casefold()))
    if department is None:
        reading.fault(
            DEPARTMENT, f"“{cells[DEPARTMENT]}” is no department of “{cells[CITY]}” on record."
        )
    role = reading.choice(ROLE, ROLES)
    if role and Respondent(role=role).audience != audience:
        label = Audience(audience).label.lower()
        reading.fault(ROLE, f"this table is for {label}; “{cells[ROLE]}” gets other questions.")
    said: dict[int, dict[str, Any]] = {topic.pk: {} for topic in questions.topics}
    for heading, topic, aspect in _asked(questions):
        said[topic.pk][aspect] = _read_cell(reading, heading, aspect)
    wishes = Wishes(
        formats=_several(reading, FORMATS, Respondent.Format),
        times=_several(reading, TIMES, Respondent.Time),
        travel_miles=reading.whole(MILES, least=0, most=MOST_MILES),
        remark=reading.text(REMARK, most=LONGEST_REMARK),
    )
    if number is None or department is None or role is None:
        return None
    return Paper(number=number, department=department, role=role, said=said, wishes=wishes)


def _read_cell(reading: Reading, heading: str, aspect: str) -> Any:
    if aspect in SCALES:
        return reading.whole(heading, least=1, most=5)
    if aspect == Aspect.PEOPLE:
        return reading.whole(heading, least=0, most=MOST_PEOPLE)
    if aspect == Aspect.MANDATED:
        return reading.yes_or_no(heading)
    return list(_several(reading, heading, Answer.Barrier))


def _several(reading: Reading, column: str, kinds: type[Any]) -> tuple[str, ...]:
    """Read words with semicolons between them, such as "equipment; staffing"."""
    words = [word.strip().casefold() for word in reading.row.cells[column].split(";")]
    chosen = [word for word in words if word]
    unknown = [word for word in chosen if word not in kinds.values]
    if unknown:
        reading.fault(column, f"“{unknown[0]}” is not one of: {'; '.join(kinds.values)}.")
        return ()
    return tuple(dict.fromkeys(chosen))


def as_row(paper: Paper) -> list[Any]:
    """A sheet as it waits for the press."""
    wishes = paper.wishes
    return [
        paper.number,
        paper.department.pk,
        paper.role,
        {str(topic): dict(said) for topic, said in paper.said.items()},
        [list(wishes.formats), list(wishes.times), wishes.travel_miles, wishes.remark],
    ]


def from_row(row: Sequence[Any], found: Mapping[int, Department]) -> Paper:
    """The sheet that waited."""
    number, department, role, said, (formats, times, miles, remark) = row
    typed: dict[int, Said] = {int(topic): answers for topic, answers in said.items()}
    return Paper(
        number=number,
        department=found[department],
        role=role,
        said=typed,
        wishes=Wishes(
            formats=tuple(formats), times=tuple(times), travel_miles=miles, remark=remark
        ),
    )
