"""Pictures: drawn anew, upright, without the place and the camera that were hidden beside them."""

import io
import warnings
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from collaborative.uploads.names import Kind, Refused, damaged

MOST_PIXELS = 50_000_000
"""Pixels of a picture, about a letter page scanned at 700 dots an inch; 200 MB when opened."""
KEPT = {"transparency"}
"""What goes with a picture beside its pixels."""


def redrawn(name: str, kind: Kind, content: bytes) -> bytes:
    """Return the same picture as fresh bytes of the same kind, or refuse it.

    The size is read before a pixel is. A photograph may bring others of the same view beside it,
    as phones write them; the first is the one that everybody sees.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our limit is lower
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_large(name)
                if kind == Kind.PNG and getattr(picture, "is_animated", False):
                    raise _moving(name)
                picture.verify()  # the check sums, which drawing would not look at
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
                how = _as_fine_as(picture) if isinstance(picture, JpegImageFile) else {}
                return _drawn(ImageOps.exif_transpose(picture), kind, how)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, SyntaxError, EOFError, OSError, ValueError) as error:
        raise damaged(name) from error


def _as_fine_as(picture: JpegImageFile) -> dict[str, Any]:
    """How to draw a JPEG so that it is as fine as it was, and takes about as much room."""
    return {"qtables": picture.quantization, "subsampling": get_sampling(picture)}


def _drawn(picture: Image.Image, kind: Kind, how: Mapping[str, Any]) -> bytes:
    picture.info = {key: value for key, value in picture.info.items() if key in KEPT}
    drawn = io.BytesIO()
    picture.save(drawn, kind.upper(), **how)
    return drawn.getvalue()


def _too_large(name: str) -> Refused:
    return Refused(
        f"“{name}” has more than {MOST_PIXELS // 1_000_000} million pixels. Save it smaller, or as "
        "PDF, and add that."
    )


def _moving(name: str) -> Refused:
    return Refused(
        f"“{name}” is a moving picture, of which the portal could keep only one. Save the one that "
        "matters by itself, and add that."
    )
