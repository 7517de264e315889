"""Who signed a text for a party, who attested it, who approved it as to form."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from agreements.models.councils import Act
from agreements.models.entries import Entry
from agreements.models.parties import Party
from agreements.models.texts import Version
from initiatives.models.guards import refuse_when

_OF_ONE_AGREEMENT = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM agreements_version v JOIN agreements_party p USING (agreement_id)
        WHERE v.id = NEW.version_id AND p.id = NEW.party_id AND v.circulated_at IS NOT NULL)
"""
_ANOTHER_LINE = """
    SELECT 1 FROM agreements_signatureline s WHERE s.id = NEW.corrects_id
        AND (s.party_id, s.version_id, s.part) <> (NEW.party_id, NEW.version_id, NEW.part)
"""
_FOREIGN_ACT = """
    SELECT 1 FROM agreements_act a WHERE a.id = NEW.act_id AND a.party_id <> NEW.party_id
"""


class SignatureLine(Entry):
    """One line of a party's signature block, as the paper has it; blank until somebody records it.

    Without a name the line is blank again, which only a correction can make it.
    """

    class Part(models.TextChoices):
        """Which line of the block."""

        SIGNATURE = "signature", "Signed"
        ATTEST = "attest", "Attested"
        FORM = "form", "Approved as to form"

    party = models.ForeignKey(Party, models.PROTECT, related_name="signature_lines")
    version = models.ForeignKey(Version, models.PROTECT, related_name="signature_lines")
    part = models.CharField(max_length=9, choices=Part)
    name = models.CharField(max_length=150, blank=True)
    title = models.CharField(max_length=150, blank=True)
    on = models.DateField("date on the paper", null=True, blank=True)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="signature_lines"
    )
    authority = models.CharField(max_length=300, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["party", "version", "part"],
                condition=Q(corrects=None),
                name="signature_line_recorded_once",
            ),
            models.CheckConstraint(
                condition=Q(part__in=["signature", "attest", "form"]),
                name="signature_part_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(name="")
                | Q(corrects__isnull=False, title="", on=None, act=None, authority=""),
                name="signature_line_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(part="signature") | Q(act=None, authority=""),
                name="signature_alone_has_authority",
            ),
        ]
        triggers = [
            *Entry.Meta.triggers,
            refuse_when(
                _OF_ONE_AGREEMENT,
                name="signs_a_circulated_text",
                sentence="A party signs a text of its own agreement, once it is circulated.",
            ),
            refuse_when(
                _ANOTHER_LINE,
                name="corrects_its_own_line",
                sentence="A correction is about the same line.",
            ),
            refuse_when(
                _FOREIGN_ACT,
                name="authorised_by_its_own_council",
                sentence="Another party’s council authorises nobody here.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}, {self.party}"
