"""What exists among the promises."""

from agreements.models.actions import Action, Vote
from agreements.models.councils import Act
from agreements.models.documents import Document
from agreements.models.exports import Export, ExportItem
from agreements.models.filings import Filing
from agreements.models.records import ImportedRecord
from agreements.models.signatures import SignatureLine
from agreements.models.terms import Term, Withdrawal
from agreements.models.texts import Agreement, Party, Text, Version, normalised

__all__ = [
    "Act",
    "Action",
    "Agreement",
    "Document",
    "Export",
    "ExportItem",
    "Filing",
    "ImportedRecord",
    "Party",
    "SignatureLine",
    "Term",
    "Text",
    "Version",
    "Vote",
    "Withdrawal",
    "normalised",
]
