"""From a packet's facts to the bytes of its document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agreements.typesetting.shape import Packet
from agreements.typesetting.wording import worded
from collaborative.typesetting import press

RECORD_NAME = "record.json"
_TEMPLATE = Path(__file__).with_name("packet.typ")


def typeset(packet: Packet, *, record: bytes, fonts: Sequence[Path]) -> bytes:
    """Return the packet's document, dated its ``as_of``, with the record attached to it.

    ``record`` is the record as JSON in UTF-8. Raises ``collaborative.typesetting.Unprintable``.
    """
    return press(
        _TEMPLATE,
        words=worded(packet),
        inputs={"record": record.decode(), "record_name": RECORD_NAME},
        fonts=fonts,
        on=packet["as_of"],
    )
