"""Two people, one text: what comes of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.merging import Merge, merge
from initiatives.questions import QUESTIONS, changed, revised

BASE, MINE, THEIRS = "as it was", "mine", "theirs"


@pytest.mark.parametrize(
    ("before", "mine", "now", "expected"),
    [
        (BASE, BASE, BASE, Merge({}, {})),
        (BASE, MINE, BASE, Merge({"idea": MINE}, {})),
        (BASE, BASE, THEIRS, Merge({}, {})),
        (BASE, MINE, MINE, Merge({}, {})),
        (BASE, MINE, THEIRS, Merge({}, {"idea": MINE})),
        ("", MINE, "", Merge({"idea": MINE}, {})),
        ("", MINE, THEIRS, Merge({}, {"idea": MINE})),
        ("", "", THEIRS, Merge({}, {})),
        (BASE, "", BASE, Merge({"idea": ""}, {})),
        (BASE, "", THEIRS, Merge({}, {"idea": ""})),
        (BASE, MINE, "", Merge({}, {"idea": MINE})),
        (BASE, "", "", Merge({}, {})),
    ],
    ids=[
        "nobody changed it",
        "only I changed it",
        "only they changed it",
        "both changed it to the same",
        "both changed it",
        "only I answered",
        "both answered",
        "only they answered",
        "I took it away",
        "I took away what they changed",
        "they took away what I changed",
        "both took it away",
    ],
)
def test_one_answer_of_three_texts(before, mine, now, expected):
    base, stands = ({"idea": text} if text else {} for text in (before, now))
    assert merge(base=base, typed={"idea": mine}, stands=stands) == expected


@pytest.mark.parametrize(
    ("mine", "marked", "expected"),
    [
        (MINE, {"contested": ["idea"]}, Merge({}, {"idea": MINE})),
        (BASE, {"contested": ["idea"]}, Merge({}, {"idea": BASE})),
        (THEIRS, {"contested": ["idea"]}, Merge({}, {})),
        (MINE, {"settled": ["idea"]}, Merge({"idea": MINE}, {})),
        (BASE, {"settled": ["idea"]}, Merge({"idea": BASE}, {})),
        ("", {"settled": ["idea"]}, Merge({"idea": ""}, {})),
        (MINE, {"contested": ["idea"], "settled": ["idea"]}, Merge({"idea": MINE}, {})),
        (MINE, {"contested": ["risks"], "settled": ["risks"]}, Merge({}, {"idea": MINE})),
    ],
    ids=[
        "contested",
        "contested, typed as it was",
        "contested, typed as it stands",
        "settled",
        "settled as it was",
        "settled by taking it away",
        "contested and settled",
        "another answer is settled",
    ],
)
def test_an_answer_over_which_two_texts_wait(mine, marked, expected):
    merged = merge(base={"idea": BASE}, typed={"idea": mine}, stands={"idea": THEIRS}, **marked)
    assert merged == expected


def test_what_was_not_typed_is_not_looked_at():
    assert merge(base={"idea": BASE, "risks": "Rust."}, typed={}, stands={}) == Merge({}, {})


def test_different_answers_of_one_section_go_together():
    base = {"shared": BASE}
    stands = revised(base, {"shared": THEIRS})
    typed = {"shared": BASE, "wanted__raytown": "yes"}
    assert merge(base=base, typed=typed, stands=stands) == Merge({"wanted__raytown": "yes"}, {})


answers = st.dictionaries(
    st.sampled_from([key for key, question in QUESTIONS.items() if not question.is_per_city][:6]),
    st.sampled_from(["", BASE, MINE, THEIRS, "else"]),
)
texts = answers.map(lambda typed: revised({}, typed))


@given(texts, answers, texts, st.data())
def test_nothing_typed_is_lost_and_nothing_of_theirs_overwritten_unseen(base, typed, stands, data):
    contested = data.draw(st.sets(st.sampled_from(sorted(QUESTIONS)), max_size=3))
    settled = data.draw(st.sets(st.sampled_from(sorted(QUESTIONS)), max_size=3))
    merged = merge(base=base, typed=typed, stands=stands, contested=contested, settled=settled)
    after = revised(stands, merged.changes)
    for key, mine in typed.items():
        was, now, then = (text.get(key, "") for text in (base, stands, after))
        assert mine in {then, merged.conflicts.get(key), was}  # written, kept, or not typed anew
        if then != now:
            assert now == was or key in settled
    assert {key: value for key, value in after.items() if key not in typed} == {
        key: value for key, value in stands.items() if key not in typed
    }
    assert set(merged.changes) & set(merged.conflicts) == set()
    assert changed(stands, merged.changes) == merged.changes


@given(texts, answers)
def test_who_writes_alone_gets_what_was_typed(base, typed):
    assert merge(base=base, typed=typed, stands=base) == Merge(changed(base, typed), {})


@given(texts, answers, answers)
def test_of_two_who_changed_different_answers_the_order_does_not_matter(base, one, other):
    other = {key: value for key, value in other.items() if key not in one}
    ends = []
    for first, second in ((one, other), (other, one)):
        stands = revised(base, merge(base=base, typed=first, stands=base).changes)
        late = merge(base=base, typed=second, stands=stands)
        assert late.conflicts == {}
        ends.append(revised(stands, late.changes))
    assert ends[0] == ends[1]
