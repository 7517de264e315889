"""What other sources call the things that Legistar's Web API has names for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

Names = Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """One source's names: for a matter, and for the rows of each of its lists."""

    matter: Names = dataclasses.field(default_factory=dict)
    rows: Mapping[str, Names] = dataclasses.field(default_factory=dict)


def _prefixed(prefix: str, names: Mapping[str, str]) -> dict[str, str]:
    return {f"{prefix}{name}": own for name, own in names.items()}


def _same(prefix: str, own_prefix: str, *names: str) -> dict[str, str]:
    return {f"{prefix}{name}": f"{own_prefix}{name}" for name in names}


WEB_API = Shape()

#: The key names of jehiah/nyc_legislation, a public copy of New York City Council's Legistar.
NEW_YORK = Shape(
    matter=_prefixed(
        "Matter",
        {
            "Id": "ID",
            "Guid": "GUID",
            "File": "File",
            "Name": "Name",
            "Title": "Title",
            "TypeId": "TypeID",
            "TypeName": "TypeName",
            "StatusId": "StatusID",
            "StatusName": "StatusName",
            "BodyId": "BodyID",
            "BodyName": "BodyName",
            "IntroDate": "IntroDate",
            "AgendaDate": "AgendaDate",
            "PassedDate": "PassedDate",
            "EnactmentDate": "EnactmentDate",
            "EnactmentNumber": "EnactmentNumber",
            "Requester": "Requester",
            "Notes": "Notes",
            "Version": "Version",
            "LastModifiedUtc": "LastModified",
            "Histories": "History",
            "TextId": "TextID",
            "TextPlain": "Text",
            "TextRtf": "RTF",
        },
    ),
    rows={
        "Histories": _prefixed(
            "MatterHistory",
            {
                "Id": "ID",
                "ActionDate": "Date",
                "ActionId": "ActionID",
                "ActionName": "Action",
                "ActionText": "Description",
                "ActionBodyId": "BodyID",
                "ActionBodyName": "BodyName",
                "EventId": "EventID",
                "AgendaSequence": "AgendaSequence",
                "MinutesSequence": "MinutesSequence",
                "AgendaNumber": "AgendaNumber",
                "AgendaNote": "AgendaNote",
                "MinutesNote": "MinutesNote",
                "Version": "Version",
                "PassedFlag": "PassedFlag",
                "PassedFlagName": "PassedFlagName",
                "Consent": "Consent",
                "Tally": "Tally",
                "MoverId": "MoverID",
                "MoverName": "Mover",
                "SeconderId": "SeconderID",
                "SeconderName": "Seconder",
                "MatterStatusId": "MatterStatusID",
                "LastModifiedUtc": "LastModified",
            },
        ),
        "Votes": _prefixed(
            "Vote",
            {
                "PersonId": "ID",
                "PersonName": "FullName",
                "ValueId": "VoteID",
                "ValueName": "Vote",
                "Result": "Result",
                "Sort": "Sort",
            },
        ),
        "Sponsors": _prefixed("MatterSponsor", {"NameId": "ID", "Name": "FullName"}),
        "Attachments": _prefixed(
            "MatterAttachment",
            {
                "Id": "ID",
                "Name": "Name",
                "Hyperlink": "Link",
                "Sort": "Sort",
                "LastModifiedUtc": "LastModified",
            },
        ),
    },
)

#: A meeting's item says of its matter ...
ITEM_MATTER = MappingProxyType(
    {
        "MatterId": "EventItemMatterId",
        "MatterGuid": "EventItemMatterGuid",
        "MatterFile": "EventItemMatterFile",
        "MatterName": "EventItemMatterName",
        "MatterTypeName": "EventItemMatterType",
        "MatterStatusName": "EventItemMatterStatus",
        "MatterTitle": "EventItemTitle",
    }
)
#: ... and, with the meeting's own day and body, what a row of the matter's history says.
ITEM_ROW = MappingProxyType(
    _same(
        "MatterHistory",
        "EventItem",
        "Id",
        "Guid",
        "LastModifiedUtc",
        "RowVersion",
        "AgendaSequence",
        "MinutesSequence",
        "AgendaNumber",
        "Video",
        "VideoIndex",
        "Version",
        "AgendaNote",
        "MinutesNote",
        "ActionId",
        "ActionName",
        "ActionText",
        "PassedFlag",
        "PassedFlagName",
        "RollCallFlag",
        "FlagExtra",
        "Tally",
        "AccelaRecordId",
        "Consent",
        "MoverId",
        "SeconderId",
    )
    | {
        "MatterHistoryEventId": "EventItemEventId",
        "MatterHistoryMoverName": "EventItemMover",
        "MatterHistorySeconderName": "EventItemSeconder",
        "MatterHistoryActionDate": "EventDate",
        "MatterHistoryActionBodyName": "EventBodyName",
        "MatterHistoryActionBodyId": "EventBodyId",
    }
)

#: Lists that the Web API gives without their matter, by a key that only their rows have.
LISTS = MappingProxyType(
    {
        "MatterHistoryId": "Histories",
        "MatterIndexId": "Indexes",
        "MatterSponsorId": "Sponsors",
        "MatterAttachmentId": "Attachments",
    }
)
