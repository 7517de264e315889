"""Pictures: drawn anew, upright, without the place and the camera that were hidden beside them."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from initiatives.uploads.names import Kind, Refused, damaged

MOST_PIXELS = 50_000_000
"""Pixels of a picture, about a letter page scanned at 700 dots an inch; 200 MB when opened."""
JPEG_QUALITY = 90
"""Out of 95; a second drawing at this quality is not seen."""
KEPT = {"transparency"}
"""What goes with a picture beside its pixels."""


def redrawn(name: str, kind: Kind, content: bytes) -> bytes:
    """Return the same picture as fresh bytes of the same kind, or refuse it.

    The size is read before a pixel is.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our limit is lower
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_large(name)
                return _drawn(ImageOps.exif_transpose(picture), kind)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, SyntaxError, EOFError, OSError, ValueError) as error:
        raise damaged(name) from error


def _drawn(picture: Image.Image, kind: Kind) -> bytes:
    picture.info = {key: value for key, value in picture.info.items() if key in KEPT}
    drawn = io.BytesIO()
    if kind == Kind.JPEG:
        picture.save(drawn, "JPEG", quality=JPEG_QUALITY)
    else:
        picture.save(drawn, "PNG")
    return drawn.getvalue()


def _too_large(name: str) -> Refused:
    return Refused(
        f"“{name}” has more than {MOST_PIXELS // 1_000_000} million pixels. Save it smaller, or as "
        "PDF, and add that."
    )
