"""Shared courses under study: what they would cost, and what was judged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.models import Proposal
from training.catalogues import MOST_HOURS, MOST_SEATS
from training.feasibility import Verdict
from training.models.catalogue import Course

FEWEST_CITIES = 3
"""Cities that take part in a shared course, where nobody says otherwise."""
FIGURES = (
    "hours", "min_seats", "max_seats", "fixed_cost", "cost_per_seat", "market_price",
    "market_travel", "market_hours", "wage", "backfill_rate", "onsite_fixed", "onsite_per_seat",
    "online_fixed", "online_per_seat", "online_max_seats",
)  # fmt: skip
"""The columns that say how large a class is and what it costs."""


def _dollars(label: str, **kwargs: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=9, decimal_places=2, **kwargs)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Reads programmes."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read: whoever judges all, other readers what was judged."""
        if actor.may(Permission.JUDGE_COURSE):
            return self.all()
        if actor.may(Permission.READ_PROGRAMMES):
            return self.filter(judged_at__isnull=False)
        return self.none()

    def with_last_sentence(self) -> Self:
        """Add `last_sentence`: what was judged last, None where nothing was yet."""
        found = Judgement.objects.filter(programme=models.OuterRef("pk")).order_by("-number")
        return self.annotate(last_sentence=models.Subquery(found.values("sentence")[:1]))


class Programme(Stateful):
    """A course that several cities could share, under study.

    Its figures are those of the course when the study began and change apart from it. Amounts
    are dollars: `fixed_cost` for one class, `…_per_seat` for a seat. On site the Government
    Training Institute comes to one city's own people; blank where it does not, and likewise
    online. `wage` and `backfill_rate` are dollars for an hour on the road, and for an hour in
    which somebody else stands in on a shift.
    """

    class State(models.TextChoices):
        """Where the study stands."""

        DRAFT = "draft", "In preparation"
        JUDGED = "judged", "Judged"
        INITIATIVE = "initiative", "Became an initiative"
        AGREEMENT = "agreement", "Became an agreement"
        DROPPED = "dropped", "Dropped"

    state_since = models.DateTimeField(editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    why = models.TextField(
        "the need that it answers", max_length=2000, blank=True, help_text="In a few sentences."
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="programmes")
    required_cities = models.PositiveSmallIntegerField(
        "cities that must take part", default=FEWEST_CITIES
    )
    hours = models.DecimalField("hours of the course", max_digits=5, decimal_places=2)
    min_seats = models.PositiveSmallIntegerField("least seats in a class")
    max_seats = models.PositiveSmallIntegerField("most seats in a class")
    fixed_cost = _dollars("cost of one class")
    cost_per_seat = _dollars("cost of a seat")
    market_price = _dollars("price of a seat elsewhere")
    market_travel = _dollars("travel to a seat elsewhere", default=Decimal(0))
    market_hours = models.DecimalField(
        "hours on the road to a seat elsewhere",
        max_digits=4,
        decimal_places=2,
        default=Decimal(0),
        help_text="There and back.",
    )
    wage = _dollars("pay for an hour on the road", default=Decimal(0))
    backfill_rate = _dollars("pay for an hour of standing in on a shift", default=Decimal(0))
    onsite_fixed = _dollars("cost of one class on site", null=True, blank=True)
    onsite_per_seat = _dollars("cost of a seat on site", null=True, blank=True)
    online_fixed = _dollars("cost of one class online", null=True, blank=True)
    online_per_seat = _dollars("cost of a seat online", null=True, blank=True)
    online_max_seats = models.PositiveSmallIntegerField(
        "most seats in a class online", null=True, blank=True
    )
    judged_at = models.DateTimeField(null=True, blank=True, editable=False)
    proposal = models.OneToOneField(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="programme",
    )
    drop_reason = models.CharField(max_length=1000, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager[Programme]] = models.Manager.from_queryset(ProgrammeQuerySet)()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "judged", "initiative", "agreement", "dropped"]),
                name="programme_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | Q(judged_at__isnull=False),
                name="programme_judged_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="initiative", proposal__isnull=False)
                | (~Q(state="initiative") & Q(proposal=None)),
                name="programme_became_an_initiative",
            ),
            models.CheckConstraint(
                condition=(Q(state="dropped") & ~Q(drop_reason=""))
                | (~Q(state="dropped") & Q(drop_reason="")),
                name="programme_dropped_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(min_seats__gte=1, max_seats__gte=F("min_seats"))
                & Q(max_seats__lte=MOST_SEATS),
                name="programme_has_seats",
                violation_error_message="The most seats must be at least the least seats.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_HOURS), name="programme_takes_hours"
            ),
            models.CheckConstraint(
                condition=Q(
                    fixed_cost__gte=0,
                    cost_per_seat__gte=0,
                    market_price__gte=0,
                    market_travel__gte=0,
                    market_hours__gte=0,
                    wage__gte=0,
                    backfill_rate__gte=0,
                ),
                name="programme_costs_nothing_or_more",
            ),
            models.CheckConstraint(
                condition=Q(onsite_fixed=None, onsite_per_seat=None)
                | Q(onsite_fixed__isnull=False, onsite_per_seat__isnull=False)
                & Q(onsite_fixed__gte=0, onsite_per_seat__gte=0),
                name="programme_on_site_has_both_costs",
                violation_error_message="Give both costs of the course on site, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(online_fixed=None, online_per_seat=None, online_max_seats=None)
                | Q(online_fixed__isnull=False, online_per_seat__isnull=False)
                & Q(online_fixed__gte=0, online_per_seat__gte=0, online_max_seats__isnull=False)
                & Q(online_max_seats__gte=1, online_max_seats__lte=MOST_SEATS),
                name="programme_online_has_all_figures",
                violation_error_message=(
                    "Give both costs and the most seats of the course online, or none of them."
                ),
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.Moves(
                name="moves",
                field="state",
                transitions=[
                    ("draft", "judged"),
                    ("draft", "dropped"),
                    ("judged", "draft"),
                    ("judged", "initiative"),
                    ("judged", "agreement"),
                    ("judged", "dropped"),
                    ("initiative", "judged"),
                    ("agreement", "judged"),
                ],
            ),
            guards.Protect(
                name="figures_frozen_once_judged",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call] # untyped at its source
                    "title", "slug", "why", "course_id", "required_cities", *FIGURES
                ),
                condition=~pgtrigger.Q(old__state="draft") & ~pgtrigger.Q(new__state="draft"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The programme's page."""
        return reverse("training:programme", args=[self.slug])


class Judgement(models.Model):
    """What was found of a programme at one time, with every figure that it was found from.

    `figures` is the document that `training.options.parse` reads, so that anybody can reckon the
    judgement again; a later judgement is another row.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="judgements")
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in Verdict]
    )
    best = models.CharField(max_length=8)
    sentence = models.CharField(max_length=1000)
    figures = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="judgement_number_once"),
            models.CheckConstraint(
                condition=Q(
                    verdict__in=["feasible", "needs_seats", "needs_cities", "not_feasible"]
                ),
                name="judgement_verdict_is_known",
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.programme}, judgement {self.number}"

    @property
    def who(self) -> str:
        """Name and office of whoever judged, said once where they are the same."""
        if self.office in {"", self.by.name}:
            return self.by.name
        return f"{self.by.name} ({self.office})"
