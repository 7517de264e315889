"""Files for tests, made in memory: good ones, and those that pretend."""

import io
import zipfile
from collections.abc import Mapping

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"<<>>", b"<< /Encrypt 5 0 R >>")
PROGRAM = b"MZ\x90\x00" + b"\x00" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><body><script>alert(1)</script></body></html>"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def package(main: str, parts: Mapping[str, str | bytes] = {}) -> bytes:
    """A Word or Excel file with its main part and others."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": TYPES, main: "<x/>", **parts}.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(parts: Mapping[str, str | bytes] = {}) -> bytes:
    """A Word file."""
    return package("word/document.xml", parts)


def xlsx(parts: Mapping[str, str | bytes] = {}) -> bytes:
    """An Excel file."""
    return package("xl/workbook.xml", parts)


def picture(image_format: str, size: tuple[int, int] = (4, 2), **options) -> bytes:
    """A picture of one colour."""
    drawn = io.BytesIO()
    Image.new("RGB", size, (10, 120, 200)).save(drawn, image_format, **options)
    return drawn.getvalue()
