"""A packet's facts, made by hand: offices instead of people, everything a sample."""

from datetime import date

from agreements.typesetting import Act, Packet, Party, RollCall

SHA = "a" * 64
DAY = date(2026, 3, 3)
TEXT = """### 1. Purpose

The parties share services.

- One desk.
- One number.

##### 1.1 Cost

| Basis | Weight |
|:--|--:|
| Population | 60 |
"""


def a_signing(line: str = "Signature", **changes: object) -> dict[str, object]:
    return {"line": line, "name": "", "title": "", "on": None} | changes


def a_party(name: str = "City of Raytown", **changes: object) -> Party:
    party: dict[str, object] = {
        "name": name,
        "state": "No record",
        "standing": "There is no record of an act.",
        "counts": False,
        "act": "",
        "on": None,
        "missing": "Its council's act.",
        "signings": [a_signing(), a_signing("Attest", title="City Clerk")],
    }
    return Party(**(party | changes))


def a_roll_call(**changes: object) -> RollCall:
    call: dict[str, object] = {
        "title": "Decision, Board of Aldermen",
        "on": DAY,
        "totals": "Aye 1, Nay 1",
        "tally": "1-1",
        "reckoning": "2 of 3 members are needed and 1 voted aye.",
        "votes": [
            {"member": "Ward 1", "vote": "Affirmative", "meaning": "Aye"},
            {"member": "Ward 2", "vote": "Nay", "meaning": "Nay"},
        ],
    }
    return RollCall(**(call | changes))


def a_step(**changes: object) -> dict[str, object]:
    step = {
        "body": "Board of Aldermen",
        "action": "First reading",
        "on": DAY,
        "result": "Pass",
        "said": "Moved by Ward 1.",
    }
    return step | changes


def an_act(**changes: object) -> Act:
    act: dict[str, object] = {
        "party": "City of Raytown",
        "body": "Board of Aldermen",
        "instrument": "Resolution",
        "file_number": "R-1",
        "enactment_number": "",
        "title": "",
        "introduced_on": None,
        "agenda_on": None,
        "on": DAY,
        "action": "adopted",
        "result": "Pass",
        "mover": "",
        "seconder": "",
        "tally": "",
        "text_sha256": SHA,
        "source": "",
        "before": [],
        "after": [],
        "roll_calls": [],
    }
    return Act(**(act | changes))


def a_packet(**changes: object) -> Packet:
    packet: dict[str, object] = {
        "title": "A sample agreement",
        "kind": "Agreement",
        "collaborative": "A sample collaborative",
        "city": "",
        "as_of": DAY,
        "recordable": False,
        "sample": True,
        "standing": "Not in force: 0 of 2 councils adopted this text.",
        "required": "Every party's council",
        "in_force_on": None,
        "gaps": ["There is no record of an act of Raytown's council."],
        "version": "1",
        "circulated_on": date(2026, 3, 2),
        "earlier": [],
        "text": TEXT,
        "text_sha256": SHA,
        "parties": [a_party(), a_party("City of Grandview")],
        "acts": [],
        "papers": [],
        "named_only": [],
        "term": [{"name": "Effective", "said": ""}],
        "term_notes": [],
        "checklist": [],
        "filings": [
            {"office": "Missouri Secretary of State", "on": None, "reference": "", "by": ""}
        ],
        "manifest": [{"name": "record.json", "size": 1234, "sha256": SHA}],
        "commands": [{"system": "Linux", "command": "sha256sum --check SHA256SUMS.txt"}],
    }
    return Packet(**(packet | changes))


def a_full_packet(**changes: object) -> Packet:
    """Every part of the document has something to say."""
    act = an_act(
        before=[a_step()],
        after=[a_step(action="Signed", body="Mayor", on=date(2026, 3, 5))],
        roll_calls=[a_roll_call()],
    )
    whole: dict[str, object] = {
        "acts": [act],
        "papers": [
            {
                "number": "Exhibit A",
                "title": "Map",
                "file": {"name": "exhibits/A Map.pdf", "size": 10, "sha256": SHA},
                "closed": "",
            },
            {
                "number": "Document 1",
                "title": "",
                "file": None,
                "closed": "Closed under RSMo 610.021(1).",
            },
        ],
        "named_only": ["Memo"],
        "earlier": ["Version 1 was in force from March 1, 2025 to March 2, 2026."],
        "term_notes": ["A party may withdraw by notice of 90 days."],
        "checklist": [{"term": "Purpose", "state": "In section 1", "reason": "RSMo 70.220"}],
    }
    return a_packet(**(whole | changes))
