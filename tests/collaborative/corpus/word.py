"""Word files, and what all packages of this kind have in common."""

from functools import partial
from zipfile import ZIP_BZIP2

from tests.collaborative.corpus.case import good, hostile
from tests.collaborative.corpus.excel import as_openpyxl_writes
from tests.initiatives.files import (
    OLD_OFFICE,
    PDF,
    PROGRAM,
    SLIDES_MAIN,
    TEXT,
    WORD_MAIN,
    Parts,
    docx,
    package,
    packed,
    picture,
    relations,
    xlsx,
)

good = partial(good, name="plan.docx")
hostile = partial(hostile, name="plan.docx")

CHOKES = "made to choke a computer"
COMMANDS = "tells another program what to do"
DAMAGED = "is damaged and cannot be read"
FETCHES = "brings something in from another computer"
INNER = "holds another file inside that the portal cannot look into"
MACROS = "holds macros, which are programs"
OBJECT = "holds an object of another program"
OLD = "it is locked with a password or saved in an old format"
OTHER = "is named like a Word file, but"

MAIN = "word/document.xml"
ROOT = "_rels/.rels"
DOCUMENT = "officeDocument"
TEMPLATE = "attachedTemplate"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACRO_PART = "application/vnd.ms-office.vbaProject"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
ENTITY = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
LAUGHTER = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {this} "{f"&{last};" * 10}">'
        for last, this in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><x>&i;</x>"
)


def part(name: str, content: str | bytes = "<x/>") -> bytes:
    """A Word file with one more part, or another main part."""
    return docx({name: content})


def text(body: str) -> bytes:
    """A Word file with this in its body."""
    return part(MAIN, f'<w:document xmlns:w="{TEXT}">{body}</w:document>')


def field(*pieces: str) -> bytes:
    """A Word file with one field, its instruction in as many pieces as given."""
    return text(written_field(*pieces))


def written_field(*pieces: str) -> str:
    """A field as Word writes it: its beginning, its instruction, what it shows, its end."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{what}"/></w:r>' for what in ("begin", "separate", "end")
    )
    runs = (f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"<w:p>{begin}{''.join(runs)}{separate}<w:r><w:t>1</w:t></w:r>{end}</w:p>"


def refers(kind: str, target: str, mode: str = "External", content: bytes | None = None) -> bytes:
    """A Word file that refers to a place elsewhere, or to a part with this content."""
    found = relations((kind, target, mode) if content is None else (kind, target))
    parts = {"word/_rels/document.xml.rels": found}
    return docx(parts if content is None else {**parts, f"word/{target}": content})


def as_word_writes() -> bytes:
    """What Word adds by itself: a template on the own disk, fields, a picture, fonts, links."""
    body = written_field(" PAGE \\* MERGEFORMAT ") + '<w:fldSimple w:instr=" TOC \\o "/>'
    return docx(
        {
            "docProps/core.xml": "<x/>",
            "docProps/thumbnail.jpeg": picture("JPEG"),
            "word/media/image1.png": picture("PNG"),
            "word/fonts/font1.odttf": b"\x01\x02" * 200,
            "word/document.xml": f'<w:document xmlns:w="{TEXT}">{body}</w:document>',
            "word/_rels/document.xml.rels": relations(
                ("styles", "styles.xml"),
                ("image", "media/image1.png"),
                ("hyperlink", "https://sample.invalid/", "External"),
                ("hyperlink", "file:///\\\\server\\plans\\plan.pdf", "External"),
            ),
            "word/styles.xml": "<x/>",
            "word/_rels/settings.xml.rels": relations(
                ("attachedTemplate", "file:///C:\\Users\\clerk\\Letter.dotx", "External"),
            ),
        }
    )


def with_a_chart() -> bytes:
    """Word keeps the figures of a chart as an Excel file inside."""
    return docx(
        {
            "word/charts/chart1.xml": "<c:f xmlns:c='c'>Sheet1!$A$2:$A$5</c:f>",
            "word/embeddings/Microsoft_Excel_Worksheet.xlsx": as_openpyxl_writes(),
        }
    )


def changed(content: bytes, marker: bytes, offset: int, value: bytes) -> bytes:
    """The same bytes with others so far behind the last marker."""
    place = content.rfind(marker) + offset
    return content[:place] + value + content[place + len(value) :]


def twice(second: str) -> bytes:
    """A Word file with a part whose name is that of its main part, or nearly."""
    return part("word/documenX.xml").replace(b"word/documenX.xml", second.encode())


def nested(depth: int) -> bytes:
    """Word files in Word files."""
    inner = docx()
    for _ in range(depth):
        inner = part("word/embeddings/plan.docx", inner)
    return inner


def in_two_byte_letters(said: str) -> bytes:
    """A Word file whose text is written in UTF-16."""
    return part(MAIN, said.encode("utf-16"))


def with_a_remark(remark: bytes) -> bytes:
    """A Word file whose archive ends with a remark."""
    return changed(docx() + remark, b"PK\5\6", 20, len(remark).to_bytes(2, "little"))


def declared_smaller() -> bytes:
    """A part that unpacks to more than it declares."""
    large, small = ((size).to_bytes(4, "little") for size in (50_000, 50))
    return part("word/a.bin", b"a" * 50_000).replace(large, small)


def overlapping() -> bytes:
    """A list of contents that names the same bytes over and over."""
    whole = part("word/a0000.bin", b"a" * 60_000)
    start, end = whole.rfind(b"PK\1\2"), whole.rfind(b"PK\5\6")
    again = [whole[start:end].replace(b"a0000", b"a%04d" % number) for number in range(1, 200)]
    listed, count = b"".join(again), (3 + 200).to_bytes(2, "little")
    first = whole.index(b"PK\1\2")
    size = (end - first + len(listed)).to_bytes(4, "little")
    return whole[:end] + listed + b"PK\5\6\0\0\0\0" + count * 2 + size + whole[end + 16 :]


def crowd() -> bytes:
    """Twenty thousand parts."""
    return docx({f"word/{number}.xml": "<x/>" for number in range(20_000)})


def long_word() -> bytes:
    """One attribute of fifty megabytes."""
    return part("word/a.xml", f'<x y="{"plan " * 10_000_000}"/>')


def with_table(parts: Parts) -> bytes:
    """A Word file with an Excel file inside."""
    return part("word/embeddings/a.xlsx", xlsx(parts))


GOOD = (
    good("the least of all", docx()),
    good("as Word writes", as_word_writes, name="PLAN.DOCX"),
    good("a chart with its figures", with_a_chart),
    good("its text under another name", package("word/document2.xml", WORD_MAIN)),
    good("strict", part(ROOT, relations((STRICT, "/word/document.xml")))),
    good("in two-byte letters", in_two_byte_letters("<x>Übersicht</x>")),
    good("a folder as a part", part("word/media/", b"")),
    good("words about DDE", text("<w:t>DDEAUTO cmd | http://sample.invalid/</w:t>")),
    good("a picture from the own disk", field(' INCLUDEPICTURE "C:\\\\map.png" \\d ')),
    good("figures from the own disk", field(' LINK Excel.Sheet.12 "C:\\\\a.xlsx" "R1C1:R9C2" ')),
    good("letters from the own list", refers("mailMergeSource", "file:///C:\\list.xlsx")),
)
OTHERS = (
    hostile("empty", b"", "is empty"),
    hostile("a PDF", PDF, OTHER),
    hostile("old, or with a password", OLD_OFFICE, OLD),
    hostile("a picture and an archive", b"GIF89a" + docx(), OTHER),
    hostile("an Excel file", xlsx(), "but it holds what a .xlsx file holds"),
    hostile("slides", package("ppt/presentation.xml", SLIDES_MAIN), "a .pptx file holds"),
    hostile("an archive of anything", packed({"sample.exe": PROGRAM}), DAMAGED),
    hostile("cut off", docx()[:-30], DAMAGED),
    hostile("nothing but a beginning", b"PK\x03\x04", DAMAGED),
    hostile("half a text", part(MAIN, "<x>"), DAMAGED),
    hostile("a text that is not there", part(ROOT, relations((DOCUMENT, "word/a.xml"))), DAMAGED),
    hostile("two texts", part(ROOT, relations((DOCUMENT, MAIN), (DOCUMENT, MAIN))), DAMAGED),
)
PROGRAMS = (
    hostile("with macros, renamed", package(MAIN, MACRO_MAIN), MACROS),
    hostile("macros", part("word/vbaProject.bin", OLD_OFFICE), MACROS),
    hostile("macros in upper case", part("WORD/VBAPROJECT.BIN", b"\0"), MACROS),
    hostile("macros as a picture", refers(VBA, "a.png", content=b"\x89PNG"), MACROS),
    hostile("macros by their type", docx({"word/a": b"\0"}, {"word/a": MACRO_PART}), MACROS),
    hostile("macros unannounced", part("word/media/image1.png", OLD_OFFICE), OBJECT),
    hostile("a control (ActiveX)", part("word/activeX/activeX1.xml"), MACROS),
    hostile("a control, renamed", refers("control", "a.xml", content=b"<x/>"), MACROS),
    hostile("an object", refers("oleObject", "a.bin", content=OLD_OFFICE), OBJECT),
    hostile("an object of no known kind", refers("oleObject", "a", content=PROGRAM), OBJECT),
    hostile("a text taken in", refers("aFChunk", "a.rtf", content=b"{\\rtf1}"), OBJECT),
)
REACHING = (
    hostile("a template elsewhere", refers(TEMPLATE, "http://a.invalid/b"), FETCHES),
    hostile("a template on a server", refers(TEMPLATE, "file:///\\\\a\\b"), FETCHES),
    hostile("a template, spelt oddly", refers(TEMPLATE, " HTTP:\\\\a\\b", "external"), FETCHES),
    hostile("a picture elsewhere", refers("image", "https://a.invalid/b.png"), FETCHES),
    hostile("an object elsewhere", refers("oleObject", "mhtml:http://a.invalid/!b"), FETCHES),
    hostile("a part elsewhere", refers("subDocument", "//a.invalid/b"), FETCHES),
    hostile("a field that commands", field(' DDEAUTO c:\\\\a.exe "b" '), COMMANDS),
    hostile("the same in pieces", field(" D", "DE", "AUTO a "), COMMANDS),
    hostile("the same in short", text('<w:fldSimple w:instr="dde a b"/>'), COMMANDS),
    hostile("the same without a beginning", text("<w:instrText>DDE a</w:instrText>"), COMMANDS),
    hostile("a field that fetches", field(' INCLUDEPICTURE "http://a.invalid/b" '), FETCHES),
    hostile("the same from a server", field(" INCLUDETEXT \\\\\\\\a\\\\b "), FETCHES),
    hostile("definitions", part(MAIN, ENTITY), DAMAGED),
    hostile("definitions in two-byte letters", in_two_byte_letters(ENTITY), DAMAGED),
    hostile("definitions far behind", part(MAIN, f"<!--{'a' * 100_000}-->{ENTITY}"), DAMAGED),
    hostile("definitions in a drawing", part("word/a.vml", ENTITY), DAMAGED),
    hostile("definitions that multiply", part(MAIN, LAUGHTER), DAMAGED, is_heavy=True),
)
ARCHIVES = (
    hostile("a part that climbs", part("../outside.xml"), DAMAGED),
    hostile("a part at the root", part("/outside.xml"), DAMAGED),
    hostile("a part that climbs on Windows", part("..\\outside.xml"), DAMAGED),
    hostile("a part twice", twice("word/document.xml"), DAMAGED),
    hostile("a part twice, in upper case", twice("WORD/document.xml"), DAMAGED),
    hostile("a part of two names", changed(part("word/a.xml"), b"word/a.xml", 5, b"b"), DAMAGED),
    hostile("a locked part", changed(docx(), b"PK\1\2", 8, b"\1"), "is locked with a password"),
    hostile("a wrong check sum", changed(docx(), b"PK\1\2", 16, b"\0\0\0\0"), DAMAGED),
    hostile("packed unusually", packed({"[Content_Types].xml": "<x/>"}, ZIP_BZIP2), DAMAGED),
    hostile("something before", b"PK\x03\x04 sample " + docx(), DAMAGED),
    hostile("an archive before", xlsx() + docx(), DAMAGED),
    hostile("something behind, as a remark", with_a_remark(PROGRAM), DAMAGED),
    hostile("more than it declares", declared_smaller(), DAMAGED),
    hostile("a bomb", lambda: part("word/a.xml", b"\0" * 2**27), CHOKES, is_heavy=True),
    hostile("one long word", long_word, CHOKES, is_heavy=True),
    hostile("parts over parts", overlapping(), CHOKES),
    hostile("a crowd of parts", crowd, CHOKES, is_heavy=True),
    hostile("files in files", nested(4), INNER),
    hostile("an archive inside", part("word/a.zip", packed({"a.exe": PROGRAM})), DAMAGED),
    hostile("macros in a file inside", with_table({"xl/vbaProject.bin": b"\0"}), MACROS),
    hostile("a bomb inside", lambda: with_table({"a": b"\0" * 2**27}), CHOKES, is_heavy=True),
)
WORD_FILES = GOOD + OTHERS + PROGRAMS + REACHING + ARCHIVES
