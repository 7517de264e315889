"""What a packet's document is made of: plain dicts, so that rows, files and tests can all make one.

Texts that nobody has recorded are "", and dates None: the document leaves a visible blank for them
and never fills one in. Everything stands on the page as it is given, in the order it is given.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict


class Vote(TypedDict):
    """One line of a roll call: the member, and the record's own word ("Affirmative").

    ``meaning`` is what the word counts as ("Aye"); "" where nobody knows it.
    """

    member: str
    vote: str
    meaning: str


class RollCall(TypedDict):
    """One vote by name: on what, when, and what the majority of members makes of it."""

    title: str  # "Second reading, City Council"
    on: date | None
    totals: str  # "Aye 8, Nay 0", counted from the votes
    tally: str  # as the record has it
    reckoning: str  # the sentence on the majority of members; "" where it cannot be reckoned
    votes: list[Vote]


class Step(TypedDict):
    """One step of a matter beside its decision: by which body, what, when, with what result."""

    body: str
    action: str
    on: date | None
    result: str
    said: str  # mover, seconder, version, and the words of the record, in sentences


class Act(TypedDict):
    """A council's act on the text. ``source`` says where it was read, "" if a clerk entered it."""

    party: str  # as in Party.name
    body: str  # "Board of Aldermen"
    instrument: str  # "Resolution"
    file_number: str
    enactment_number: str
    title: str
    introduced_on: date | None
    agenda_on: date | None
    on: date | None  # the day of the vote
    action: str  # "adopted"
    result: str  # "Pass"
    mover: str
    seconder: str
    tally: str  # "Aye 8, Nay 0"; "" when it is not on record
    text_sha256: str  # of the text adopted; "" when it is not on record
    source: str
    before: list[Step]
    after: list[Step]
    roll_calls: list[RollCall]


class Signing(TypedDict):
    """One line to sign: what it is for, and what is on record of it."""

    line: str  # "Signature", "Attest", "Approved as to form"
    name: str
    title: str  # "Mayor", "City Clerk"
    on: date | None


class Party(TypedDict):
    """A party to the agreement and where its council stands, in words."""

    name: str  # "City of Raytown"
    state: str  # "Adopted", "No record"
    standing: str  # the whole sentence, with the date in full
    counts: bool  # its council's act counts towards the adoptions needed
    act: str  # "Resolution RES. NO. 21-08"; "" for none
    on: date | None
    missing: str  # what is still needed of it and its next meeting; "" for nothing
    signings: list[Signing]


class File(TypedDict):
    """A file by name, size in bytes and SHA-256; None and "" for one that is only known by name."""

    name: str
    size: int | None
    sha256: str


class Paper(TypedDict):
    """An exhibit or another file of the agreement, by number: open, or closed by law.

    Of a closed one nothing is known but its number and ``closed``, the sentence with its citation.
    """

    number: str  # "Exhibit A", "Document 2"
    title: str
    file: File | None
    closed: str


class Fact(TypedDict):
    """A line of facts; "" leaves it blank."""

    name: str
    said: str


class Check(TypedDict):
    """A term that an agreement should have: whether it is there, and why it should be."""

    term: str
    state: str  # "In section 3", "Not found"
    reason: str


class Filing(TypedDict):
    """An office that an executed copy is filed with, and what is on record of it."""

    office: str
    on: date | None
    reference: str  # "Book 12, page 3"
    by: str


class Command(TypedDict):
    """How a system checks the packet."""

    system: str
    command: str


class Packet(TypedDict):
    """The whole document."""

    title: str
    kind: str  # "Statement of common purpose"
    collaborative: str  # its full name
    city: str  # whose clerk's packet it is, "City of Raytown"; "" for the whole collaborative's
    as_of: date  # the state of the record; also the document's own date
    recordable: bool  # page one as a recorder of deeds takes it
    sample: bool  # invented for demonstration: said on every page
    standing: str  # in force or not, since when and why, in a sentence or two
    required: str  # how many adoptions bind, in words
    in_force_on: date | None
    gaps: list[str]  # what is not on record, a sentence each
    version: str
    circulated_on: date | None
    earlier: list[str]  # other versions, a sentence each
    text: str  # Markdown
    text_sha256: str
    parties: list[Party]
    acts: list[Act]
    papers: list[Paper]
    named_only: list[str]  # attachments that a council's record names and nobody has put on file
    term: list[Fact]
    term_notes: list[str]
    checklist: list[Check]
    filings: list[Filing]
    manifest: list[File]  # the other files of the packet
    commands: list[Command]
