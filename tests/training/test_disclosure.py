"""Groups of five: nobody learns what fewer than five people said, by whatever arithmetic."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from training.disclosure import LEAST, Group, Place, pooled
from training.gaps import Base, Counted, Shown, Tally, figure

ROLES = ("supervisor", "office", "field")
DEPARTMENTS = {1: 1, 2: 1, 3: 2, 4: 2}
"""Departments and their cities."""
CELLS = [
    *(Place("staff", city, key, role) for key, city in DEPARTMENTS.items() for role in ROLES),
    *(Place("heads", city, key, "head") for key, city in DEPARTMENTS.items()),
]
SEARCHES = [
    Place(audience, city, department, role)
    for audience, city, department, role in product(
        (None, "staff", "heads"), (None, 1, 2), (None, 1, 2, 3, 4), (None, "head", *ROLES)
    )
]
"""Every filter a page could have."""
MARK = st.integers(1, 5) | st.none()


def grouped(people, *, least=LEAST):
    """The people of each group, by their numbers."""
    counts = Counter(people)
    found = pooled([Group(cell, (cell,), counts[cell]) for cell in counts], least=least)
    return [
        (group.place, [n for n, cell in enumerate(people) if cell in group.parts])
        for group in found
    ]


def totals(groups):
    """Every total that a page may show, as the people whom it adds up."""
    sums = [
        frozenset(n for place, members in groups if search.holds(place) for n in members)
        for search in SEARCHES
    ]
    return {frozenset(members) for members in sums if members}


def learns(totals, number):
    """The fewest people, up to four, whose sum follows from totals; none where none does."""
    basis = {}
    for members in totals:
        line = _reduced([Fraction(n in members) for n in range(number)], basis)
        lead = next((n for n, value in enumerate(line) if value), None)
        if lead is not None:
            basis[lead] = [value / line[lead] for value in line]
    for size in range(1, LEAST):
        for few in combinations(range(number), size):
            if not any(_reduced([Fraction(n in few) for n in range(number)], basis)):
                return few
    return None


def _reduced(line, basis):
    for lead in sorted(basis):
        if line[lead]:
            factor = line[lead]
            line = [own - factor * its for own, its in zip(line, basis[lead], strict=True)]
    return line


def test_small_groups_are_merged_in_the_department_then_in_the_city_then_across_cities():
    people = [
        *[CELLS[0]] * 5,
        *[CELLS[1]] * 3,
        *[CELLS[2]] * 2,
        *[CELLS[3]] * 4,
        *[CELLS[6]] * 3,
        *[CELLS[9]] * 1,
        *[Place("heads", 1, 1, "head")] * 4,
    ]
    assert grouped(people) == [
        (Place("staff", 1, 1, "supervisor"), [0, 1, 2, 3, 4]),
        (Place("staff", 1, 1, None), [5, 6, 7, 8, 9]),
        (Place("staff", None, None, "supervisor"), [10, 11, 12, 13, 14, 15, 16, 17]),
    ]


@given(st.lists(st.sampled_from(CELLS), max_size=60))
def test_every_group_has_five_and_nobody_is_in_two(people):
    groups = grouped(people)
    members = [n for _, own in groups for n in own]
    assert all(len(own) >= LEAST for _, own in groups)
    assert len(members) == len(set(members))
    for audience in ("staff", "heads"):
        left = [n for n, cell in enumerate(people) if cell.audience == audience]
        assert len(set(left) - set(members)) < LEAST
    assert all(place.holds(people[n]) for place, own in groups for n in own)


@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=13))
def test_whoever_solves_all_published_totals_learns_of_no_one_to_four_people(people):
    assert learns(totals(grouped(people)), len(people)) is None


def test_the_same_attacker_breaks_totals_from_which_only_small_cells_are_hidden():
    people = [*[CELLS[0]] * 6, *[CELLS[1]] * 2]
    city = frozenset(range(8))
    big_enough = frozenset(range(6))
    assert learns({city, big_enough}, len(people)) == (6, 7)
    assert grouped(people) == [(CELLS[0], [0, 1, 2, 3, 4, 5])]


def published(people, given_, *, least=LEAST):
    """Every total that the portal's own sums bring out, as the people whom it adds up.

    Each person's mark has a bit of its own, so that the sum itself tells whose marks are in it.
    """
    counts = Counter(people)
    atoms = pooled([Group(cell, (cell,), counts[cell]) for cell in counts], least=least)
    counted = [Counted(atom.place, _bits(people, given_, atom.parts)) for atom in atoms]
    found = Shown(counted, least=least)
    sums = [total for search in SEARCHES if (total := found.total(Base.URGENCY, search))]
    assert all(total.people == total.sums[0].bit_count() for total in sums)
    return {frozenset(n for n in range(len(people)) if total.sums[0] >> n & 1) for total in sums}


def _bits(people, given_, cells):
    bits = [1 << n for n, cell in enumerate(people) if cell in cells and given_[n]]
    return {Base.URGENCY: Tally(len(bits), (sum(bits),))} if bits else {}


@given(st.data(), st.lists(st.sampled_from(CELLS), min_size=1, max_size=13))
def test_nor_does_whoever_solves_the_sums_of_a_question_that_some_left_blank(data, people):
    given_ = data.draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people)))
    assert learns(published(people, given_), len(people)) is None


def test_the_same_sums_without_the_rule_give_single_people_away():
    people = [*[CELLS[0]] * 6, *[CELLS[1]] * 2, CELLS[2]]
    assert learns(published(people, [True] * 9, least=1), len(people)) == (8,)
    assert learns(published(people, [True] * 9), len(people)) is None


def shown(people, answers):
    """Everything a page may show of one topic, from people and their pairs of marks."""
    atoms = pooled(
        [Group(cell, (cell,), number) for cell, number in sorted(Counter(people).items())]
    )
    counted = [Counted(atom.place, _tallies(people, answers, atom.parts)) for atom in atoms]
    found = Shown(counted)
    return [figure(found, search) for search in SEARCHES]


def _tallies(people, answers, cells):
    """Count as the database does: of each base, those who gave all its marks."""
    given_ = [own for cell, own in zip(people, answers, strict=True) if cell in cells and all(own)]
    marks = [(one, other, one >= 4 and other <= 3) for one, other in given_]
    if not marks:
        return {}
    return {Base.GAP: Tally(len(marks), tuple(map(sum, zip(*marks, strict=True))))}


@given(st.data(), st.lists(st.sampled_from(CELLS[:6]), min_size=1, max_size=40))
def test_an_answer_in_a_group_under_five_changes_nothing_that_is_shown(data, people):
    counts = Counter(people)
    groups = grouped(people)
    hidden = [n for n in range(len(people)) if all(n not in own for _, own in groups)]
    assume(hidden and counts)
    answers = data.draw(st.lists(st.tuples(MARK, MARK), min_size=len(people), max_size=len(people)))
    other = list(answers)
    other[data.draw(st.sampled_from(hidden))] = data.draw(st.tuples(MARK, MARK))
    assert shown(people, answers) == shown(people, other)


@given(st.data(), st.lists(st.sampled_from(CELLS), min_size=5, max_size=40))
def test_marks_that_change_places_within_a_group_change_nothing_that_is_shown(data, people):
    """Not even blanks do: what is shown counts whole groups, so it cannot tell who said what."""
    groups = [own for _, own in grouped(people)]
    assume(groups)
    answers = data.draw(st.lists(st.tuples(MARK, MARK), min_size=len(people), max_size=len(people)))
    members = data.draw(st.sampled_from(groups))
    shuffled = data.draw(st.permutations(members))
    other = list(answers)
    for one, its in zip(members, shuffled, strict=True):
        other[one] = answers[its]
    assert shown(people, answers) == shown(people, other)


def test_a_question_that_some_left_blank_merges_groups_again():
    people = [*[CELLS[0]] * 5, *[CELLS[1]] * 5]
    answers = [*[(5, 1)] * 4, (None, 1), *[(3, 3)] * 5]
    found = dict(zip(SEARCHES, shown(people, answers), strict=True))
    assert found[CELLS[0]] is None
    assert found[CELLS[1]].importance == 3
    assert found[Place(city=1)].people == 5


@pytest.mark.parametrize(("blanks", "people"), [(0, 10), (1, 5), (5, 5)])
def test_what_too_few_marked_is_in_no_total(blanks, people):
    cells = [*[CELLS[0]] * 5, *[CELLS[1]] * 5]
    answers = [*[(None, 1)] * blanks, *[(5, 1)] * (10 - blanks)]
    found = dict(zip(SEARCHES, shown(cells, answers), strict=True))
    assert found[Place()].people == people
