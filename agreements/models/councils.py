"""What a council did with a text: one matter of its record, and how it was decided."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from agreements.adoption import ActResult
from agreements.legistar.reading import MAX_NAME, MAX_NUMBER, MAX_TITLE
from agreements.models.parties import Party
from agreements.models.words import Text
from collaborative import guards


def _names() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=MAX_NAME), default=list, blank=True)


class Act(models.Model):
    """One matter of one party's council: what its record says, and the council's decision on it.

    Pending until it has a result, then frozen. The other steps of the matter are its actions.

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
    enacted_on = models.DateField(null=True, blank=True)
    version = models.CharField(max_length=MAX_NAME, blank=True)
    name = models.CharField(max_length=MAX_NAME, blank=True)
    type_name = models.CharField("type", max_length=MAX_NAME, blank=True)
    status = models.CharField(max_length=MAX_NAME, blank=True)
    in_control = models.CharField(max_length=MAX_NAME, blank=True)
    introduced_on = models.DateField("file created", null=True, blank=True)
    agenda_on = models.DateField("on the agenda of", null=True, blank=True)
    final_on = models.DateField("final action", null=True, blank=True)
    title = models.CharField(max_length=MAX_TITLE, blank=True)
    sponsors = _names()
    indexes = _names()
    code_sections = _names()
    requester = models.CharField(max_length=MAX_NAME, blank=True)
    notes = models.TextField(max_length=MAX_TITLE, blank=True)
    body = models.CharField("adopting body", max_length=MAX_NAME, blank=True)
    acted_on = models.DateField("day of the vote", null=True, blank=True)
    action_word = models.CharField(
        "action, in the record's own word", max_length=MAX_NAME, blank=True
    )
    result_word = models.CharField(
        "result, in the record's own word", max_length=MAX_NAME, blank=True
    )
    agenda_number = models.CharField(max_length=MAX_NAME, blank=True)
    action_text = models.TextField("what the minutes say", max_length=MAX_TITLE, blank=True)
    mover = models.CharField(max_length=MAX_NAME, blank=True)
    seconder = models.CharField(max_length=MAX_NAME, blank=True)
    tally = models.CharField(max_length=MAX_NAME, blank=True)
    further = models.JSONField(
        default=dict,
        blank=True,
        help_text="What the council's record says besides, under its own names.",
    )
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
            guards.never_emptied(),
            guards.Protect(
                name="frozen_once_decided",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__result="pending"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_number}, {self.party}"
