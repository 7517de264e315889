"""A packet's facts as the words and figures that stand on the page."""

from __future__ import annotations

from datetime import date

from agreements.typesetting.shape import (
    Act,
    Filing,
    Packet,
    Paper,
    Party,
    RollCall,
    Signing,
    Step,
)
from collaborative.markdown import read_markdown
from collaborative.typesetting import running_title


def worded(packet: Packet) -> dict[str, object]:
    """Return what the template reads: texts, and lists and dicts of texts."""
    city = packet["city"]
    acting = [party for party in packet["parties"] if city in {"", party["name"]}]
    return {
        "title": packet["title"],
        "running_title": running_title(packet["title"]),
        "kind": packet["kind"],
        "kind_in_words": f"the {packet['kind'].lower()}",
        "collaborative": packet["collaborative"],
        "recordable": packet["recordable"],
        "sample": packet["sample"],
        "city_line": f"Clerk's packet, {city}" if city else "Packet of record",
        "clerk_line": f"clerk of the {city}" if city else "clerk",
        "acts_title": "Adopting act" if city else "Adopting acts",
        "as_of_line": f"The record as of {long_date(packet['as_of'])}",
        "standing": packet["standing"],
        "required": packet["required"],
        "in_force_on": long_date(packet["in_force_on"]),
        "gaps": packet["gaps"],
        "version_line": _version(packet),
        "earlier": packet["earlier"],
        "text_sha256": packet["text_sha256"],
        "nodes": read_markdown(packet["text"], exact=True),
        "picture": _picture(packet["parties"]),
        "parties": [_party(party) for party in packet["parties"]],
        "acting": [_party(party) for party in acting],
        "acts": [_act(act) for act in packet["acts"] if city in {"", act["party"]}],
        "papers": [_paper(paper) for paper in packet["papers"]],
        "named_only": packet["named_only"],
        "term": [dict(fact) for fact in packet["term"]],
        "term_notes": packet["term_notes"],
        "checklist": [dict(check) for check in packet["checklist"]],
        "filings": [_filing(filing) for filing in packet["filings"]],
        "manifest": [
            {"name": file["name"], "size": _size(file["size"]), "sha256": file["sha256"]}
            for file in packet["manifest"]
        ],
        "commands": [dict(command) for command in packet["commands"]],
    }


def long_date(on: date | None) -> str:
    """Return a date in full, "Tuesday, March 3, 2026"; "" for none."""
    return f"{on:%A, %B} {on.day}, {on.year}" if on else ""


def _version(packet: Packet) -> str:
    circulated = packet["circulated_on"]
    when = f"circulated on {long_date(circulated)}" if circulated else "not circulated yet"
    return f"Version {packet['version']}, {when}"


def _picture(parties: list[Party]) -> str:
    """Say what the row of boxes shows."""
    boxes = "; ".join(
        f"{party['name']}: {'filled' if party['counts'] else 'empty'}, {party['state'].lower()}"
        for party in parties
    )
    return f"A box for each party, filled where its council adopted the text. {boxes}."


def _party(party: Party) -> dict[str, object]:
    return {
        "name": party["name"],
        "state": party["state"],
        "standing": party["standing"],
        "counts": party["counts"],
        "act": party["act"],
        "on": long_date(party["on"]),
        "missing": party["missing"],
        "signings": [_signing(signing) for signing in party["signings"]],
    }


def _signing(signing: Signing) -> dict[str, str]:
    return {
        "line": signing["line"],
        "name": signing["name"],
        "title": signing["title"],
        "on": long_date(signing["on"]),
    }


def _act(act: Act) -> dict[str, object]:
    return {
        "party": act["party"],
        "body": act["body"],
        "heading": " ".join(part for part in (act["instrument"], act["file_number"]) if part),
        "title": act["title"],
        "enactment_number": act["enactment_number"],
        "introduced_on": long_date(act["introduced_on"]),
        "agenda_on": long_date(act["agenda_on"]),
        "on": long_date(act["on"]),
        "outcome": ", ".join(part for part in (act["action"], act["result"]) if part),
        "mover": act["mover"],
        "seconder": act["seconder"],
        "tally": act["tally"],
        "text_sha256": act["text_sha256"],
        "source": act["source"],
        "before": [_step(step) for step in act["before"]],
        "after": [_step(step) for step in act["after"]],
        "roll_calls": [_roll_call(call) for call in act["roll_calls"]],
    }


def _step(step: Step) -> dict[str, str]:
    return {
        "body": step["body"],
        "action": step["action"],
        "on": long_date(step["on"]),
        "result": step["result"],
        "said": step["said"],
    }


def _roll_call(call: RollCall) -> dict[str, object]:
    return {
        "title": call["title"],
        "on": long_date(call["on"]),
        "totals": call["totals"],
        "tally": call["tally"],
        "reckoning": call["reckoning"],
        "votes": [dict(vote) for vote in call["votes"]],
    }


def _paper(paper: Paper) -> dict[str, object]:
    file = paper["file"]
    return {
        "number": paper["number"],
        "title": paper["title"],
        "closed": paper["closed"],
        "file": dict(file) if file else None,
        "size": _size(file["size"]) if file else "",
    }


def _filing(filing: Filing) -> dict[str, str]:
    return {
        "office": filing["office"],
        "on": long_date(filing["on"]),
        "reference": filing["reference"],
        "by": filing["by"],
    }


def _size(size: int | None) -> str:
    return "" if size is None else f"{size:,} bytes"
