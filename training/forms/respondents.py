"""Saying who is asked: in numbers, by name, or from a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from cities.models import City, Department, Office
from collaborative.forms import WholeNumberInput
from collaborative.models import User
from collaborative.tables import Column, Fault, Reading, Table
from training.forms.tables import TableField
from training.models import Assessment, Respondent
from training.operations.respondents import MOST_ASKED, Asked

Way = Respondent.Way
CITY, DEPARTMENT, ROLE, ADDRESS, WAY, NUMBER = (
    "City",
    "Department",
    "Kind of work",
    "E-mail address",
    "Way",
    "Number",
)
COLUMNS = (
    Column(CITY, is_required=True),
    Column(DEPARTMENT, is_required=True),
    Column(ROLE, is_required=True),
    Column(ADDRESS, is_required=False, other_names=("E-mail", "Email")),
    Column(WAY, is_required=False),
    Column(NUMBER, is_required=False),
)
ROLES = {label: value for value, label in Respondent.Role.choices}
WAYS = {"Slip": Way.SLIP.value, "Paper": Way.PAPER.value}


def departments() -> list[Department]:
    """Every department of a city, with its city."""
    return list(
        Department.objects.filter(organisation__kind="city")
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )


def department_choices(found: Iterable[Department]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Departments under their cities."""
    by_city: dict[str, list[tuple[int, str]]] = {}
    for department in found:
        by_city.setdefault(department.organisation.name, []).append(
            (department.pk, department.name)
        )
    return list(by_city.items())


class PlaceForm(forms.Form):
    """A department and a kind of work."""

    department = forms.TypedChoiceField(coerce=int, empty_value=None)
    role = forms.ChoiceField(label="Kind of work", choices=Respondent.Role.choices)

    def __init__(
        self, *args: Any, offered: Iterable[Department] | None = None, **kwargs: Any
    ) -> None:
        """Offer these departments, or those of all cities."""
        super().__init__(*args, **kwargs)
        self.found = {one.pk: one for one in (departments() if offered is None else offered)}
        self.fields["department"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", "Choose one"),
            *department_choices(self.found.values()),
        ]

    @property
    def place(self) -> Department:
        """The department that was chosen; only of a valid form."""
        return self.found[self.cleaned_data["department"]]


class NumbersForm(PlaceForm):
    """So many more people of a department who are asked by slip or on paper."""

    way = forms.ChoiceField(
        label="How they are asked",
        choices=[(Way.SLIP.value, "By the address on a slip"), (Way.PAPER.value, "On paper")],
        widget=forms.RadioSelect,
        initial=Way.SLIP.value,
    )
    number = forms.IntegerField(
        label="How many people",
        min_value=1,
        max_value=500,
        widget=WholeNumberInput,
        help_text="Each gets a slip or a sheet of paper. They are added to those asked already.",
    )

    def asked(self) -> list[Asked]:
        """Return what was typed; only of a valid form."""
        return [
            Asked(
                city=_city(self.place),
                department=self.place,
                role=self.cleaned_data["role"],
                way=self.cleaned_data["way"],
                number=self.cleaned_data["number"],
            )
        ]


class CityForm(forms.Form):
    """Whose people in office are shown."""

    city = forms.ModelChoiceField(
        City.objects.order_by("name"), to_field_name="slug", empty_label="Choose one"
    )


class PersonForm(PlaceForm):
    """Whether one person in office is asked, and as what."""

    may_wait = True

    is_asked = forms.BooleanField(required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        """Offer the departments that are given: those of the person's own city."""
        super().__init__(*args, prefix=f"person-{office.person_id}", **kwargs)
        self.office = office
        self.fields["is_asked"].label = f"Ask {office.person.name}"
        self.fields["department"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", "Choose one"),
            *((one.pk, one.name) for one in self.found.values()),
        ]
        self.fields["department"].required = False
        self.order_fields(["is_asked", "department", "role"])

    def clean(self) -> dict[str, Any]:
        """Ask nobody whose department is not known: results are read by department."""
        typed = super().clean() or {}
        if typed.get("is_asked") and not typed.get("department"):
            self.add_error("department", f"Choose the department of {self.office.person.name}.")
        return typed

    def asked(self) -> list[Asked]:
        """Return the person where ticked; only of a valid form."""
        if not self.cleaned_data["is_asked"]:
            return []
        return [
            Asked(
                city=_city(self.place),
                department=self.place,
                role=self.cleaned_data["role"],
                way=Way.ACCOUNT,
                person=self.office.person,
            )
        ]


class RespondentsSheetForm(forms.Form):
    """A sheet of who is asked."""

    file = TableField(label="The sheet", columns=COLUMNS)


def read_asked(
    table: Table, assessment: Assessment, *, already: Mapping[tuple[int, str, str], int]
) -> tuple[list[Asked], list[Fault]]:
    """Return whom a sheet adds to those asked already, and every line that is wrong.

    A line's number is how many of that department, kind of work and way are to be asked in all,
    so the same sheet twice adds nobody. `already` says how many are, by these three.
    """
    known = {(one.organisation.name.casefold(), one.name.casefold()): one for one in departments()}
    addresses = [row.cells[ADDRESS].casefold() for row in table.rows if row.cells[ADDRESS]]
    people = {
        one.email.casefold(): one
        for one in User.objects.filter(is_active=True)
        if one.email.casefold() in set(addresses)
    }
    asked_before = set(assessment.respondents.exclude(person=None).values_list("person", flat=True))
    left, found, faults = dict(already), [], list(table.faults)
    for row in table.rows:
        reading = Reading(row)
        one = _read_line(reading, known, people)
        faults += reading.faults
        if one is None or reading.faults:
            continue
        if one.person:
            found += [one] if one.person.pk not in asked_before else []
            asked_before.add(one.person.pk)
        elif (more := one.number - left.get(_key(one), 0)) > 0:
            found.append(_of(one, more))
            left[_key(one)] = one.number
    return found, faults


def _read_line(
    reading: Reading,
    known: Mapping[tuple[str, str], Department],
    people: Mapping[str, User],
) -> Asked | None:
    cells = reading.row.cells
    department = known.get((cells[CITY].casefold(), cells[DEPARTMENT].casefold()))
    if department is None:
        reading.fault(
            DEPARTMENT, f"“{cells[DEPARTMENT]}” is no department of “{cells[CITY]}” on record."
        )
    role = reading.choice(ROLE, ROLES)
    address = cells[ADDRESS].casefold()
    person = people.get(address)
    if address and person is None:
        reading.fault(ADDRESS, f"“{cells[ADDRESS]}” has no account here. Leave it empty.")
    way = reading.choice(WAY, WAYS) or Way.SLIP.value
    number = reading.whole(NUMBER, least=1, most=MOST_ASKED) or 1
    if department is None or role is None:
        return None
    return Asked(
        city=_city(department),
        department=department,
        role=role,
        way=Way.ACCOUNT if person else way,
        person=person,
        number=1 if person else number,
    )


def _key(one: Asked) -> tuple[int, str, str]:
    return one.department.pk, one.role, one.way


def _of(one: Asked, number: int) -> Asked:
    return Asked(
        city=one.city, department=one.department, role=one.role, way=one.way, number=number
    )


def _city(department: Department) -> City:
    """The department's city; departments are offered of cities alone."""
    return City(pk=department.organisation_id)


Waiting = Sequence[tuple[int, str, str, int | None, int]]
"""Those of a sheet as they wait for the press: department, role, way, person and number."""
