"""The press: letters that can be shown, the same bytes, and nothing read from elsewhere."""

from datetime import date
from pathlib import Path

import pytest

from collaborative.assets import document_fonts
from collaborative.typesetting import Unprintable, press
from collaborative.typesetting.glyphs import showable
from collaborative.typesetting.printing import _faults

TEMPLATE = """#import "/paper.typ": *
#show: paper.with(title: words.title, author: "Sample")
= #words.title
"""


def printed(template: Path, text: str = TEMPLATE, on: date = date(2026, 3, 3)) -> bytes:
    template.write_text(text)
    return press(template, words={"title": "Sample"}, fonts=document_fonts(), on=on)


def test_the_same_words_of_the_same_day_give_the_same_bytes(tmp_path):
    first = printed(tmp_path / "sheet.typ")
    assert (
        printed(tmp_path / "another.typ") == first,
        printed(tmp_path / "sheet.typ", on=date(2026, 3, 4)) == first,
    ) == (True, False)


BARE = """#set document(title: "Sample")
#set text(lang: "en")
= Sample
"""


@pytest.mark.parametrize("place", ["secret.txt", "../secret.txt", "/../printing.py", "{secret}"])
def test_a_template_reads_nothing_but_what_templates_share(tmp_path, place):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    assert printed(tmp_path / "bare.typ", BARE).startswith(b"%PDF-1.7")
    reading = f'#read("{place.format(secret=secret)}")'
    with pytest.raises(Unprintable, match=r"not found|escape"):
        printed(tmp_path / "sheet.typ", BARE + reading)


def test_a_file_goes_in_as_it_is(tmp_path):
    template = tmp_path / "sheet.typ"
    template.write_text(TEMPLATE + '#assert.eq(sys.inputs.record, "a\\tb")')
    assert press(
        template,
        words={"title": "Sample"},
        inputs={"record": "a\tb"},
        fonts=document_fonts(),
        on=date(2026, 3, 3),
    ).startswith(b"%PDF-1.7")


# --- letters -------------------------------------------------------------------------------------


def only(letters: str):
    """Fonts that have these letters and plain ASCII."""
    return lambda words: frozenset(it for it in words if it not in letters and it > "\x7f")


@pytest.mark.parametrize(
    ("stood", "shown"),
    [
        ("café “x”", "café “x”"),
        ("a\tb\r\nc\u2028d", "a    b\nc\nd"),
        ("漢 x", "[U+6F22] x"),
        ("é“漢”", "é“[U+6F22]”"),
        ("right\u202eleft", "right[U+202E]left"),
        ("a\0b\ufeffc\ue000d", "a[U+0000]b[U+FEFF]c[U+E000]d"),
        ("x" * 170, "x" * 80 + "\u200b" + "x" * 80 + "\u200b" + "x" * 10),
    ],
)
def test_what_cannot_be_shown_stands_as_its_code(stood: str, shown: str) -> None:
    assert showable({"a": [stood], "b": 1}, faults=only("é“”")) == {"a": [shown], "b": 1}


def test_letters_that_only_fail_together_all_become_codes() -> None:
    def faults(words: str) -> frozenset[str]:
        return frozenset({"“”"} & {words[at : at + 2] for at in range(len(words))})

    assert showable(["“”", "“ ”"], faults=faults) == ["[U+201C][U+201D]", "“ ”"]


def test_a_text_in_a_script_that_no_font_has_asks_twice():
    asked = []

    def faults(words: str) -> frozenset[str]:
        asked.append(words)
        return only("")(words)

    words = [chr(0xAC00 + number) for number in range(2000)]
    shown = " ".join(f"[U+{ord(word):04X}]" for word in words)
    assert (showable(" ".join(words), faults=faults), len(asked)) == (shown, 2)


def test_the_fonts_faults_are_named_letter_by_letter():
    folders = tuple(map(str, document_fonts()))
    assert (
        _faults(folders, "a 漢 b 字 \u0378"),
        _faults(folders, "1\ufe0f\u20e3"),
        _faults(folders, "привет עברית"),
    ) == (frozenset("漢字\u0378"), frozenset("1\ufe0f\u20e3"), frozenset())
