"""Files for tests, made in memory: good ones, and those that pretend."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

import pikepdf
from PIL import Image

PROGRAM = b"MZ\x90\x00" + b"\x00" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><body><script>alert(1)</script></body></html>"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

FORMATS = "application/vnd.openxmlformats-officedocument."
WORD_MAIN = FORMATS + "wordprocessingml.document.main+xml"
EXCEL_MAIN = FORMATS + "spreadsheetml.sheet.main+xml"
SLIDES_MAIN = FORMATS + "presentationml.presentation.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TEXT = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

Parts = Mapping[str, str | bytes]
NONE: Mapping[str, str] = MappingProxyType({})


def pdf(*objects: str | bytes, root: str = "") -> bytes:
    """A PDF of one empty page, with its table of objects; further objects begin at number 4.

    `root` is put into the first object, from which a reader starts.
    """
    first = (
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << >> >>",
    )
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate((*first, *objects), 1):
        places.append(len(content))
        body = each.encode() if isinstance(each, str) else each
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(content))
    )


def locked(content: bytes, **how: str) -> bytes:
    """The same PDF, encrypted: with a password for its owner, or one for every reader."""
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        opened.save(kept, encryption=pikepdf.Encryption(**{"owner": "sample", "user": "", **how}))
    return kept.getvalue()


PDF = pdf()
LOCKED_PDF = locked(PDF)


def relations(*found: tuple[str, str] | tuple[str, str, str]) -> str:
    """A part that says how one part refers to others: kind, target, and "External" if it is so."""
    lines = []
    for kind, target, *mode in found:
        address = kind if "/" in kind else RELATIONS + kind
        external = f' TargetMode="{mode[0]}"' if mode else ""
        number = f"rId{len(lines) + 1}"
        said = f'Id="{number}" Type="{address}" Target={quoteattr(target)}{external}'
        lines.append(f"<Relationship {said}/>")
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'


def types(main: str, main_type: str, others: Mapping[str, str] = NONE) -> str:
    """The part that says which media type each part has."""
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{said}"/>'
        for part, said in {main: main_type, **others}.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def packed(
    parts: Parts | Iterable[tuple[str, str | bytes]], how: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A ZIP archive."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", how) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return kept.getvalue()


def package(
    main: str, main_type: str, parts: Parts = NONE, said: Mapping[str, str] = NONE
) -> bytes:
    """A Word or Excel file with its main part and others; `said` are types of other parts."""
    usual: Parts = {
        "[Content_Types].xml": types(main, main_type, said),
        "_rels/.rels": relations(("officeDocument", main)),
        main: "<x/>",
    }
    return packed({**usual, **parts})


def docx(parts: Parts = NONE, said: Mapping[str, str] = NONE) -> bytes:
    """A Word file."""
    return package("word/document.xml", WORD_MAIN, parts, said)


def xlsx(parts: Parts = NONE, said: Mapping[str, str] = NONE) -> bytes:
    """An Excel file."""
    return package("xl/workbook.xml", EXCEL_MAIN, parts, said)


def picture(image_format: str, size: tuple[int, int] = (4, 2), **options) -> bytes:
    """A picture of one colour."""
    drawn = io.BytesIO()
    Image.new("RGB", size, (10, 120, 200)).save(drawn, image_format, **options)
    return drawn.getvalue()
