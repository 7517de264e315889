"""What a round asks: criteria, and the words behind their marks."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from collaborative import guards
from initiatives.models.guards import only_while
from initiatives.models.rounds import Round
from initiatives.phases import Right, with_any
from initiatives.rubrics import Question, when_wanted

HIGHEST_MARK = 10
"""A scale runs within 0 to 10, so that every mark is a button one can tap."""


_DISCUSSED = ", ".join(f"'{phase}'" for phase in with_any(Right.RANK))
_IS_WEIGHED_AGAIN = f"""
    TG_OP = 'UPDATE' AND held.state IN ({_DISCUSSED})
    AND to_jsonb(NEW) - '{{weight,threshold}}'::text[]
        = to_jsonb(OLD) - '{{weight,threshold}}'::text[]
    AND EXISTS (
        SELECT FROM initiatives_weight own
        WHERE own.criterion_id = NEW.id AND own.weight = NEW.weight
        AND own.threshold IS NOT DISTINCT FROM NEW.threshold
        AND own.number = (SELECT max(number) FROM initiatives_weight
                          WHERE criterion_id = NEW.id))
"""  # noqa: S608 - the SQL stands in the models; nobody types it
"""Once scored, a criterion takes on the weights that were written down last, and nothing else."""


class Criterion(models.Model):
    """One principle of a round: scored on a scale with a weight, or a gate of yes and no.

    Weights are per cent; those of a round's scored criteria sum to 100. A threshold is in
    marks. Both are those in force: `Weight` has every version, once they were changed. A gate has
    neither; its answers are stored as 1 for yes and 0 for no. A mark at or below `remark_below`,
    or at or above `remark_above`, needs its reason in words; null asks for none. `source` names
    the published model it was drawn from, empty where the round's own people wrote it.
    """

    class Kind(models.TextChoices):
        """How it is answered."""

        SCORED = "scored", "Scored on a scale, with a weight"
        GATE = "gate", "Gate: yes or no"

    round = models.ForeignKey(Round, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(editable=False)
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    guidance = models.TextField(max_length=1000, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SCORED)
    weight = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    minimum = models.PositiveSmallIntegerField(
        "lowest mark", default=0, validators=[MaxValueValidator(HIGHEST_MARK)]
    )
    maximum = models.PositiveSmallIntegerField(
        "highest mark", default=5, validators=[MaxValueValidator(HIGHEST_MARK)]
    )
    threshold = models.DecimalField(
        "least mean mark", max_digits=4, decimal_places=2, null=True, blank=True
    )
    remark_below = models.PositiveSmallIntegerField(
        "reason needed at or below the mark of", null=True, blank=True
    )
    remark_above = models.PositiveSmallIntegerField(
        "reason needed at or above the mark of", null=True, blank=True
    )
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["round", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "key"],
                name="criterion_key_once",
                violation_error_message="This round already has a criterion with this short name.",
            ),
            models.UniqueConstraint(fields=["round", "position"], name="criterion_position_once"),
            models.CheckConstraint(
                condition=Q(kind="scored", weight__gt=0, weight__lte=100)
                | Q(kind="gate", weight=None, threshold=None, minimum=0, maximum=1),
                name="criterion_scored_with_weight_or_gate",
            ),
            models.CheckConstraint(
                condition=Q(minimum__lt=F("maximum"), maximum__lte=HIGHEST_MARK),
                name="criterion_scale_runs_upward",
                violation_error_message="The highest mark must be more than the lowest.",
            ),
            models.CheckConstraint(
                condition=Q(threshold=None)
                | Q(threshold__gte=F("minimum"), threshold__lte=F("maximum")),
                name="criterion_threshold_is_on_the_scale",
                violation_error_message="The least mean mark must lie on the scale.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(remark_below=None)
                    | Q(remark_below__gte=F("minimum"), remark_below__lte=F("maximum"))
                )
                & (
                    Q(remark_above=None)
                    | Q(remark_above__gte=F("minimum"), remark_above__lte=F("maximum"))
                ),
                name="criterion_remarks_are_on_the_scale",
                violation_error_message=(
                    "The marks that need a reason must lie on the scale; a gate’s are 0 for no and "
                    "1 for yes."
                ),
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.PREPARE),
                rounds="NEW.round_id, OLD.round_id",
                name="criterion_frozen_once_open",
                unless=_IS_WEIGHED_AGAIN,
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_gate(self) -> bool:
        """Whether it is answered with yes or no."""
        return self.kind == self.Kind.GATE

    @property
    def scale(self) -> range:
        """Every mark that may be given, the lowest first."""
        return range(self.minimum, self.maximum + 1)

    @property
    def needs_reason_for(self) -> str:
        """The marks that need their reason, in words; "" where none does."""
        return when_wanted(self)

    @property
    def worded(self) -> list[tuple[str, str]]:
        """The marks that have words, by name. Reads its anchors: load them for a list."""
        return self.question.worded

    @property
    def question(self) -> Question:
        """What it asks, as data. Reads its anchors: load them for a list."""
        return Question(
            **{name: getattr(self, name) for name in Question.__slots__ if name != "anchors"},
            anchors={anchor.mark: anchor.text for anchor in self.anchors.all()},
        )


class Anchor(models.Model):
    """What one mark of a criterion means, in words, so that every city means the same by it."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="anchors")
    mark = models.PositiveSmallIntegerField()
    text = models.CharField("what this mark means", max_length=300)

    class Meta:
        ordering = ["criterion", "mark"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "mark"], name="anchor_once_a_mark"),
            models.CheckConstraint(condition=~Q(text=""), name="anchor_says_something"),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.PREPARE),
                rounds="SELECT round_id FROM initiatives_criterion "
                "WHERE id IN (NEW.criterion_id, OLD.criterion_id)",
                name="anchor_frozen_once_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark}: {self.text}"
