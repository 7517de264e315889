"""Texts word for word: what is kept, hashed and put before councils."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Func, Q

from collaborative import guards


def normalised(body: str) -> str:
    """Return a text as it is kept and hashed.

    Letters composed (NFC), lines ended by a line feed, no blanks at a line's end, no empty lines
    around the whole, one line feed at its end. "" stays "".
    """
    lines = unicodedata.normalize("NFC", body).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = "\n".join(line.rstrip() for line in lines).strip("\n")
    return f"{whole}\n" if whole else ""


class Fingerprint(Func):
    """The SHA-256 of a text's UTF-8 bytes, as PostgreSQL computes it: lower-case hexadecimal."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()


class TextManager(models.Manager["Text"]):
    """Keeps each text once."""

    def keep(self, body: str) -> Text:
        """Return the text of this body, normalised; a new row only where there is none yet."""
        defaults = {"body": normalised(body)}
        return self.get_or_create(sha256=Text.digest_of(body), defaults=defaults)[0]


class Text(models.Model):
    """A text that was put before a council, word for word: Markdown that never changes.

    Two agreements with the same words share the row, so "the same text" means the same row.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    body = models.TextField()

    objects: ClassVar[TextManager] = TextManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=Fingerprint("body")), name="text_is_what_its_hash_says"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="text_is_not_empty"),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Text {self.sha256[:12]}"

    @staticmethod
    def digest_of(body: str) -> str:
        """The SHA-256 that a text of this body has, once it is normalised."""
        return hashlib.sha256(normalised(body).encode()).hexdigest()
