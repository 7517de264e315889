"""What exists among the promises."""

from agreements.models.actions import Action, Vote
from agreements.models.checks import TermCheck
from agreements.models.comments import PartyAnswer, PartyComment
from agreements.models.councils import Act
from agreements.models.documents import Closing, Document
from agreements.models.exhibits import Exhibit
from agreements.models.exports import Export, ExportItem
from agreements.models.filings import Filing
from agreements.models.parties import Party
from agreements.models.records import ImportedFile, ImportedRecord
from agreements.models.signatures import SignatureLine
from agreements.models.terms import Term, Withdrawal
from agreements.models.texts import Agreement, Version
from agreements.models.words import Text, normalised

__all__ = [
    "Act",
    "Action",
    "Agreement",
    "Closing",
    "Document",
    "Exhibit",
    "Export",
    "ExportItem",
    "Filing",
    "ImportedFile",
    "ImportedRecord",
    "Party",
    "PartyAnswer",
    "PartyComment",
    "SignatureLine",
    "Term",
    "TermCheck",
    "Text",
    "Version",
    "Vote",
    "Withdrawal",
    "normalised",
]
