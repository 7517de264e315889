"""People, what they did, and the state of things that live: the ground every app stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower

from collaborative import doorbell, guards
from collaborative.roles import PERMISSIONS, Permission, Role


class UserManager(BaseUserManager["User"]):
    """Opens accounts. Only an invitation, the demo and the tests call it."""

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        """Open an account; without a password nobody can sign in by password."""
        user = self.model(email=self.normalize_email(email), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by e-mail address, in any mixture of capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What the person may do follows from the offices held."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="There is already an account for this e-mail address.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False), name="user_nobody_is_above_the_rules"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as the person gave it."""
        return self.name


@dataclass(frozen=True, slots=True)
class Held:
    """One office in somebody's hands today."""

    role: Role
    organisation_id: int
    organisation: str
    slug: str

    @property
    def title(self) -> str:
        """The office as it is signed, as in "Clerk, Raytown"."""
        return f"{self.role.label}, {self.organisation}"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: a person with the offices held today, nobody, or the portal's own clock."""

    user: User | None
    offices: tuple[Held, ...] = ()

    def may(self, permission: Permission, organisation_id: int | None = None) -> bool:
        """Tell whether an office held today carries the permission (in that organisation)."""
        return any(
            permission in PERMISSIONS[held.role] and organisation_id in {None, held.organisation_id}
            for held in self.offices
        )

    def organisations(self, permission: Permission) -> frozenset[int]:
        """Keys of the organisations in which an office held today carries the permission."""
        return frozenset(
            held.organisation_id for held in self.offices if permission in PERMISSIONS[held.role]
        )

    @property
    def title(self) -> str:
        """All offices held, as in "Staff, Raytown; Evaluator, Raytown"; empty when none."""
        return "; ".join(held.title for held in self.offices)


PUBLIC = Actor(user=None)
"""Nobody signed in."""

PORTAL = Actor(user=None)
"""The portal itself, acting by the clock; the task that uses it is its authority."""


class EventQuerySet(models.QuerySet["Event"]):
    """Reads the record of what happened, oldest first."""

    def about(self, thing: models.Model) -> Self:
        """Keep what happened to one thing."""
        return self.filter(about_type=thing._meta.label_lower, about_key=str(thing.pk))

    def record(
        self, kind: str, about: models.Model, *, by: Actor, at: datetime, **detail: Any
    ) -> Event:
        """Write what happened, in the transaction of the change itself."""
        (event,) = self.record_all(kind, [about], by=by, at=at, **detail)
        return event

    def record_all(
        self, kind: str, things: Iterable[models.Model], *, by: Actor, at: datetime, **detail: Any
    ) -> list[Event]:
        """Write that the same happened to many things, one event each, in one statement."""
        return self.record_each([(kind, about, detail) for about in things], by=by, at=at)

    def record_each(
        self,
        happened: Iterable[tuple[str, models.Model, Mapping[str, Any]]],
        *,
        by: Actor,
        at: datetime,
    ) -> list[Event]:
        """Write what happened to many things, each with its own kind and detail, at once.

        Once it is committed, the worker hears that there may be somebody to tell.
        """
        doorbell.press_after_commit()
        office = by.title[:200]
        return self.bulk_create(
            Event(
                kind=kind,
                about_type=about._meta.label_lower,
                about_key=str(about.pk),
                about_name=str(about)[:200],
                by=by.user,
                office=office,
                at=at,
                detail=detail,
            )
            for kind, about, detail in happened
        )


class Event(models.Model):
    """Something that happened: never changed, never removed.

    It names what it is about by type and key and keeps the name of that day, so that the
    record outlives the thing, and the office of that day, so that it outlives the office.
    """

    kind = models.CharField(max_length=60)
    about_type = models.CharField(max_length=60)
    about_key = models.CharField(max_length=40)
    about_name = models.CharField(max_length=200)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="events")
    office = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects: ClassVar[models.Manager[Event]] = models.Manager.from_queryset(EventQuerySet)()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["about_type", "about_key"], name="event_about"),
            models.Index(fields=["kind", "at"], name="event_kind"),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.about_name}: {self.kind}"

    @property
    def words(self) -> str:
        """What happened, in words: "act.recorded" reads "Act recorded"."""
        return self.kind.replace(".", " ").replace("_", " ").capitalize()

    @property
    def who(self) -> str:
        """Name and office of whoever did it, said once where they are the same; or the portal."""
        if self.by is None:
            return "The portal"
        if self.office in {"", self.by.name}:
            return self.by.name
        return f"{self.by.name} ({self.office})"


class Stateful(models.Model):
    """A thing with a life; only its Lifecycle moves `state`, one of the class's own `State`."""

    State: ClassVar[type[models.TextChoices]]

    state = models.CharField(max_length=20, editable=False)

    class Meta:
        abstract = True

    def get_state_display(self) -> str:
        """The state in the words of the page."""
        return str(self.State(self.state).label)
