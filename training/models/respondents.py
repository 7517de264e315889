"""Who is asked in a needs assessment, in which way, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from cities.models import City, Department
from collaborative import guards
from collaborative.models import User
from training.models.catalogue import Topic
from training.models.guards import only_while
from training.models.needs import Assessment, Audience, Questionnaire

TOKEN_SALT = "training.slip"  # noqa: S105 - a name, not a secret
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What addresses on slips are written with: nothing that is read for something else."""
SEAL_LENGTH = 16
"""Letters of 31 kinds: 79 bits, which nobody guesses."""


class RespondentQuerySet(models.QuerySet["Respondent"]):
    """Reads who is asked."""

    def counted(self) -> Self:
        """Keep those whose answers are sent in; only these count."""
        return self.filter(sent_at__isnull=False)

    def waiting(self) -> Self:
        """Keep those who can answer now and have not sent in."""
        return self.filter(sent_at=None, assessment__state=Assessment.State.OPEN)

    def asked(self, person: User | None) -> Self:
        """Keep those who are this person, by the own account; nobody signed in is none."""
        return self.none() if person is None else self.filter(person=person)

    def by_token(self, token: str) -> Self:
        """Keep the one whose slip carries this; none when no slip of ours does."""
        key, _, seal = token.lower().partition("-")
        if not key.isascii() or not key.isdigit() or len(key) > MOST_DIGITS:
            return self.none()
        found = self.filter(pk=int(key), way=Respondent.Way.SLIP)
        seals = [_sealed(one.pk, one.nonce, secret) for one in found for secret in _secrets()]
        return found if any(constant_time_compare(seal, known) for known in seals) else self.none()


MOST_DIGITS = 15


def _secrets() -> Iterator[str]:
    """The portal's secret and those it had before: slips printed then are good still."""
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _sealed(key: int, nonce: str, secret: str) -> str:
    """What only the portal can write for a slip, in letters that are easily typed."""
    digest = salted_hmac(TOKEN_SALT, f"{key}:{nonce}", secret=secret, algorithm="sha256").digest()
    number = int.from_bytes(digest)
    letters = []
    for _ in range(SEAL_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


class Respondent(models.Model):
    """Somebody who is asked: by the own account, by an address on a slip, or on paper.

    Whose answers these are only the Government Training Institute may see, and every look is on
    record. `sent_at` is None until the answers are sent in; only answers sent in count.
    """

    class Role(models.TextChoices):
        """What the person's work is; heads get the heads' questions, all others the staff's."""

        HEAD = "head", "Head of a department"
        SUPERVISOR = "supervisor", "Supervisor"
        OFFICE = "office", "Office staff"
        FIELD = "field", "Field staff"
        SAFETY = "safety", "Police, fire and emergency staff"

    class Way(models.TextChoices):
        """How the answers come in."""

        ACCOUNT = "account", "With an account"
        SLIP = "slip", "By the address on a slip"
        PAPER = "paper", "On paper"

    class Format(models.TextChoices):
        """How people would rather learn."""

        CLASSROOM = "classroom", "In a classroom"
        ON_SITE = "on_site", "At our own site"
        ONLINE = "online", "Online, at a set time"
        SELF_PACED = "self_paced", "Online, at one’s own pace"

    class Time(models.TextChoices):
        """When people can come."""

        MORNING = "morning", "Weekday mornings"
        AFTERNOON = "afternoon", "Weekday afternoons"
        EVENING = "evening", "Evenings"
        NIGHT = "night", "During the night shift"
        WEEKEND = "weekend", "Weekends"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="respondents")
    city = models.ForeignKey(City, models.PROTECT, related_name="respondents")
    department = models.ForeignKey(Department, models.PROTECT, related_name="respondents")
    role = models.CharField("kind of work", max_length=10, choices=Role)
    way = models.CharField(max_length=7, choices=Way)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assessed"
    )
    number = models.PositiveIntegerField(
        "number on the paper", null=True, blank=True, editable=False
    )
    nonce = models.CharField(max_length=43, blank=True, editable=False)
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    formats = ArrayField(models.CharField(max_length=10, choices=Format), default=list, blank=True)
    times = ArrayField(models.CharField(max_length=9, choices=Time), default=list, blank=True)
    travel_miles = models.PositiveSmallIntegerField(null=True, blank=True)
    remark = models.TextField(max_length=2000, blank=True)

    objects: ClassVar[models.Manager[Respondent]] = models.Manager.from_queryset(
        RespondentQuerySet
    )()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["assessment", "city", "department"], name="respondent_place")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "person"],
                name="respondent_asked_once",
                condition=Q(person__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["head", "supervisor", "office", "field", "safety"]),
                name="respondent_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(way="account", person__isnull=False)
                | Q(way__in=["slip", "paper"], person=None),
                name="respondent_answers_in_one_way",
            ),
            models.CheckConstraint(
                condition=Q(way="slip") ^ Q(nonce=""), name="respondent_by_slip_has_its_seal"
            ),
            models.CheckConstraint(
                condition=Q(way="paper") | Q(entered_by=None),
                name="respondent_on_paper_is_typed_in",
            ),
            models.CheckConstraint(
                condition=Q(way="paper") | Q(number=None),
                name="respondent_on_paper_has_its_number",
            ),
            models.UniqueConstraint(
                fields=["assessment", "number"], name="respondent_paper_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(begun_at__lte=F("sent_at")),
                name="respondent_begins_before_sending_in",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                ["draft", "open"],
                assessments="NEW.assessment_id, OLD.assessment_id",
                name="asked_until_the_close",
            ),
            guards.Protect(
                name="kept_once_begun",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.begun_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.department}, {self.city}"

    @property
    def audience(self) -> Audience:
        """Which set of questions the person gets."""
        return Audience.HEADS if self.role == self.Role.HEAD else Audience.STAFF

    @property
    def token(self) -> str:
        """What makes the address on a slip: sealed by the portal, and short enough to be typed."""
        return f"{self.pk}-{_sealed(self.pk, self.nonce, settings.SECRET_KEY)}"


class Answer(models.Model):
    """What one person says of one topic; None where a question was not answered.

    Scales run from 1 (least) to 5 (most): importance, performance (how well it is done today),
    frequency, difficulty, urgency. `people` counts whom it concerns in the head's department.
    `barriers` are causes that no training removes.
    """

    class Barrier(models.TextChoices):
        """What stands in the way beside skill."""

        EQUIPMENT = "equipment", "Equipment or tools are missing"
        STAFFING = "staffing", "There are too few people"
        TIME = "time", "There is no time for it"
        INCENTIVE = "incentive", "Nothing follows from doing it well or badly"
        PROCEDURE = "procedure", "The procedure is unclear"

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="answers")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="answers")
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    performance = models.PositiveSmallIntegerField(null=True, blank=True)
    frequency = models.PositiveSmallIntegerField(null=True, blank=True)
    difficulty = models.PositiveSmallIntegerField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    mandated = models.BooleanField(null=True, blank=True)
    barriers = ArrayField(models.CharField(max_length=9, choices=Barrier), default=list, blank=True)

    class Meta:
        ordering = ["respondent", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["respondent", "topic"], name="answer_once_for_a_topic"),
            *(
                models.CheckConstraint(
                    condition=Q(**{scale: None}) | Q(**{f"{scale}__gte": 1, f"{scale}__lte": 5}),
                    name=f"answer_{scale}_on_its_scale",
                )
                for scale in ("importance", "performance", "frequency", "difficulty", "urgency")
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                ["open"],
                assessments="SELECT assessment_id FROM training_respondent "
                "WHERE id IN (NEW.respondent_id, OLD.respondent_id)",
                name="answered_until_the_close",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.respondent}: {self.topic}"

    @property
    def says_something(self) -> bool:
        """Whether any question about the topic was answered."""
        return any(getattr(self, name) not in (None, []) for name in Questionnaire.Aspect.values)
