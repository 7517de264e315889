"""The packet's document: the holdings in the shape that `agreements.typesetting` sets."""

from __future__ import annotations

from django.utils.timezone import localdate

from agreements import typesetting
from agreements.models import Act, Agreement, Vote
from agreements.packets.holdings import Holdings
from agreements.results import BINDING, Square
from cities.models import Organisation
from collaborative.manifest import Entry, clean_names
from collaborative.wording import day

COLLABORATIVE = "Eastern Jackson County Shared Service Collaborative Partnership"
_DID = {
    Act.Result.PASSED: "adopted",
    Act.Result.FAILED: "not adopted",
    Act.Result.PENDING: "before the council",
}
_FILED_WITH = ("Clerk of each party city",)
_FILED_WITH_TOO = ("Secretary of State of Missouri", "Recorder of deeds of the county")


def document(holdings: Holdings, others: list[Entry]) -> typesetting.Packet:
    """Return the facts of the document; `others` are the other files of the packet.

    What is not on record stays blank: no vote, number, office or signature is filled in.
    """
    agreement, version = holdings.agreement, holdings.version
    source = f" (taken from {version.source})" if version.source else ""
    binding = agreement.kind in BINDING
    return {
        "title": agreement.title,
        "kind": agreement.get_kind_display(),
        "collaborative": COLLABORATIVE,
        "city": _city(holdings),
        "as_of": holdings.as_of,
        "sample": agreement.is_sample,
        "standing": standing(holdings),
        "required": _required(holdings),
        "version": f"{version.number}{source}",
        "circulated_on": localdate(version.circulated_at) if version.circulated_at else None,
        "text": holdings.text.body,
        "text_sha256": holdings.text.sha256,
        "parties": [_party(square) for square in holdings.standing.squares],
        "acts": [_act(act) for act in holdings.acts],
        "attachments": _attachments(holdings, others),
        "filings": [*_FILED_WITH, *(_FILED_WITH_TOO if binding else ())],
        "manifest": [_file(entry) for entry in others],
    }


def standing(holdings: Holdings) -> str:
    """Where the agreement stands, in a sentence or two; what is missing is said plainly."""
    agreement = holdings.agreement
    said = holdings.standing.summary
    if agreement.state == Agreement.State.WITHDRAWN:
        return f"Withdrawn on {day(agreement.state_since)}. {said}"
    if agreement.state == Agreement.State.ENDED and agreement.ended_on:
        return f"Ended on {day(agreement.ended_on)}. It was in force. {said}"
    return said


def name(organisation: Organisation) -> str:
    """A body's name as a document has it: "City of Raytown"."""
    if organisation.kind == Organisation.Kind.CITY:
        return f"City of {organisation.name}"
    return organisation.name


def did(act: Act) -> str:
    """What the council did, in a word or two."""
    return _DID[Act.Result(act.result)]


def attached(holdings: Holdings) -> dict[str, str]:
    """Return the name of each attached file in the packet, by the key of its document."""
    wanted = {
        document.pk.hex: f"attachments/{number:02} {document.name}"
        for number, document in enumerate(holdings.documents, start=1)
    }
    clean = clean_names(dict.fromkeys(wanted.values()))
    return {key: clean[name] for key, name in wanted.items()}


def _city(holdings: Holdings) -> str:
    bodies = [square.party.organisation for square in holdings.standing.squares]
    return next((name(body) for body in bodies if body.slug == holdings.city), "")


def _required(holdings: Holdings) -> str:
    parties = len(holdings.standing.squares)
    needed = holdings.standing.outcome.required
    if needed == parties:
        return f"Adoption of the same text by the councils of all {parties} parties"
    return f"Adoption of the same text by {needed} of the {parties} parties' councils"


def _party(square: Square) -> typesetting.Party:
    act = square.act
    return {
        "name": name(square.party.organisation),
        "state": square.label,
        "standing": square.sentence,
        "act": f"{act.get_instrument_display()} {act.file_number}" if act else "",
        "on": act.acted_on if act else None,
        "signatory": "",  # who signs differs from city to city, and is not on record here
        "attests": "City Clerk",
        "counsel": "City Attorney",
    }


def _act(act: Act) -> typesetting.Act:
    return {
        "party": name(act.party.organisation),
        "body": act.body,
        "instrument": act.get_instrument_display(),
        "file_number": act.file_number,
        "enactment_number": act.enactment_number,
        "introduced_on": act.introduced_on,
        "on": act.acted_on,
        "action": did(act),
        "result": "" if act.result == Act.Result.PENDING else act.get_result_display(),
        "mover": act.mover,
        "seconder": act.seconder,
        "votes": [_vote(vote) for vote in act.votes.all()],
        "tally": act.tally,
        "text_sha256": act.text.sha256 if act.text else "",
        "source": act.get_source_display() if act.source == Act.Source.IMPORTED else "",
    }


def _vote(vote: Vote) -> typesetting.Vote:
    return {"member": vote.voter, "vote": vote.word or vote.get_value_display()}


def _attachments(holdings: Holdings, others: list[Entry]) -> list[typesetting.File]:
    """The files that came with the agreement and its acts, and those known by name alone."""
    held = [_file(entry) for entry in others if entry.name.startswith("attachments/")]
    absent: list[typesetting.File] = [
        {
            "name": f"{named} (named on the council's record, not on file)",
            "size": None,
            "sha256": "",
        }
        for named in holdings.missing_attachments
    ]
    return held + absent


def _file(entry: Entry) -> typesetting.File:
    return {"name": entry.name, "size": entry.size, "sha256": entry.sha256}
