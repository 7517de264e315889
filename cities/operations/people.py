"""Inviting people, giving offices, ending them."""

import secrets
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities import rules
from cities.events import InvitationEvent, OfficeEvent
from cities.lifecycle import INVITATION
from cities.models import Department, Invitation, Office, Organisation
from collaborative.models import Actor, Event, User
from collaborative.roles import Role


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    email: str,
    role: Role,
    department: Department | None = None,
    by: Actor,
    at: datetime,
) -> Invitation:
    """Offer an office to an address; the letter goes out by the ledger."""
    if reason := rules.why_not_invite(by, organisation, role):
        raise PermissionDenied(reason)
    return _send(organisation, email=email, role=role, department=department, by=by, at=at)


@transaction.atomic
def invite_first_administrator(
    organisation: Organisation, *, email: str, by: Actor, at: datetime
) -> Invitation:
    """Offer the first administrator's office; called only from the command line."""
    return _send(organisation, email=email, role=Role.ADMINISTRATOR, department=None, by=by, at=at)


def _send(
    organisation: Organisation,
    *,
    email: str,
    role: Role,
    department: Department | None,
    by: Actor,
    at: datetime,
) -> Invitation:
    invitation = Invitation.objects.create(
        state=INVITATION.start,
        email=email,
        organisation=organisation,
        role=role,
        department=department,
        nonce=secrets.token_urlsafe(32),
        sent_at=at,
        expires_at=at + Invitation.VALID_FOR,
    )
    Event.objects.record(InvitationEvent.SENT, invitation, by=by, at=at)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Withdraw an invitation that nobody has used."""
    if reason := rules.why_not_manage_people(by):
        raise PermissionDenied(reason)
    INVITATION.advance(invitation, InvitationEvent.REVOKED, by=by, at=at)


@transaction.atomic
def open_account(
    invitation: Invitation, *, name: str, password: str, at: datetime, on: date
) -> User:
    """Open the account that an invitation is for, and give it the office.

    The link came by mail to the address, so the address counts as verified.
    """
    if reason := rules.why_not_accept(invitation, email=invitation.email, at=at):
        raise PermissionDenied(reason)
    user = User.objects.create_user(invitation.email, name, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _take_office(invitation, user=user, at=at, on=on)
    return user


@transaction.atomic
def accept(invitation: Invitation, *, user: User, at: datetime, on: date) -> Office:
    """Add the invited office to an account that is there already."""
    if reason := rules.why_not_accept(invitation, email=user.email, at=at):
        raise PermissionDenied(reason)
    return _take_office(invitation, user=user, at=at, on=on)


def _take_office(invitation: Invitation, *, user: User, at: datetime, on: date) -> Office:
    by = Actor(user=user)
    office = appoint(
        user,
        organisation=invitation.organisation,
        role=Role(invitation.role),
        department=invitation.department,
        on=on,
        by=by,
        at=at,
    )
    INVITATION.advance(invitation, InvitationEvent.ACCEPTED, by=by, at=at, office=office)
    return office


@transaction.atomic
def appoint(
    person: User,
    *,
    organisation: Organisation,
    role: Role,
    department: Department | None = None,
    on: date,
    by: Actor,
    at: datetime,
) -> Office:
    """Give a person an office from a day on."""
    office = Office.objects.create(
        person=person, organisation=organisation, role=role, department=department, starts_on=on
    )
    Event.objects.record(OfficeEvent.TAKEN, office, by=by, at=at, person=person.name)
    return office


@transaction.atomic
def end(office: Office, *, on: date, by: Actor, at: datetime) -> None:
    """End an office; `on` is its last day. What it did stays on record."""
    if reason := rules.why_not_end(by, office, on=on):
        raise PermissionDenied(reason)
    office.ends_on = on
    office.save(update_fields=["ends_on"])
    Event.objects.record(OfficeEvent.ENDED, office, by=by, at=at, last_day=on)
