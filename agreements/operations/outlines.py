"""The outline of a new agreement: the terms that every such agreement has, blanks left blank."""

from initiatives.models import Proposal

BLANK = "[to be agreed]"
"""What stands where the parties have still to agree; never filled in by the portal."""

_TERMS = (
    ("Duration", f"This agreement begins on {BLANK} and lasts until {BLANK}."),
    ("Organization", f"The work is led by {BLANK}. Decisions are taken by {BLANK}."),
    (
        "Financing",
        f"The cost of each year is shared as follows: {BLANK}. The budget is adopted by {BLANK}.",
    ),
    ("Termination", f"A party may withdraw by giving notice of {BLANK}."),
    ("Property", f"Property bought for this agreement belongs to {BLANK}."),
)


def outline(proposal: Proposal | None, *, parties: list[str], purpose: str = "") -> str:
    """Return Markdown with the sections of an agreement; a proposal's idea is its purpose.

    The sections are those that interlocal agreements have to state (as in RCW 39.34.030(3)):
    purpose, parties, duration, organization, financing, termination, property.
    """
    purpose = purpose or (proposal.answers.get("idea") if proposal else None) or BLANK
    named = "\n".join(f"- {name}" for name in parties) or f"- {BLANK}"
    sections = (("Purpose", purpose), ("Parties", named), *_TERMS)
    return "\n\n".join(
        f"## {number}. {heading}\n\n{words}"
        for number, (heading, words) in enumerate(sections, start=1)
    )
