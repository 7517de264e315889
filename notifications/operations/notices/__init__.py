"""The notices of a round: gathered for a preview, changed until the release, then sent once."""

from notifications.operations.notices.changing import (
    hold,
    let_go,
    use_standard,
    word,
    word_one,
)
from notifications.operations.notices.gathering import Draft, drafts, find
from notifications.operations.notices.sending import letter, messages, preview

__all__ = [
    "Draft",
    "drafts",
    "find",
    "hold",
    "let_go",
    "letter",
    "messages",
    "preview",
    "use_standard",
    "word",
    "word_one",
]
