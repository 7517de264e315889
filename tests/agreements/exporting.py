"""Exports without their documents, which take long to set."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from agreements import packets
from collaborative.manifest import write_packet


def small(holdings, out):
    """A packet of two little files, so that the document need not be set."""
    about = {
        "title": holdings.agreement.title,
        "as_of": holdings.as_of.isoformat(),
        "text_sha256": holdings.text.sha256,
        "standing": "A sample.",
        "city": holdings.city,
    }
    files = {"text.md": holdings.text.body.encode(), "record.json": b"{}"}
    return write_packet(files, out, about=about)


@contextmanager
def small_packets() -> Iterator[None]:
    """Meanwhile packets are small."""
    with patch.object(packets, "write", small):
        yield
