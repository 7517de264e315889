"""How often people want mail they did not have to get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q

from collaborative.models import User
from notifications.models.choices import Group

SALT = "notifications.unsubscribe"


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a link ends: somebody's mail of one group, or, without a group, the digest."""

    person: User
    group: Group | None = None


def unsubscribe_token(person: User, group: Group | None = None) -> str:
    """Return what makes the link that ends a person's mail, good for as long as the key is."""
    ends = person.pk if group is None else [person.pk, group.value]
    return signing.dumps(ends, salt=SALT)


def way_out(token: str) -> WayOut | None:
    """Return whose mail a link ends, and which; None when the link is not one of ours."""
    try:
        ends = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    pk, group = ends if isinstance(ends, list) else (ends, None)
    person = User.objects.filter(pk=pk).first()
    return WayOut(person, group and Group(group)) if person else None


class PreferenceQuerySet(models.QuerySet["Preference"]):
    """Reads what people want."""

    def of(self, person: User) -> Preference:
        """What a person wants; somebody who never said gets the weekly digest."""
        return self.filter(person=person).first() or Preference(person=person)


class Preference(models.Model):
    """How often, and when, a person wants the digest. No row means weekly, Monday, 8:00 am.

    Reminders and other mail about the person's own tasks are not a matter of preference.
    """

    class Digest(models.TextChoices):
        """How often."""

        DAILY = "daily", "Every day"
        WEEKLY = "weekly", "Once a week"
        NEVER = "never", "Never"

    class Weekday(models.IntegerChoices):
        """The day of a weekly digest, as Python counts days."""

        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference"
    )
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.WEEKLY)
    weekday = models.PositiveSmallIntegerField(
        "day of a weekly digest", choices=Weekday, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField("hour of the day", default=8)
    chosen_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Preference]] = models.Manager.from_queryset(
        PreferenceQuerySet
    )()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__in=["daily", "weekly", "never"]),
                name="preference_digest_is_known",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="preference_weekday_is_a_day"),
            models.CheckConstraint(
                condition=Q(hour__gte=0, hour__lte=23), name="preference_hour_is_an_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"Digest for {self.person}: {self.get_digest_display().lower()}"
