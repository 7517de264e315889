"""What changed between two texts: nothing is lost, and it can be read."""

import itertools
import time
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from initiatives.comparing import Kind, Piece, compare, folded
from tests.texts import PROSE

SIGNS = {Kind.SAME: "{}", Kind.ADDED: "{{+{}+}}", Kind.REMOVED: "[-{}-]", Kind.FOLDED: "<{}>"}
BITS = ["a ", "b ", "a", "b. ", "c! ", "\n", "\n\n", "  ", "\u2003", "\r\n", "é", "…”"]
TEXTS = st.lists(st.sampled_from(BITS), max_size=30).map("".join) | st.text(max_size=30) | PROSE


def drawn(pieces: list[Piece]) -> str:
    """Pieces in one line: `[-removed-]`, `{+added+}`, `<folded>`."""
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in pieces)


def text_of(pieces: list[Piece], kind: Kind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in {Kind.SAME, Kind.FOLDED, kind})


# --- nothing is lost -----------------------------------------------------------------------------


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = compare(before, after)
    assert (text_of(pieces, Kind.REMOVED), text_of(pieces, Kind.ADDED)) == (before, after)


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_no_two_neighbours_are_alike(before, after):
    pieces = compare(before, after)
    kinds = [piece.kind for piece in pieces]
    alike = [pair for pair in itertools.pairwise(kinds) if pair[0] == pair[1]]
    assert (alike, [piece for piece in pieces if not piece.text]) == ([], [])


@given(PROSE)
def test_a_text_that_did_not_change_is_one_piece(text):
    assert compare(text, text) == [Piece(Kind.SAME, text)]


@given(TEXTS, TEXTS, st.integers(0, 5))
def test_folding_loses_nothing_either(before, after, around):
    pieces = compare(before, after)
    shorter = folded(pieces, around=around)
    assert (text_of(shorter, Kind.REMOVED), text_of(shorter, Kind.ADDED)) == (before, after)


# --- it can be read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", ""),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
        ("One. Two is here. Three.", "One. Three.", "One. [-Two is here. -]Three."),
        ("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.", "One.\n\nTwo.{+\n\nThree.+}"),
        ("One. Two.", "One.\n\nTwo.", "One.[- -]{+\n\n+}Two."),
        (
            "The red car stops now.",
            "The blue car halts now.",
            "The [-red car stops-]{+blue car halts+} now.",
        ),
        (
            "It costs $125,000.00 for all five cities.",
            "It costs $98,000.00 for four of the five cities.",
            "It costs [-$125,000.00 for all-]{+$98,000.00 for four of the+} five cities.",
        ),
        (
            "Crews leave at night. On most nights fewer than three calls come in.",
            "Crews leave at night. Often fewer than two calls come in. Nobody counts.",
            (
                "Crews leave at night. [-On most nights-]{+Often+} fewer than [-three-]{+two+} "
                "calls come in.{+ Nobody counts.+}"
            ),
        ),
        (
            "Raytown and Grandview share a number, but not a desk, since the fire of 2011.",
            "The county’s report of 2019 recommends that the radio and the number be one.",
            (
                "[-Raytown and Grandview share a number, but not a desk, since the fire of 2011.-]"
                "{+The county’s report of 2019 recommends that the radio and the number be one.+}"
            ),
        ),
        (
            "Salt, trucks and roads in winter.\n\nThe second stays.",
            "A new beginning.\n\nSalt, trucks and streets in winter.\n\nThe second stays.",
            (
                "{+A new beginning.\n\n+}Salt, trucks and [-roads-]{+streets+} in winter.\n\n"
                "The second stays."
            ),
        ),
    ],
)
def test_changes_are_whole_words_phrases_or_sentences(before, after, said):
    assert drawn(compare(before, after)) == said


def test_what_did_not_change_is_folded_but_for_its_surroundings():
    same = " one two three. Four five.\n- six\n- seven\n\nEight. Nine ten eleven. "
    pieces = compare(f"Old{same}end.", f"New{same}END.")
    assert drawn(folded(pieces, around=2)) == (
        "[-Old-]{+New+} one two three. <Four five.\n- six\n- seven\n\nEight. >Nine ten eleven. "
        "[-end.-]{+END.+}"
    )


def test_what_is_short_is_not_folded():
    pieces = compare("old a b c d end.", "new a b c d END.")
    assert folded(pieces, around=2) == pieces


def test_a_piece_knows_its_words():
    pieces = (Piece(Kind.SAME, "one two\n"), Piece(Kind.ADDED, "\n\n"))
    assert [(piece.words, piece.is_blank) for piece in pieces] == [(2, False), (0, True)]


# --- it is fast ----------------------------------------------------------------------------------


def chosen(seed: int, kinds: int, count: int) -> str:
    return " ".join(Random(seed).choices([f"w{number}" for number in range(kinds)], k=count))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (chosen(1, 100, 3000), chosen(2, 100, 3000)),
        (chosen(1, 400, 3000), chosen(2, 400, 3000)),
        (chosen(1, 20, 190), chosen(2, 20, 190)),
        ("a " * 5000, "b " + "a " * 4999),
        ("a\n" * 5000, "b\na\n" * 2500),
        ("A b. " * 2000, "A c. A b. " * 1000),
        (" " * 10_000, "\n" * 10_000),
        ("." * 10_000, ". " * 5000),
    ],
    ids=["100 words", "400 words", "few", "letters", "lines", "sentences", "blanks", "dots"],
)
def test_no_two_texts_of_ten_thousand_letters_take_long(before, after):
    started = time.monotonic()
    compare(before, after)
    assert time.monotonic() - started < 2


# --- on a page -----------------------------------------------------------------------------------


def test_a_page_marks_what_changed_for_eye_and_ear():
    pieces = folded(compare("A b c. D e. <old> one.", "A b c. D e. new\n\none."), around=2)
    page = html.fragment_fromstring(
        render_to_string("_parts/difference.html", {"pieces": pieces}), create_parent="main"
    )
    shown = page[0]
    assert [(part.tag, part.text_content()) for part in shown] == [
        ("details", "3 words without a changeA b c. "),
        ("del", "removed: <old>  (end of what was removed) "),
        ("ins", "added: new\n\n (end of what was added) "),
    ]
