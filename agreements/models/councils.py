"""What a council did with a text, who voted how, and the records it was read from."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from agreements.adoption import ActResult
from agreements.legistar import SourceKind, VoteValue
from agreements.legistar.reading import MAX_NAME, MAX_NUMBER, MAX_TITLE
from agreements.models.texts import Party, Text
from cities.models import City


class Act(models.Model):
    """One act of one party's council on an agreement: pending until it has a result, then frozen.

    A mistake in a frozen act is put right by a new act that names it in `corrects`; the new one
    then stands in its place.
    """

    class Instrument(models.TextChoices):
        """The form of the act."""

        ORDINANCE = "ordinance", "Ordinance"
        RESOLUTION = "resolution", "Resolution"
        MOTION = "motion", "Motion"

    class Result(models.TextChoices):
        """What became of it."""

        PENDING = ActResult.PENDING.value, "Before the council"
        PASSED = ActResult.PASSED.value, "Passed"
        FAILED = ActResult.FAILED.value, "Failed"

    class Source(models.TextChoices):
        """Where the portal has it from."""

        RECORDED = "recorded", "Recorded by the clerk"
        IMPORTED = "imported", "Read from the council's record"

    party = models.ForeignKey(Party, models.PROTECT, related_name="acts")
    text = models.ForeignKey(
        Text,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
        help_text="The text that the council had before it; blank where that is not on file.",
    )
    instrument = models.CharField(max_length=10, choices=Instrument)
    file_number = models.CharField(max_length=MAX_NUMBER)
    enactment_number = models.CharField(max_length=MAX_NAME, blank=True)
    title = models.CharField(max_length=MAX_TITLE, blank=True)
    body = models.CharField("adopting body", max_length=MAX_NAME, blank=True)
    introduced_on = models.DateField(null=True, blank=True)
    agenda_on = models.DateField("on the agenda of", null=True, blank=True)
    acted_on = models.DateField("day of the vote", null=True, blank=True)
    mover = models.CharField(max_length=MAX_NAME, blank=True)
    seconder = models.CharField(max_length=MAX_NAME, blank=True)
    tally = models.CharField(max_length=MAX_NAME, blank=True)
    result = models.CharField(max_length=7, choices=Result, default=Result.PENDING)
    source = models.CharField(max_length=8, choices=Source)
    source_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recorded_acts",
    )
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ["party", "acted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "party", Upper("file_number"), condition=Q(corrects=None), name="act_recorded_once"
            ),
            models.CheckConstraint(condition=~Q(file_number=""), name="act_has_a_file_number"),
            models.CheckConstraint(
                condition=Q(instrument__in=["ordinance", "resolution", "motion"]),
                name="act_instrument_is_known",
            ),
            models.CheckConstraint(
                condition=Q(result="pending")
                | Q(result__in=["passed", "failed"], acted_on__isnull=False),
                name="act_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(source="recorded", source_sha256="")
                | (Q(source="imported") & ~Q(source_sha256="")),
                name="act_names_its_source",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_decided",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__result="pending"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_number}, {self.party}"


class Vote(models.Model):
    """How one member voted: what the council's record says, and what the word means.

    `value` is blank where the word is none that the portal knows, `voter` where the record names
    nobody.
    """

    class Value(models.TextChoices):
        """What a member did on a roll call."""

        AYE = VoteValue.AYE.value, "Aye"
        NAY = VoteValue.NAY.value, "Nay"
        ABSTAIN = VoteValue.ABSTAIN.value, "Abstained"
        ABSENT = VoteValue.ABSENT.value, "Absent"
        EXCUSED = VoteValue.EXCUSED.value, "Excused"
        RECUSED = VoteValue.RECUSED.value, "Recused"

    act = models.ForeignKey(Act, models.PROTECT, related_name="votes")
    position = models.PositiveSmallIntegerField()
    voter = models.CharField(max_length=MAX_NAME, blank=True)
    value = models.CharField(max_length=7, choices=Value, blank=True)
    word = models.CharField(max_length=MAX_NAME, blank=True)

    class Meta:
        ordering = ["act", "position"]
        constraints = [
            models.UniqueConstraint(fields=["act", "position"], name="vote_position_once"),
            models.CheckConstraint(
                condition=Q(
                    value__in=["", "aye", "nay", "abstain", "absent", "excused", "recused"]
                ),
                name="vote_value_is_known",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_once_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "RECORD")],
                func="""
                    FOR held IN SELECT result FROM agreements_act
                        WHERE id IN (OLD.act_id, NEW.act_id) FOR SHARE
                    LOOP
                        IF held.result <> 'pending' THEN
                            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                                MESSAGE = 'The votes of a decided act do not change.';
                        END IF;
                    END LOOP;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.voter}: {self.word or self.get_value_display()}"


class ImportedRecord(models.Model):
    """One file of a council's record as it came in, and what a reader should doubt in it.

    `facts` is the record as read (the shape is `agreements.legistar.facts`); `act` is the act it
    tells of, blank while nobody has said which agreement it belongs to.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="imported_records")
    file_number = models.CharField(max_length=MAX_NUMBER)
    source_kind = models.CharField(
        max_length=20,
        choices=[
            (SourceKind.API.value, "Legistar Web API"),
            (SourceKind.PRINT.value, 'Print "Legislation Details (With Text)"'),
        ],
    )
    source_sha256 = models.CharField(max_length=64)
    raw = models.BinaryField()
    facts = models.JSONField()
    quality = models.JSONField(default=list)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="imported_records"
    )
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["city", "file_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "source_sha256"], name="imported_record_kept_once"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="source_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "city", "file_number", "source_kind", "source_sha256", "raw", "facts"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_number} of {self.city}"
