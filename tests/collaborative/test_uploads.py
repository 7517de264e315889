"""Which files come in, and what the person reads about the others."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageChops, ImageStat

from collaborative.uploads import Refused, Upload, check, packages, size_in_words
from tests.initiatives.files import (
    HTML,
    LOCKED_PDF,
    OLD_OFFICE,
    PDF,
    PROGRAM,
    SVG,
    docx,
    packed,
    picture,
    types,
    xlsx,
)

MB = 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refusal(name: str, content: bytes, *, most_bytes: int = MB) -> str:
    with pytest.raises(Refused) as refused:
        check(name, content, most_bytes=most_bytes)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Budget v1.2 2026.03.02.pdf", PDF, "application/pdf"),
        ("PLAN.PDF", PDF, "application/pdf"),
        ("Übersicht – straße.docx", docx(), WORD),
        ("costs.xlsx", xlsx({"xl/worksheets/sheet1.xml": "<sheet>1</sheet>"}), EXCEL),
    ],
)
def test_a_good_document_comes_in_as_it_is(name, content, media_type):
    assert check(name, content, most_bytes=MB) == Upload(name, media_type, content)


@pytest.mark.parametrize(
    ("name", "image_format", "media_type"),
    [
        ("map.png", "PNG", "image/png"),
        ("van.jpg", "JPEG", "image/jpeg"),
        ("van.jpeg", "JPEG", "image/jpeg"),
    ],
)
def test_a_picture_is_drawn_anew(name, image_format, media_type):
    upload = check(name, picture(image_format), most_bytes=MB)
    drawn = Image.open(io.BytesIO(upload.content))
    assert (upload.media_type, drawn.format, drawn.size) == (media_type, image_format, (4, 2))


def test_place_camera_and_remarks_are_taken_out_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # held sideways
    exif[0x010F] = "SECRET-CAMERA"
    sideways = picture("JPEG", exif=exif, comment=b"SECRET-REMARK")
    assert b"SECRET-CAMERA" in sideways
    assert b"SECRET-REMARK" in sideways
    upload = check("van.jpg", sideways, most_bytes=MB)
    assert b"SECRET" not in upload.content
    assert Image.open(io.BytesIO(upload.content)).size == (2, 4)


def test_transparency_of_a_picture_stays():
    drawn = io.BytesIO()
    Image.new("RGBA", (4, 2), (0, 0, 0, 0)).save(drawn, "PNG")
    upload = check("mark.png", drawn.getvalue(), most_bytes=MB)
    assert Image.open(io.BytesIO(upload.content)).getpixel((0, 0)) == (0, 0, 0, 0)


def test_what_follows_a_picture_in_its_file_is_not_kept():
    upload = check("map.png", picture("PNG") + b"PK\x03\x04 hidden", most_bytes=MB)
    assert b"hidden" not in upload.content


@pytest.mark.parametrize("name", [r"C:\Users\clerk\plan.pdf", "../../etc/plan.pdf", " plan.pdf "])
def test_only_the_name_of_a_file_is_kept_not_its_folder(name):
    assert check(name, PDF, most_bytes=MB).name == "plan.pdf"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PROGRAM),
        ("plan.pdf", b"\x7fELF" + b"\x00" * 100),
        ("plan.pdf", HTML),
        ("plan.pdf", SVG),
        ("plan.pdf", docx()),
        ("plan.pdf", b"hello"),
        ("plan.pdf", b"\n" + PDF),
        ("plan.pdf", PROGRAM + PDF),
        ("plan.docx", PDF),
        ("plan.docx", OLD_OFFICE),
        ("plan.xlsx", b"a,b\n1,2\n"),
        ("plan.docx", b"GIF89a" + docx()),
        ("map.png", picture("JPEG")),
        ("map.png", SVG),
        ("map.jpg", picture("PNG")),
        ("map.jpg", b"GIF89a" + b"\x00" * 50),
    ],
)
def test_a_file_that_holds_something_else_than_its_name_says_is_refused(name, content):
    assert refusal(name, content).startswith(f"“{name}” is named like a")


def test_a_program_named_as_pdf_is_called_a_program():
    assert refusal("plan.pdf", PROGRAM) == (
        "“plan.pdf” is named like a PDF file, but it is a program. Open it in the program it was "
        "made with, save it as a PDF file, and add that."
    )


def test_a_locked_word_file_is_called_locked():
    assert refusal("plan.docx", OLD_OFFICE) == (
        "“plan.docx” is named like a Word file, but it is locked with a password or saved in an "
        "old format. Open it in the program it was made with, save it as a Word file, and add that."
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("map.svg", "A drawing of this kind can hold a program. Save it as PNG or PDF"),
        ("plan.exe", "is a .exe file, which the portal does not take. Save it as PDF, Word"),
        ("plan.doc", "Open it in Word, save it as .docx or PDF"),
        ("plan.docm", "Save it in Word as .docx without macros"),
        ("van.HEIC", "Save the photograph as JPEG"),
        ("all.zip", "Take the files out of it"),
        ("plan.pdf.exe", "is a .exe file"),
        ("plan", "has no ending that says what it is"),
        (".pdf", "has no ending that says what it is"),
        ("plan.", "has no ending that says what it is"),
        ("plan.exe.pdf", "has two endings, .exe and .pdf"),
        ("plan.HTML.pdf", "has two endings, .html and .pdf"),
        ("plan.pdf.docx", "has two endings, .pdf and .docx"),
        ("plan.js .pdf", "has two endings, .js and .pdf"),
        ("plan\u202efdp.pdf", "holds invisible signs"),
        ("plan\x00.pdf", "holds invisible signs"),
        ("plan\n.pdf", "holds invisible signs"),
        ("a" * 147 + ".pdf", "has 151 characters; the portal takes 150"),
    ],
)
def test_a_name_that_hides_or_does_not_say_what_it_is_is_refused(name, said):
    assert said in refusal(name, PDF)


def test_an_empty_file_is_refused():
    assert refusal("plan.pdf", b"") == (
        "“plan.pdf” is empty. Open it, see that it holds something, and save it again."
    )


def test_a_file_of_one_byte_too_many_is_refused_and_one_less_is_not():
    limit = len(PDF)
    assert check("plan.pdf", PDF, most_bytes=limit).content == PDF
    assert refusal("plan.pdf", PDF, most_bytes=limit - 1).endswith(
        "Save it smaller, or in two parts."
    )


@pytest.mark.parametrize(
    "content", [PDF[:-10], b"%PDF-1.7\nstartxref\n", PDF + b" " * 5000], ids=["cut", "none", "late"]
)
def test_a_pdf_that_breaks_off_is_refused(content):
    assert "breaks off before its end" in refusal("plan.pdf", content)


def test_a_locked_pdf_is_refused():
    assert "locked with a password or against copying" in refusal("plan.pdf", LOCKED_PDF)


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"\x00"},
        {"WORD/VBAPROJECT.BIN": b"\x00"},
        {"word/activeX/activeX1.bin": b"\x00"},
        {"[Content_Types].xml": types("word/document.xml", MACROS)},
    ],
)
def test_a_word_file_with_macros_is_refused(parts):
    assert refusal("plan.docx", docx(parts)) == (
        "“plan.docx” holds macros, which are programs. Save it without macros, and add that."
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"},
        {"word/document.xml": "<!DOCTYPE x>".encode("utf-16")},
        {"../outside.xml": "<x/>"},
        {"/outside.xml": "<x/>"},
    ],
    ids=["entity", "utf-16", "parent", "root"],
)
def test_a_word_file_that_reaches_outside_is_refused(parts):
    assert "is damaged" in refusal("plan.docx", docx(parts))


def test_a_large_part_is_read_to_its_end(monkeypatch):
    monkeypatch.setattr(packages, "CHUNK", 1000)
    content = docx({"word/a.bin": bytes(range(256)) * 100})
    assert check("plan.docx", content, most_bytes=MB).content == content
    hurt = bytearray(content)
    hurt[content.index(b"word/a.bin") + 60] ^= 0xFF
    assert "is damaged" in refusal("plan.docx", bytes(hurt))


def test_a_zip_that_is_no_word_file_is_refused():
    assert "is damaged" in refusal("plan.docx", packed({"sample.txt": "sample"}))


def test_an_excel_file_under_the_ending_of_word_is_called_one():
    assert refusal("plan.docx", xlsx()) == (
        "“plan.docx” is named like a Word file, but it holds what a .xlsx file holds. Give it the "
        "ending that it had, and add it again."
    )


def test_a_zip_bomb_is_refused_by_what_it_declares():
    bomb = docx({"word/media/a.xml": b"\x00" * (14 * MB)})
    assert len(bomb) < MB
    assert "made to choke a computer" in refusal("plan.docx", bomb)


def test_a_file_of_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(packages, "MOST_PARTS", 2)
    assert "made to choke" in refusal("plan.docx", docx({"word/a.xml": "<x/>"}))


def test_a_large_file_inside_another_is_not_looked_into(monkeypatch):
    content = docx({"word/embeddings/a.xlsx": xlsx()})
    assert check("plan.docx", content, most_bytes=MB).content == content
    monkeypatch.setattr(packages, "MOST_INNER", 100)
    assert "is damaged" in refusal("plan.docx", content)


def test_a_file_that_holds_too_much_in_all_is_refused(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 100)
    assert "made to choke" in refusal("plan.docx", docx({"word/a.xml": "x" * 100}))


def test_a_part_that_lies_about_its_size_is_refused_without_being_unpacked_beyond_it():
    content = docx({"word/a.xml": b"a" * 5000})
    lying = content.replace(struct.pack("<L", 5000), struct.pack("<L", 50))
    assert lying != content
    assert "is damaged" in refusal("plan.docx", lying)


def test_a_locked_part_is_refused():
    content = bytearray(docx())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert refusal("plan.docx", bytes(content)) == (
        "“plan.docx” is locked with a password. Save it without one, and add that."
    )


@pytest.mark.parametrize("keep", [40, 200])
def test_a_word_file_that_was_cut_off_is_refused(keep):
    assert "is damaged" in refusal("plan.docx", docx()[:keep])


def test_a_picture_that_was_cut_off_is_refused():
    assert refusal("van.jpg", picture("JPEG", (400, 400))[:500]) == (
        "“van.jpg” is damaged and cannot be read. Open it, save it again, and add that."
    )


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened():
    small = bytearray(picture("PNG"))
    small[16:24] = struct.pack(">LL", 60_000, 60_000)
    assert "more than 50 million pixels" in refusal("map.png", _with_checksum(small))


def test_a_picture_just_over_the_limit_is_refused_by_its_size():
    small = bytearray(picture("PNG"))
    small[16:24] = struct.pack(">LL", 10_000, 5_001)
    assert "more than 50 million pixels" in refusal("map.png", _with_checksum(small))


def test_a_picture_that_grows_beyond_the_limit_when_it_is_drawn_anew_is_refused():
    content = picture("JPEG", (400, 400), optimize=True)
    kept = len(check("van.jpg", content, most_bytes=MB).content)
    assert len(content) < kept - 1
    assert refusal("van.jpg", content, most_bytes=kept - 1) == (
        f"“van.jpg” is drawn anew, so that nothing hides in it, and has {size_in_words(kept)} "
        f"then; one file may have {size_in_words(kept - 1)}. Save it smaller, and add that."
    )


def test_a_photograph_stays_as_fine_as_it_was_and_about_as_large():
    drawn = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(drawn, "JPEG", quality=60)
    came, kept = drawn.getvalue(), check("van.jpg", drawn.getvalue(), most_bytes=MB).content
    before, after = (Image.open(io.BytesIO(content)) for content in (came, kept))
    difference = ImageChops.difference(before, after).convert("L")
    assert (after.quantization, abs(len(kept) / len(came) - 1) < 0.02) == (
        before.quantization,
        True,
    )
    assert ImageStat.Stat(difference).mean[0] < 2


def test_colours_of_a_press_stay():
    drawn = io.BytesIO()
    Image.new("CMYK", (16, 16), (200, 40, 0, 10)).save(drawn, "JPEG", quality=95)
    kept = Image.open(io.BytesIO(check("a.jpg", drawn.getvalue(), most_bytes=MB).content))
    colour = kept.getpixel((8, 8))
    assert (
        kept.mode,
        max(abs(a - b) for a, b in zip(colour, (200, 40, 0, 10), strict=True)) < 5,
    ) == (
        "CMYK",
        True,
    )


def _with_checksum(content: bytearray) -> bytes:
    """Mend the check sum of a PNG's first part, so that only its size is wrong."""
    content[29:33] = struct.pack(">L", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (319_488, "312 KB"),
        (MB, "1 MB"),
        (25 * MB, "25 MB"),
        (32_715_571, "31.2 MB"),
    ],
)
def test_a_size_is_said_in_the_unit_that_fits(size, words):
    assert size_in_words(size) == words
