"""People in office: who held what, where, from when until when; and invitations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core import signing
from django.db import models
from django.db.models import F, Func, Q

from cities.models.organisations import Department, Organisation
from collaborative import guards
from collaborative.models import PUBLIC, Actor, Held, Stateful, User
from collaborative.roles import CITY_ROLES, PERMISSIONS, Permission, Role

TOKEN_SALT = "cities.invitation"  # noqa: S105 - a name, not a secret
ROLES = [(role.value, role.label) for role in Role]


class TermOfOffice(Func):
    """The days an office was held, as PostgreSQL's daterange; no end means until today and on."""

    function = "daterange"
    output_field = DateRangeField()


class OfficeQuerySet(models.QuerySet["Office"]):
    """Reads who holds, or held, which office."""

    def held_on(self, day: date) -> Self:
        """Keep the offices in somebody's hands on a day; the last day counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def in_role(self, role: Role) -> Self:
        """Keep one kind of office."""
        return self.filter(role=role)

    def carrying(self, permission: Permission) -> Self:
        """Keep the offices that carry a permission by the table of roles."""
        return self.filter(role__in=[r for r, held in PERMISSIONS.items() if permission in held])

    def of(self, user: User, *, on: date) -> Self:
        """Keep a person's offices on a day, ready for `Office.held`; none once the account ends."""
        offices = self.filter(person=user) if user.is_active else self.none()
        return offices.held_on(on).select_related("organisation")

    def actor(self, user: User, *, on: date) -> Actor:
        """The person with all the offices held on a day. Costs one query."""
        return actor_in(user, self.of(user, on=on))


def actor_in(user: User, offices: Iterable[Office]) -> Actor:
    """The person with these offices; nobody, once the account is closed."""
    if not user.is_active:
        return PUBLIC
    return Actor(user=user, offices=tuple(office.held for office in offices))


@pghistory.track(model_name="OfficeHistory", meta={"triggers": guards.append_only()})
class Office(models.Model):
    """An office in one person's hands from a day to a day.

    It is ended, never removed: what the office did stays on record when the person leaves.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="offices")
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="offices"
    )
    role = models.CharField(max_length=20, choices=ROLES)
    starts_on = models.DateField("first day in office")
    ends_on = models.DateField("last day in office", null=True, blank=True)

    objects: ClassVar[models.Manager[Office]] = models.Manager.from_queryset(OfficeQuerySet)()

    class Meta:
        ordering = ["organisation", "role", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="office_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="office_role_is_known"
            ),
            ExclusionConstraint(
                name="office_held_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        TermOfOffice("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This person already holds this office on one of the days.",
            ),
        ]

    def __str__(self) -> str:
        return self.held.title

    @property
    def held(self) -> Held:
        """The office as the rules read it. Needs the organisation loaded."""
        return Held(
            role=Role(self.role),
            organisation_id=self.organisation_id,
            organisation=self.organisation.name,
            slug=self.organisation.slug,
        )


def suits(role: Role, organisation: Organisation) -> bool:
    """Tell whether an office of this kind can be held in this body."""
    return (role in CITY_ROLES) == (organisation.kind == Organisation.Kind.CITY)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads invitations."""

    def by_token(self, token: str) -> Self:
        """Keep the invitation that a link names; none when the link is not one of ours."""
        try:
            pk, nonce = signing.loads(token, salt=TOKEN_SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return self.none()
        return self.filter(pk=pk, nonce=nonce)


class Invitation(Stateful):
    """An offer of an office to an e-mail address: the only way to an account."""

    class State(models.TextChoices):
        """Where the invitation stands."""

        SENT = "sent", "Sent"
        ACCEPTED = "accepted", "Accepted"
        REVOKED = "revoked", "Withdrawn"

    VALID_FOR = timedelta(days=7)

    email = models.EmailField("e-mail address")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True)
    role = models.CharField("office", max_length=20, choices=ROLES)
    nonce = models.CharField(max_length=43, editable=False)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    office = models.OneToOneField(
        Office, models.PROTECT, null=True, blank=True, related_name="invitation"
    )

    objects: ClassVar[models.Manager[Invitation]] = models.Manager.from_queryset(
        InvitationQuerySet
    )()

    class Meta:
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "revoked"]),
                name="invitation_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", office__isnull=False)
                | (~Q(state="accepted") & Q(office__isnull=True)),
                name="invitation_accepted_into_an_office",
            ),
        ]

    @property
    def token(self) -> str:
        """What makes the link in the letter: signed, never stored, and worth one acceptance."""
        return signing.dumps([self.pk, self.nonce], salt=TOKEN_SALT)

    def __str__(self) -> str:
        return f"Invitation of {self.email} as {Role(self.role).label}, {self.organisation}"
