"""A packet's facts as the words and figures that stand on the page."""

from __future__ import annotations

from datetime import date

from agreements.typesetting.shape import Act, File, Packet, Party
from collaborative.markdown import read_markdown
from collaborative.typesetting import running_title


def worded(packet: Packet) -> dict[str, object]:
    """Return what the template reads: texts, and lists and dicts of texts."""
    return {
        "title": packet["title"],
        "running_title": running_title(packet["title"]),
        "kind": packet["kind"],
        "collaborative": packet["collaborative"],
        "sample": packet["sample"],
        "city_line": f"Clerk's packet, {packet['city']}" if packet["city"] else "Packet of record",
        "clerk_line": f"clerk of the {packet['city']}" if packet["city"] else "clerk",
        "as_of_line": f"The record as of {long_date(packet['as_of'])}",
        "description": f"{packet['kind']}: {packet['standing']}",
        "keywords": [party["name"] for party in packet["parties"]],
        "standing": packet["standing"],
        "required": packet["required"],
        "version_line": _version(packet),
        "text_sha256": packet["text_sha256"],
        "nodes": read_markdown(packet["text"], exact=True),
        "parties": [_party(party) for party in packet["parties"]],
        "acts": [_act(act) for act in packet["acts"]],
        "attachments": [_file(file) for file in packet["attachments"]],
        "filings": packet["filings"],
        "manifest": [_file(file) for file in packet["manifest"]],
    }


def long_date(on: date | None) -> str:
    """Return a date in full, "Tuesday, March 3, 2026"; "" for none."""
    return f"{on:%A, %B} {on.day}, {on.year}" if on else ""


def _version(packet: Packet) -> str:
    circulated = packet["circulated_on"]
    when = f"circulated on {long_date(circulated)}" if circulated else "not circulated yet"
    return f"Version {packet['version']}, {when}"


def _party(party: Party) -> dict[str, str]:
    return {
        "name": party["name"],
        "state": party["state"],
        "standing": party["standing"],
        "act": party["act"],
        "on": long_date(party["on"]),
        "signatory_line": _office(party["signatory"]),
        "attests_line": _office(party["attests"]),
        "counsel_line": _office(party["counsel"]),
    }


def _office(office: str) -> str:
    return f" of the {office}" if office else ""


def _act(act: Act) -> dict[str, object]:
    return {
        "party": act["party"],
        "body": act["body"],
        "title": " ".join(part for part in (act["instrument"], act["file_number"]) if part),
        "enactment_number": act["enactment_number"],
        "introduced_on": long_date(act["introduced_on"]),
        "on": long_date(act["on"]),
        "outcome": ", ".join(part for part in (act["action"], act["result"]) if part),
        "mover": act["mover"],
        "seconder": act["seconder"],
        "votes": [dict(vote) for vote in act["votes"]],
        "tally": act["tally"],
        "text_sha256": act["text_sha256"],
        "source": act["source"],
    }


def _file(file: File) -> dict[str, str]:
    size = file["size"]
    return {
        "name": file["name"],
        "size": "" if size is None else f"{size:,} bytes",
        "sha256": file["sha256"],
    }
