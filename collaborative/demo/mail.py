"""The mail catcher's folder, read as letters."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Letter:
    """One message the worker sent."""

    name: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str
    headers: tuple[tuple[str, str], ...]


def letters(folder: Path, *, most: int = 100) -> list[Letter]:
    """The newest letters first; none where nothing was sent yet."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [read(file) for file in files[:most]]


def find(folder: Path, name: str) -> Letter | None:
    """One letter by its name; None when there is none of that name."""
    files = {file.stem: file for file in folder.glob("*.eml")}
    return read(files[name]) if name in files else None


def read(file: Path) -> Letter:
    """Read one file as a letter: its plain text, and every header as it went out."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return Letter(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(message["Date"]) if message["Date"] else None,
        text=body.get_content() if body else "",
        headers=tuple((name, str(value)) for name, value in message.items()),
    )
