"""Pictures: what is kept is drawn anew, so that nothing hides beside them."""

import io
import random
import struct
import zlib
from functools import partial

from PIL import Image

from tests.collaborative.corpus.case import good, hostile
from tests.initiatives.files import HTML, SVG, picture

png, jpeg = partial(good, name="map.png"), partial(good, name="van.jpg")
bad_png, bad_jpeg = partial(hostile, name="map.png"), partial(hostile, name="van.jpg")

DAMAGED = "is damaged and cannot be read"
TOO_LARGE = "has more than 50 million pixels"
GIF_SCRIPT = b"GIF89a=1;alert(1);" + b"\0" * 40
PACKAGE = b"PK\x03\x04"
PHP = b"<?php system($_GET[0]); ?>"


def drawn(
    mode: str, image_format: str, size: tuple[int, int] = (40, 20), **options: object
) -> bytes:
    """A picture in one of the ways that pictures count their colours."""
    kept = io.BytesIO()
    Image.new(mode, size, 1).save(kept, image_format, **options)
    return kept.getvalue()


def transparent_palette() -> bytes:
    """A picture of few colours, one of which is not seen."""
    kept = io.BytesIO()
    Image.new("P", (40, 20), 3).save(kept, "PNG", transparency=3)
    return kept.getvalue()


def sideways() -> bytes:
    """As a telephone takes it when it is held upright, with the place."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (40, 20), exif=exif)


def two_views() -> bytes:
    """As telephones write them: the photograph, and beside it another of the same view."""
    kept = io.BytesIO()
    first, second = (Image.new("RGB", (40, 20), colour) for colour in ("navy", "gold"))
    first.save(kept, "MPO", save_all=True, append_images=[second])
    return kept.getvalue()


def moving() -> bytes:
    """A PNG of two frames."""
    kept = io.BytesIO()
    first, second = (Image.new("RGB", (40, 20), colour) for colour in ("navy", "gold"))
    first.save(kept, "PNG", save_all=True, append_images=[second])
    return kept.getvalue()


def noise(size: tuple[int, int], image_format: str, **options: object) -> bytes:
    """A picture in which no two neighbours are alike, so that it packs badly."""
    kept = io.BytesIO()
    pixels = random.Random(1).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, pixels).save(kept, image_format, **options)
    return kept.getvalue()


def declared(width: int, height: int) -> bytes:
    """A PNG that declares a size which it does not have."""
    small = bytearray(picture("PNG"))
    small[16:24] = struct.pack(">LL", width, height)
    small[29:33] = struct.pack(">L", zlib.crc32(bytes(small[12:29])))
    return bytes(small)


def part(kind: bytes, content: bytes) -> bytes:
    """One part of a PNG."""
    sum_ = zlib.crc32(kind + content)
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", sum_)


def with_part(kind: bytes, content: bytes) -> bytes:
    """A PNG with another part before its pixels."""
    small = picture("PNG")
    return small[:33] + part(kind, content) + small[33:]


def long_remark() -> bytes:
    """A PNG with a remark that packs a hundred megabytes into a hundred kilobytes."""
    return with_part(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 2**27, 9))


def turned(place: bytes, offset: int) -> bytes:
    """A PNG in which one bit is turned, so far behind a mark."""
    small = bytearray(picture("PNG", (40, 20)))
    small[small.index(place) + offset] ^= 1
    return bytes(small)


GOOD = (
    png("of one colour", lambda: picture("PNG")),
    png("of few colours", lambda: drawn("P", "PNG")),
    png("of few colours, one not seen", transparent_palette),
    png("half transparent", lambda: drawn("LA", "PNG")),
    png("black and white", lambda: drawn("1", "PNG")),
    png("of sixteen bits", lambda: drawn("I;16", "PNG")),
    png("large", lambda: noise((2000, 1500), "PNG"), is_heavy=True),
    jpeg("of one colour", lambda: picture("JPEG")),
    jpeg("with the long ending", lambda: picture("JPEG"), name="van.jpeg"),
    jpeg("in upper case", lambda: picture("JPEG"), name="DSC_0001.JPG"),
    jpeg("grey", lambda: drawn("L", "JPEG")),
    jpeg("in the colours of a press", lambda: drawn("CMYK", "JPEG")),
    jpeg("that comes in waves", lambda: picture("JPEG", (40, 20), progressive=True)),
    jpeg("held sideways", sideways),
    jpeg("two views of one place", two_views),
    jpeg("large", lambda: noise((4000, 3000), "JPEG", quality=90), is_heavy=True),
    jpeg("a program in a remark", lambda: picture("JPEG", comment=PHP), without=PHP),
    jpeg("a program behind the end", lambda: picture("JPEG") + PHP, without=PHP),
    png("a web page in a remark", lambda: with_part(b"tEXt", b"a\0" + HTML), without=HTML),
    png("an archive behind the end", lambda: picture("PNG") + PACKAGE, without=PACKAGE),
)
HOSTILE = (
    bad_png("empty", b"", "is empty"),
    bad_png("a drawing", SVG, "is named like a PNG file, but"),
    bad_png("a JPEG", lambda: picture("JPEG"), "is named like a PNG file, but"),
    bad_png("a GIF", lambda: drawn("P", "GIF"), "is named like a PNG file, but"),
    bad_jpeg("a PNG", lambda: picture("PNG"), "is named like a JPEG file, but"),
    bad_jpeg("a TIFF", lambda: drawn("L", "TIFF"), "is named like a JPEG file, but"),
    bad_jpeg("a GIF that is a script", GIF_SCRIPT, "is named like a JPEG file, but"),
    bad_png("nothing but a beginning", b"\x89PNG\r\n\x1a\n", DAMAGED),
    bad_jpeg("nothing but a beginning", b"\xff\xd8\xff\xe0", DAMAGED),
    bad_jpeg("a web page behind a beginning", b"\xff\xd8\xff\xe0" + HTML, DAMAGED),
    bad_png("cut off", lambda: noise((40, 20), "PNG")[:900], DAMAGED),
    bad_jpeg("cut off", lambda: noise((400, 400), "JPEG")[:5000], DAMAGED),
    bad_png("a wrong check sum of the pixels", lambda: turned(b"IEND", -5), DAMAGED),
    bad_png("a wrong check sum of the size", lambda: turned(b"IHDR", 18), DAMAGED),
    bad_png("a flaw in the pixels", lambda: turned(b"IDAT", 8), DAMAGED),
    bad_png("no pixels", lambda: declared(0, 10), DAMAGED),
    bad_png("of two frames", moving, "is a moving picture"),
    bad_png("of 3,600 million pixels", lambda: declared(60_000, 60_000), TOO_LARGE, is_heavy=True),
    bad_png("one row too many", lambda: declared(10_000, 5_001), TOO_LARGE, is_heavy=True),
    bad_png("a remark that is a bomb", long_remark, DAMAGED, is_heavy=True),
)
PICTURES = GOOD + HOSTILE
