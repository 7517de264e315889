"""What a colleague may do who was invited into a draft."""

from django.db import models


class Invited(models.TextChoices):
    """The role of an invited colleague; each value is the name of the grant that carries it."""

    EDIT = "edit_draft", "read it, write it and comment on it"
    COMMENT = "comment_draft", "read it and comment on it"
    READ = "read_draft", "read it only"

    @property
    def deed(self) -> str:
        """What the colleague does, as in "Liaison, Raytown reads it and comments on it"."""
        return _DEEDS[self]


_DEEDS = {
    Invited.EDIT: "reads it, writes it and comments on it",
    Invited.COMMENT: "reads it and comments on it",
    Invited.READ: "reads it only",
}
