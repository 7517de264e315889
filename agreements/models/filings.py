"""Where executed copies were filed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from agreements.filing import FilingOffice, Place
from agreements.models.documents import Document
from agreements.models.entries import Entry
from agreements.models.parties import Party
from agreements.models.texts import Version
from initiatives.models.guards import refuse_when

_FOREIGN = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM agreements_version v WHERE v.id = NEW.version_id
            AND v.circulated_at IS NOT NULL
            AND (NEW.party_id IS NULL OR v.agreement_id =
                (SELECT p.agreement_id FROM agreements_party p WHERE p.id = NEW.party_id)))
"""
_ANOTHER_PLACE = """
    SELECT 1 FROM agreements_filing f WHERE f.id = NEW.corrects_id
        AND (f.version_id, f.office, upper(f.county), coalesce(f.party_id, 0))
            <> (NEW.version_id, NEW.office, upper(NEW.county), coalesce(NEW.party_id, 0))
"""


class Filing(Entry):
    """One filing of an executed copy, as the receipt has it.

    Without a day it was no filing after all, which only a correction can say.
    """

    class Office(models.TextChoices):
        """With whom."""

        STATE = FilingOffice.STATE.value, "Secretary of State of Missouri"
        RECORDER = FilingOffice.RECORDER.value, "Recorder of deeds"
        KEEPER = FilingOffice.KEEPER.value, "Keeper of contracts"

    version = models.ForeignKey(Version, models.PROTECT, related_name="filings")
    office = models.CharField(max_length=8, choices=Office)
    county = models.CharField(max_length=80, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="filings")
    on = models.DateField("day of filing", null=True, blank=True)
    book = models.CharField(max_length=30, blank=True)
    page = models.CharField(max_length=30, blank=True)
    number = models.CharField("instrument or file number", max_length=60, blank=True)
    officer = models.CharField("officer who has it", max_length=150, blank=True)
    receipt = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="filings"
    )

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                "version",
                "office",
                Upper("county"),
                "party",
                condition=Q(corrects=None),
                nulls_distinct=False,
                name="filing_recorded_once",
            ),
            models.CheckConstraint(
                condition=Q(office="state", county="", party=None)
                | (Q(office="recorder", party=None) & ~Q(county=""))
                | Q(office="keeper", county="", party__isnull=False),
                name="filing_names_its_place",
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False)
                | Q(
                    corrects__isnull=False,
                    book="",
                    page="",
                    number="",
                    officer="",
                    receipt=None,
                ),
                name="filing_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(office="recorder", on__isnull=False)
                | ~Q(number="")
                | (~Q(book="") & ~Q(page="")),
                name="filing_is_found_at_the_recorder",
            ),
        ]
        triggers = [
            *Entry.Meta.triggers,
            refuse_when(
                _FOREIGN,
                name="files_a_circulated_text",
                sentence="What is filed is a circulated text, by a party to it.",
            ),
            refuse_when(
                _ANOTHER_PLACE,
                name="corrects_its_own_filing",
                sentence="A correction is about the same filing.",
            ),
        ]

    def __str__(self) -> str:
        return self.place.name

    @property
    def place(self) -> Place:
        """Which filing it is. Needs the party's organisation loaded."""
        where = self.party.organisation.name if self.party else self.county
        return Place(FilingOffice(self.office), where)
