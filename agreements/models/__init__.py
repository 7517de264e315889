"""What exists among the promises."""

from agreements.models.actions import Action, Vote
from agreements.models.councils import Act
from agreements.models.documents import Document
from agreements.models.exports import Export, ExportItem
from agreements.models.records import ImportedRecord
from agreements.models.texts import Agreement, Party, Text, Version, normalised

__all__ = [
    "Act",
    "Action",
    "Agreement",
    "Document",
    "Export",
    "ExportItem",
    "ImportedRecord",
    "Party",
    "Text",
    "Version",
    "Vote",
    "normalised",
]
