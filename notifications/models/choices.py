"""How soon people want mail that they may refuse, and about which things they want none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative.models import User


class Group(models.TextChoices):
    """What mail that may be refused is about."""

    PROPOSALS = "proposals", "Proposals that you work on"
    COMMENTS = "comments", "Comments"
    ROUNDS = "rounds", "Rounds of evaluation"
    AGREEMENTS = "agreements", "Agreements"
    COURSES = "courses", "Shared courses"
    WORK = "work", "Work that the portal did for you"


class Pace(models.TextChoices):
    """How soon."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Never by mail"


IN_DIGEST = frozenset({Pace.DAILY, Pace.WEEKLY})
"""What is not mailed by itself, but told in a digest."""


class GroupChoiceQuerySet(models.QuerySet["GroupChoice"]):
    """Reads what people chose."""

    def of(self, person: User) -> Mapping[Group, Pace]:
        """How soon a person wants mail of each group; at once where nothing was chosen."""
        chosen = dict(self.filter(person=person).values_list("group", "pace"))
        return {group: Pace(chosen.get(group, Pace.AT_ONCE)) for group in Group}

    def in_digests(self) -> Self:
        """Keep what is told in a digest."""
        return self.filter(pace__in=IN_DIGEST)


class GroupChoice(models.Model):
    """How soon a person wants the mail of one group. No row means at once.

    Mail about a duty is in no group: nobody can choose not to be told of it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices"
    )
    group = models.CharField(max_length=12, choices=Group)
    pace = models.CharField(max_length=10, choices=Pace)
    chosen_at = models.DateTimeField(editable=False)

    objects: ClassVar[models.Manager[GroupChoice]] = models.Manager.from_queryset(
        GroupChoiceQuerySet
    )()

    class Meta:
        ordering = ["person", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"], name="groupchoice_once_for_a_person"
            ),
            models.CheckConstraint(
                condition=Q(
                    group__in=["proposals", "comments", "rounds", "agreements", "courses", "work"]
                ),
                name="groupchoice_group_is_known",
            ),
            models.CheckConstraint(
                condition=Q(pace__in=["at_once", "daily", "weekly", "never"]),
                name="groupchoice_pace_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}, for {self.person}: {self.get_pace_display().lower()}"


class MuteQuerySet(models.QuerySet["Mute"]):
    """Reads what people muted."""

    def of(self, person: User) -> Self:
        """Keep what one person muted, the latest first."""
        return self.filter(person=person).order_by("-since", "-pk")


class Mute(models.Model):
    """One thing of which a person wants no mail that may be refused. Duties still come."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    about_type = models.CharField(max_length=60)
    about_key = models.CharField(max_length=40)
    since = models.DateTimeField(editable=False)

    objects: ClassVar[models.Manager[Mute]] = models.Manager.from_queryset(MuteQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about_type", "about_key"], name="mute_once_for_a_thing"
            ),
            models.CheckConstraint(
                condition=~Q(about_type="") & ~Q(about_key=""), name="mute_is_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} muted {self.about_type} {self.about_key}"
