"""What a reader found of the terms that an agreement has to state."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.clauses.required import TERMS
from agreements.clauses.sections import LONGEST_LABEL
from agreements.models.guards import frozen_with_the_version
from agreements.models.texts import Version
from collaborative.guards import never_emptied


class TermCheck(models.Model):
    """One term as a reader found it in a version's text; fixed when the version is circulated.

    A term that stands keeps its section's name and the SHA-256 of the section's words: when these
    change, the answer no longer holds, and the reader is asked again.
    """

    class Found(models.TextChoices):
        """What the reader found."""

        STANDS = "stands", "It stands in the text"
        NOT_APPLICABLE = "not_applicable", "It does not apply"
        MISSING = "missing", "It is missing"

    version = models.ForeignKey(Version, models.PROTECT, related_name="checks")
    term = models.CharField(max_length=20, choices=[(term.key, term.title) for term in TERMS])
    found = models.CharField(max_length=14, choices=Found)
    section = models.CharField(max_length=LONGEST_LABEL, blank=True)
    section_sha256 = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="term_checks")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version", "term"]
        constraints = [
            models.UniqueConstraint(fields=["version", "term"], name="term_checked_once"),
            models.CheckConstraint(
                condition=Q(term__in=[term.key for term in TERMS]), name="term_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(found="stands") & ~Q(section="") & ~Q(section_sha256=""))
                | (Q(found="not_applicable", section="", section_sha256="") & ~Q(reason=""))
                | Q(found="missing", section="", section_sha256=""),
                name="term_found_somewhere_or_why_not",
            ),
        ]
        triggers = [frozen_with_the_version(), never_emptied()]

    def __str__(self) -> str:
        return f"{self.get_term_display()}: {self.get_found_display()}"
