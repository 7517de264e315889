"""What a packet's document is made of: plain dicts, so that rows, files and tests can all make one.

Texts that nobody has recorded are "", and dates None: the document leaves a visible blank for them
and never fills one in. Everything stands on the page as it is given, in the order it is given.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict


class Vote(TypedDict):
    """One line of a roll call: the member, and the vote as a word ("Aye", "Absent")."""

    member: str
    vote: str


class Act(TypedDict):
    """A council's act on the text. ``source`` says where it was read, "" if a clerk entered it."""

    party: str  # as in Party.name
    body: str  # "Board of Aldermen"
    instrument: str  # "Resolution"
    file_number: str
    enactment_number: str
    introduced_on: date | None
    on: date | None  # the day of the vote
    action: str  # "adopted"
    result: str  # "Pass"
    mover: str
    seconder: str
    votes: list[Vote]  # [] when the roll call is not on record
    tally: str  # "Aye 8, Nay 0"; "" when it is not on record
    text_sha256: str  # of the text adopted; "" when it is not on record
    source: str


class Party(TypedDict):
    """A party to the agreement and where its council stands, in words."""

    name: str  # "City of Raytown"
    state: str  # "Adopted", "No record"
    standing: str  # the whole sentence, with the date in full
    act: str  # "Resolution RES. NO. 21-08"; "" for none
    on: date | None
    signatory: str  # the office that signs, "Mayor"; "" where it is not known
    attests: str  # the office that attests, "City Clerk"
    counsel: str  # the office that approves as to form, "City Attorney"


class File(TypedDict):
    """A file by name, size in bytes and SHA-256; None and "" for one that is only known by name."""

    name: str
    size: int | None
    sha256: str


class Packet(TypedDict):
    """The whole document."""

    title: str
    kind: str  # "Statement of common purpose"
    collaborative: str  # its full name
    city: str  # whose clerk's packet it is, "City of Raytown"; "" for the whole collaborative's
    as_of: date  # the state of the record; also the document's own date
    sample: bool  # invented for demonstration: said on every page
    standing: str  # in force or not, since when and why, in a sentence or two
    required: str  # how many adoptions bind, in words
    version: str
    circulated_on: date | None
    text: str  # Markdown
    text_sha256: str
    parties: list[Party]
    acts: list[Act]
    attachments: list[File]
    filings: list[str]  # offices an executed copy is filed with
    manifest: list[File]  # the other files of the packet
