"""An agreement binds when enough councils adopted the same text, since the last one needed."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.adoption import (
    Act,
    ActResult,
    Adoption,
    Cell,
    CellState,
    adoption,
    long_date,
    sentence,
    summary,
)

SAME, OTHER = "a" * 64, "b" * 64
CITIES = ("independence", "lees-summit", "blue-springs", "grandview", "raytown")
NAMES = {
    "independence": "Independence",
    "lees-summit": "Lee's Summit",
    "blue-springs": "Blue Springs",
    "grandview": "Grandview",
    "raytown": "Raytown",
}
MARCH_3 = date(2026, 3, 3)
NO_RECORD = Cell(CellState.NO_RECORD)


def passed(party: str, *, on: date = MARCH_3, text: str | None = SAME) -> Act:
    return Act(party, ActResult.PASSED, on, text)


def failed(party: str, *, on: date = MARCH_3) -> Act:
    return Act(party, ActResult.FAILED, on, SAME)


def pending(party: str, *, on: date | None = MARCH_3) -> Act:
    return Act(party, ActResult.PENDING, on, SAME)


def cell_of(*acts: Act) -> Cell:
    return adoption(SAME, parties=["raytown"], acts=acts).cells["raytown"]


def test_lees_summit_alone_of_five_leaves_four_without_record() -> None:
    act = passed("lees-summit", on=date(2021, 4, 13))
    outcome = adoption(SAME, parties=CITIES, acts=[act])
    assert outcome == Adoption(
        cells={
            "independence": NO_RECORD,
            "lees-summit": Cell(CellState.ADOPTED, date(2021, 4, 13), act),
            "blue-springs": NO_RECORD,
            "grandview": NO_RECORD,
            "raytown": NO_RECORD,
        },
        required=5,
        in_force_on=None,
        missing=("independence", "blue-springs", "grandview", "raytown"),
        blocked_by=(),
    )
    assert (outcome.in_force, outcome.adopted_by) == (False, ("lees-summit",))


def test_the_last_adoption_needed_puts_the_agreement_in_force() -> None:
    acts = [passed(city, on=MARCH_3 + timedelta(days=day)) for day, city in enumerate(CITIES)]
    outcome = adoption(SAME, parties=CITIES, acts=list(reversed(acts)))
    assert (outcome.in_force, outcome.in_force_on, outcome.missing, outcome.blocked_by) == (
        True,
        date(2026, 3, 7),
        (),
        (),
    )


def test_as_many_as_its_terms_say_are_enough() -> None:
    acts = [
        passed("raytown", on=date(2026, 3, 17)),
        passed("grandview"),
        passed("blue-springs", on=date(2026, 4, 6)),
        passed("independence", text=OTHER),
    ]
    outcome = adoption(SAME, parties=CITIES, acts=acts, required=2)
    assert (outcome.in_force_on, outcome.missing, outcome.blocked_by) == (
        date(2026, 3, 17),
        ("lees-summit",),
        (),
    )


@pytest.mark.parametrize("act", [passed("raytown", text=OTHER), failed("raytown")])
def test_one_council_that_decided_otherwise_blocks(act: Act) -> None:
    acts = [*(passed(city) for city in CITIES if city != "raytown"), act]
    outcome = adoption(SAME, parties=CITIES, acts=acts)
    assert (outcome.in_force, outcome.missing, outcome.blocked_by) == (False, (), ("raytown",))


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], NO_RECORD),
        ([pending("raytown")], Cell(CellState.BEFORE_COUNCIL, MARCH_3, pending("raytown"))),
        (
            [pending("raytown", on=None)],
            Cell(CellState.BEFORE_COUNCIL, None, pending("raytown", on=None)),
        ),
        ([failed("raytown")], Cell(CellState.FAILED, MARCH_3, failed("raytown"))),
        ([passed("raytown")], Cell(CellState.ADOPTED, MARCH_3, passed("raytown"))),
        (
            [passed("raytown", text=OTHER)],
            Cell(CellState.ADOPTED_OTHER_TEXT, MARCH_3, passed("raytown", text=OTHER)),
        ),
        (
            [passed("raytown", text=None)],
            Cell(CellState.ADOPTED_OTHER_TEXT, MARCH_3, passed("raytown", text=None)),
        ),
        (
            [failed("raytown"), pending("raytown", on=None)],
            Cell(CellState.BEFORE_COUNCIL, None, pending("raytown", on=None)),
        ),
        (
            [passed("raytown"), failed("raytown", on=date(2026, 4, 7))],
            Cell(CellState.ADOPTED, MARCH_3, passed("raytown")),
        ),
        (
            [passed("raytown", text=OTHER, on=date(2026, 4, 7)), passed("raytown")],
            Cell(
                CellState.ADOPTED_OTHER_TEXT,
                date(2026, 4, 7),
                passed("raytown", text=OTHER, on=date(2026, 4, 7)),
            ),
        ),
        (
            [passed("raytown", text=OTHER), passed("raytown")],
            Cell(CellState.ADOPTED, MARCH_3, passed("raytown")),
        ),
    ],
)
def test_where_a_council_stands_after_its_acts(acts: list[Act], expected: Cell) -> None:
    assert cell_of(*acts) == expected


def test_an_agreement_without_parties_is_never_in_force() -> None:
    outcome = adoption(SAME, parties=[], acts=[])
    assert (outcome.in_force, summary(outcome, names=NAMES)) == (
        False,
        "Not in force: the agreement names no parties.",
    )


@pytest.mark.parametrize(
    ("parties", "acts", "required", "said"),
    [
        (["raytown", "raytown"], [], None, "A party is named twice"),
        (
            ["raytown"],
            [passed("grandview")],
            None,
            "Acts of grandview, which are no parties to the agreement",
        ),
        (["raytown"], [], 2, "2 adoptions are required of 1 parties"),
        (["raytown"], [], 0, "0 adoptions are required of 1 parties"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(
    parties: list[str], acts: list[Act], required: int | None, said: str
) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        adoption(SAME, parties=parties, acts=acts, required=required)


def test_a_vote_without_its_day_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^The passed act of raytown has no date$"):
        Act("raytown", ActResult.PASSED, None, SAME)


@pytest.mark.parametrize(
    ("act", "party", "said"),
    [
        (None, "raytown", "There is no record of an act by Raytown's council."),
        (
            passed("raytown"),
            "raytown",
            "Raytown's council adopted this text on Tuesday, March 3, 2026.",
        ),
        (
            passed("raytown", text=OTHER),
            "raytown",
            "Raytown's council adopted another text on Tuesday, March 3, 2026.",
        ),
        (
            passed("raytown", text=None),
            "raytown",
            (
                "Raytown's council adopted a text that is not on record on Tuesday, March 3, 2026; "
                "it may be another one."
            ),
        ),
        (
            failed("blue-springs"),
            "blue-springs",
            (
                "Blue Springs' council did not adopt this text: "
                "the motion failed on Tuesday, March 3, 2026."
            ),
        ),
        (
            pending("raytown"),
            "raytown",
            "The text is before Raytown's council, introduced on Tuesday, March 3, 2026.",
        ),
        (pending("raytown", on=None), "raytown", "The text is before Raytown's council."),
    ],
)
def test_each_cell_has_its_sentence(act: Act | None, party: str, said: str) -> None:
    outcome = adoption(SAME, parties=[party], acts=[act] if act else [])
    assert sentence(outcome.cells[party], party=NAMES[party]) == said


@pytest.mark.parametrize(
    ("acts", "required", "said"),
    [
        (
            [],
            None,
            (
                "Not in force by this record: 0 of 5 councils adopted this text. No record: "
                "Independence, Lee's Summit, Blue Springs, Grandview and Raytown."
            ),
        ),
        (
            [passed(city) for city in CITIES[:4]],
            None,
            "Not in force by this record: 4 of 5 councils adopted this text. No record: Raytown.",
        ),
        (
            [*(passed(city) for city in CITIES[:3]), pending("grandview")],
            None,
            (
                "Not in force by this record: 3 of 5 councils adopted this text. "
                "Still to decide: Grandview. No record: Raytown."
            ),
        ),
        (
            [*(passed(city) for city in CITIES[:4]), pending("raytown")],
            None,
            "Not in force: 4 of 5 councils adopted this text. Still to decide: Raytown.",
        ),
        (
            [passed("grandview"), passed("raytown", text=OTHER)],
            3,
            (
                "Not in force: 1 of 5 councils adopted this text (3 are needed). "
                "Decided otherwise: Raytown."
            ),
        ),
        (
            [passed(city) for city in CITIES],
            None,
            "In force since Tuesday, March 3, 2026: 5 of 5 councils adopted this text.",
        ),
    ],
)
def test_the_whole_matrix_has_its_sentence(
    acts: list[Act], required: int | None, said: str
) -> None:
    outcome = adoption(SAME, parties=CITIES, acts=acts, required=required)
    assert summary(outcome, names=NAMES) == said


def test_a_date_is_written_in_full() -> None:
    assert long_date(date(2021, 4, 13)) == "Tuesday, April 13, 2021"


ACTS = st.lists(
    st.builds(
        Act,
        party=st.sampled_from(CITIES),
        result=st.sampled_from(ActResult),
        on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        text_sha256=st.sampled_from([SAME, OTHER, None]),
    ),
    max_size=12,
)


@given(ACTS, st.integers(1, 5))
@example([Act("raytown", ActResult.PASSED, date(2026, 1, day), SAME) for day in (1, 2)], 1)
def test_every_party_is_in_one_place_and_force_follows_from_the_count(
    acts: list[Act], required: int
) -> None:
    outcome = adoption(SAME, parties=CITIES, acts=acts, required=required)
    assert tuple(outcome.cells) == CITIES
    assert outcome.in_force == (len(outcome.adopted_by) >= required)
    if not outcome.in_force:
        assert {*outcome.adopted_by, *outcome.missing, *outcome.blocked_by} == set(CITIES)
    assert outcome.in_force_on == _since_day_by_day(acts, required)


def _since_day_by_day(acts: list[Act], required: int) -> date | None:
    """Walk through the days: a council stands by the last text that it passed."""
    stands: dict[str, str | None] = {}
    since = None
    for day in sorted({act.on for act in acts if act.on}):
        passed = [act for act in acts if act.on == day and act.result is ActResult.PASSED]
        stands |= {act.party: act.text_sha256 for act in passed}
        if list(stands.values()).count(SAME) < required:
            since = None
        elif since is None:
            since = day
    return since


@given(ACTS, st.integers(1, 4))
def test_needing_more_adoptions_never_brings_force_sooner(acts: list[Act], required: int) -> None:
    sooner = adoption(SAME, parties=CITIES, acts=acts, required=required).in_force_on
    later = adoption(SAME, parties=CITIES, acts=acts, required=required + 1).in_force_on
    assert later is None or (sooner is not None and sooner <= later)


def of(party: str, result: ActResult, on: date, **more: object) -> Act:
    return Act(party, result, on, SAME, **more)  # type: ignore[arg-type]


MARCH_9, MARCH_16, MARCH_23 = (MARCH_3 + timedelta(days=days) for days in (6, 13, 20))


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (ActResult.POSTPONED, CellState.POSTPONED),
        (ActResult.SHORT, CellState.SHORT),
        (ActResult.VETOED, CellState.VETOED),
        (ActResult.RESCINDED, CellState.RESCINDED),
    ],
)
def test_what_became_of_the_only_act_is_where_the_council_stands(result, state) -> None:
    act = of("raytown", result, MARCH_9)
    assert cell_of(act) == Cell(state, MARCH_9, act)


def test_a_council_that_took_its_adoption_back_ends_what_was_in_force() -> None:
    taken_back = of("raytown", ActResult.RESCINDED, MARCH_16, adopted_on=MARCH_3)
    acts = [taken_back, passed("grandview", on=MARCH_9)]
    outcome = adoption(SAME, parties=["grandview", "raytown"], acts=acts)
    assert (outcome.in_force_on, outcome.blocked_by, outcome.missing) == (None, ("raytown",), ())


def test_enough_others_keep_it_in_force_since_the_same_day() -> None:
    taken_back = of("raytown", ActResult.RESCINDED, MARCH_23, adopted_on=MARCH_3)
    acts = [
        taken_back,
        passed("grandview", on=MARCH_9),
        passed("independence", on=MARCH_16),
    ]
    parties = ["grandview", "independence", "raytown"]
    outcome = adoption(SAME, parties=parties, acts=acts, required=2)
    assert (outcome.in_force_on, outcome.adopted_by) == (MARCH_9, ("grandview", "independence"))


def test_a_break_in_the_count_begins_it_anew() -> None:
    acts = [
        of("raytown", ActResult.RESCINDED, MARCH_16, adopted_on=MARCH_3),
        passed("grandview", on=MARCH_9),
        passed("independence", on=MARCH_23),
    ]
    parties = ["grandview", "independence", "raytown"]
    assert adoption(SAME, parties=parties, acts=acts, required=2).in_force_on == MARCH_23


def test_taken_back_and_given_by_another_on_one_day_is_no_break() -> None:
    acts = [
        of("raytown", ActResult.RESCINDED, MARCH_16, adopted_on=MARCH_3),
        passed("grandview", on=MARCH_9),
        passed("independence", on=MARCH_16),
    ]
    parties = ["grandview", "independence", "raytown"]
    assert adoption(SAME, parties=parties, acts=acts, required=2).in_force_on == MARCH_9


def test_who_adopted_the_text_that_is_replaced_has_not_decided_on_this_one() -> None:
    act = passed("raytown", text=OTHER)
    parties = ["grandview", "raytown"]
    outcome = adoption(SAME, parties=parties, acts=[act, passed("grandview")], earlier={OTHER})
    assert (outcome.cells["raytown"], outcome.missing, outcome.blocked_by) == (
        Cell(CellState.ADOPTED_EARLIER, MARCH_3, act),
        ("raytown",),
        (),
    )


def test_with_the_new_text_before_it_a_council_stands_there() -> None:
    new = pending("raytown", on=MARCH_9)
    outcome = adoption(
        SAME, parties=["raytown"], acts=[passed("raytown", text=OTHER), new], earlier={OTHER}
    )
    assert outcome.cells["raytown"] == Cell(CellState.BEFORE_COUNCIL, MARCH_9, new)


def test_who_left_after_adopting_leaves_the_others_bound() -> None:
    acts = [passed("raytown"), passed("grandview", on=MARCH_9)]
    outcome = adoption(
        SAME, parties=["grandview", "raytown"], acts=acts, withdrawn={"raytown": MARCH_16}
    )
    assert (outcome.cells["raytown"], outcome.in_force_on, outcome.missing) == (
        Cell(CellState.WITHDRAWN, MARCH_16, acts[0]),
        MARCH_9,
        (),
    )


def test_who_left_without_adopting_is_not_waited_for() -> None:
    outcome = adoption(
        SAME,
        parties=["grandview", "raytown"],
        acts=[passed("grandview", on=MARCH_9)],
        withdrawn={"raytown": MARCH_16},
    )
    assert (outcome.required, outcome.in_force_on) == (1, MARCH_9)


def test_who_left_must_have_been_a_party() -> None:
    with pytest.raises(ValueError, match=r"^grandview withdrew, and are no parties to the agree"):
        adoption(SAME, parties=["raytown"], acts=[], withdrawn={"grandview": MARCH_3})


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (CellState.POSTPONED, "The text is before Raytown's council, which put it off {}."),
        (
            CellState.ADOPTED_EARLIER,
            "Raytown's council adopted the earlier version {}, and not this one so far.",
        ),
        (
            CellState.SHORT,
            "Raytown's council passed this text {}, but with fewer than a majority of its members.",
        ),
        (CellState.VETOED, "Raytown's council passed this text, and it was vetoed {}."),
        (CellState.RESCINDED, "Raytown's council adopted this text and took that back {}."),
        (CellState.WITHDRAWN, "Raytown left the agreement {}."),
    ],
)
def test_each_later_turn_has_its_sentence(state: CellState, said: str) -> None:
    expected = said.format("on Tuesday, March 3, 2026")
    assert sentence(Cell(state, MARCH_3), party="Raytown") == expected
