"""A proposal's facts as the words that stand on the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from collaborative.markdown import read_markdown
from collaborative.typesetting import running_title
from initiatives.receipts.shape import Answer, Receipt, Section


def worded(receipt: Receipt) -> dict[str, object]:
    """Return what the template reads: texts, and lists and dicts of texts."""
    kind = f"Draft of {receipt['moment']}" if receipt["is_draft"] else "Proposal, as sent in"
    return {
        "title": receipt["title"],
        "running_title": running_title(receipt["title"]),
        "collaborative": receipt["collaborative"],
        "kind": kind,
        "reference": receipt["reference"],
        "running_kind": "Draft, not sent in" if receipt["is_draft"] else "As sent in",
        "sample": receipt["sample"],
        "standing": _standing(receipt),
        "facts": [
            {"name": name, "said": said}
            for name, said in (
                ("Kind of service", receipt["service"]),
                ("Lead city", receipt["city"]),
                ("Lead department", receipt["department"]),
            )
        ],
        "address": receipt["address"],
        "cities": [dict(city) for city in receipt["cities"]],
        "sections": [_section(section) for section in receipt["sections"]],
        "files": [dict(file) for file in receipt["files"]],
        "next_steps": receipt["next_steps"],
    }


def _standing(receipt: Receipt) -> str:
    if receipt["is_draft"]:
        return f"A draft as it was on {receipt['moment']}. It has not been sent in."
    return f"Sent in on {receipt['moment']} by {receipt['by']}."


def _section(section: Section) -> dict[str, object]:
    """Return a section as runs of short answers, which share a table, and of prose."""
    runs = groupby(section["answers"], key=lambda answer: answer["is_prose"])
    return {
        "title": section["title"],
        "runs": [
            {"is_prose": is_prose, "answers": _answers(list(answers))} for is_prose, answers in runs
        ],
    }


def _answers(answers: Sequence[Answer]) -> list[dict[str, object]]:
    return [
        {
            "name": answer["question"],
            "said": answer["text"],
            "nodes": read_markdown(answer["text"]) if answer["is_prose"] else [],
        }
        for answer in answers
    ]
