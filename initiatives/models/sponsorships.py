"""Co-sponsor cities: which city was asked to stand behind another city's proposal, and its word."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from cities.models import City
from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.models.guards import refuse_when
from initiatives.models.proposals import TEXTS, Proposal
from initiatives.phases import BEFORE_SCORING

COUNTING = ("accepted", "conditional")
"""States in which a city co-sponsors; one with conditions counts like any other."""
ANSWERED = (*COUNTING, "declined")
"""States that are a city's answer."""
OPEN_TO_ANSWERS = ("draft", "submitted", "returned", "accepted", "parked")
"""States of a proposal, beside a round that has not closed, in which cities answer."""

_NO_ANSWER = Q(answered_at=None, answered_by=None, version=None, office="")
_AN_ANSWER = Q(answered_at__isnull=False, answered_by__isnull=False, version__isnull=False) & ~Q(
    office=""
)


class SponsorshipQuerySet(models.QuerySet["Sponsorship"]):
    """Reads what cities were asked and what they said."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what somebody may know.

        Whoever has a part in a proposal knows every city that was asked; other readers, as the
        evaluators and the public, those that co-sponsor it.
        """
        proposals = Proposal.objects.order_by()
        involved = proposals.involving(actor).values("pk")
        readable = proposals.visible_to(actor).values("pk")
        return self.filter(Q(proposal__in=involved) | Q(proposal__in=readable, state__in=COUNTING))

    def put_to(self, actor: Actor) -> Self:
        """Keep the questions that are somebody's to answer, for the cities of a liaison."""
        return self.filter(city__in=actor.organisations(Permission.SPONSOR)).exclude(
            state=Sponsorship.State.TAKEN_BACK
        )

    def standing(self) -> Self:
        """Keep the cities that are asked or have answered."""
        return self.exclude(state=Sponsorship.State.TAKEN_BACK)

    def counting(self) -> Self:
        """Keep the cities that co-sponsor."""
        return self.filter(state__in=COUNTING)

    def waiting(self, *, at: datetime) -> Self:
        """Keep the questions without an answer that can still be answered, the oldest first."""
        is_unclosed = Q(entries__round__state__in=BEFORE_SCORING) | Q(
            entries__round__state="scoring", entries__round__closes_at__gt=at
        )
        unclosed = Proposal.objects.order_by().filter(
            Q(state__in=OPEN_TO_ANSWERS)
            | Q(is_unclosed, state=Proposal.State.IN_ROUND, entries__withdrawal=None)
        )
        return self.filter(
            state=Sponsorship.State.ASKED, proposal__in=unclosed.values("pk")
        ).order_by("state_since", "pk")

    def shown_to(self, actor: Actor) -> Self:
        """Load what a page shows somebody of a proposal's co-sponsors, by the cities' names.

        `is_named` says whether the people who answered are shown too; the public reads cities.
        """
        involved = Proposal.objects.order_by().involving(actor).filter(pk=OuterRef("proposal"))
        return self.visible_to(actor).standing().annotate(is_named=Exists(involved)).for_list()

    def for_list(self) -> Self:
        """Load cities and people, by the cities' names."""
        return self.select_related("city", "answered_by").order_by("city__name", "pk")

    def with_proposals(self) -> Self:
        """Load the proposals without their texts."""
        return self.select_related("city", "proposal__city").defer(
            *(f"proposal__{text}" for text in TEXTS)
        )


class Sponsorship(Stateful):
    """One city's word on a proposal that another city leads.

    `version` is the revision that its liaison read when answering; `words` are the conditions or
    the reason; `office` is the office of that day. Once the text has changed in substance the
    city is asked again: then the former answer stays beside the question, and `asked_again_at`
    says since when it counts no longer.
    """

    class State(models.TextChoices):
        """Where the city stands."""

        ASKED = "asked", "Asked"
        ACCEPTED = "accepted", "Accepted"
        CONDITIONAL = "conditional", "Accepted with conditions"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken_back", "No longer asked"

    state = models.CharField(max_length=20, choices=State, editable=False)
    state_since = models.DateTimeField(editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="sponsorships")
    city = models.ForeignKey(City, models.PROTECT, related_name="sponsorships")
    asked_at = models.DateTimeField(editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_again_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    office = models.CharField(max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(null=True, editable=False)
    words = models.TextField("conditions or reason", blank=True, max_length=2000)

    objects: ClassVar[models.Manager[Sponsorship]] = models.Manager.from_queryset(
        SponsorshipQuerySet
    )()

    class Meta:
        ordering = ["proposal", "pk"]
        indexes = [models.Index(fields=["city", "state"], name="sponsorship_city")]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "city"], name="sponsorship_once_a_city"),
            models.CheckConstraint(
                condition=(Q(state="asked", asked_again_at=None, words="") & _NO_ANSWER)
                | (Q(state="asked", asked_again_at__isnull=False) & _AN_ANSWER)
                | (Q(state__in=ANSWERED, asked_again_at=None) & _AN_ANSWER)
                | (Q(state="taken_back") & (_NO_ANSWER | _AN_ANSWER)),
                name="sponsorship_answer_has_date_person_and_version",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", words="")
                | (Q(state__in=["conditional", "declined"]) & ~Q(words=""))
                | Q(state__in=["asked", "taken_back"]),
                name="sponsorship_conditions_and_reasons_have_words",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            refuse_when(
                "SELECT FROM initiatives_proposal WHERE initiatives_proposal.id = NEW.proposal_id "
                "AND initiatives_proposal.city_id = NEW.city_id",
                name="sponsorship_by_another_city",
                sentence="A city does not co-sponsor the proposal that it leads.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city} as co-sponsor of {self.proposal}"

    def get_absolute_url(self) -> str:
        """The page on which the city's liaison answers."""
        return reverse("initiatives:sponsor", args=[self.proposal.reference])

    @property
    def turn(self) -> str:
        """Names the moment of its life: another one after every step."""
        return f"{self.state} {self.state_since.isoformat()}"

    @property
    def counts(self) -> bool:
        """Whether the city co-sponsors."""
        return self.state in COUNTING

    @property
    def is_waiting(self) -> bool:
        """Whether the city owes an answer."""
        return self.state == self.State.ASKED

    @property
    def is_word(self) -> bool:
        """Whether what it says of the city is the city's own word, given and not overtaken."""
        return self.state in ANSWERED

    @property
    def label(self) -> str:
        """The state in the words of the page."""
        is_again = self.is_waiting and self.asked_again_at is not None
        return "Asked again" if is_again else self.get_state_display()

    @property
    def who(self) -> str:
        """Name and office of whoever answered, said once where they are the same."""
        if self.answered_by is None:
            return ""
        name = self.answered_by.name
        return name if name == self.office else f"{name} ({self.office})"


def sponsors_shown_to(actor: Actor) -> Prefetch[str]:
    """Load, with proposals, the co-sponsors of each that somebody may know as `shown_sponsors`."""
    shown = Sponsorship.objects.shown_to(actor)
    return Prefetch("sponsorships", queryset=shown, to_attr="shown_sponsors")
