"""What exists among the promises."""

from agreements.models.councils import Act, ImportedRecord, Vote
from agreements.models.documents import Document
from agreements.models.texts import Agreement, Party, Text, Version, normalised

__all__ = [
    "Act",
    "Agreement",
    "Document",
    "ImportedRecord",
    "Party",
    "Text",
    "Version",
    "Vote",
    "normalised",
]
