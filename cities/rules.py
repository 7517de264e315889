"""Who may do what among the members, and why not."""

from datetime import date, datetime

from cities.models import Invitation, Meeting, Office, Organisation
from cities.models.people import suits
from collaborative.models import Actor
from collaborative.roles import Permission, Role
from collaborative.wording import day


def why_not_manage_people(actor: Actor) -> str | None:
    """Invitations and offices are the administrator's."""
    if actor.may(Permission.INVITE_PERSON):
        return None
    return "Only an administrator invites people and ends offices. Ask one at MARC."


def why_not_invite(actor: Actor, organisation: Organisation, role: Role) -> str | None:
    """An office must suit the body: clerks sit in cities, facilitators at MARC."""
    if reason := why_not_manage_people(actor):
        return reason
    if suits(role, organisation):
        return None
    place = (
        "in a city" if organisation.kind != Organisation.Kind.CITY else "at MARC or its institute"
    )
    return f"The office {role.label} is held {place}, not in {organisation}."


def why_not_accept(invitation: Invitation, *, email: str, at: datetime) -> str | None:
    """An invitation is for one address, once, for seven days."""
    if invitation.state == Invitation.State.ACCEPTED:
        return "This invitation has been used. Sign in with your e-mail address."
    if invitation.state == Invitation.State.REVOKED:
        return "This invitation was withdrawn. Ask the administrator at MARC for a new one."
    if at >= invitation.expires_at:
        return (
            "This invitation is more than 7 days old. Ask the administrator at MARC for a new one."
        )
    if email.casefold() != invitation.email.casefold():
        return f"This invitation is for {invitation.email}. Sign out, then open the link again."
    return None


def why_not_end(actor: Actor, office: Office, *, on: date) -> str | None:
    """An office ends once; nobody ends the own administrator's office."""
    if not actor.may(Permission.END_OFFICE):
        return "Only an administrator ends an office. Ask one at MARC."
    if office.ends_on is not None and office.ends_on <= on:
        return f"This office ended on {day(office.ends_on)}."
    if office.role == Role.ADMINISTRATOR and actor.user == office.person:
        return "You cannot end your own office as administrator. Another administrator can."
    return None


def why_not_add_department(actor: Actor, organisation: Organisation) -> str | None:
    """A city's liaison names its departments; an administrator names any."""
    if actor.may(Permission.ADD_DEPARTMENT, organisation.pk) or actor.may(Permission.INVITE_PERSON):
        return None
    return f"Departments of {organisation} are named by its liaison or an administrator."


def why_not_keep_council(actor: Actor, organisation: Organisation) -> str | None:
    """When a council meets and how many members it has is for its own clerk to say."""
    if actor.may(Permission.KEEP_COUNCIL, organisation.pk):
        return None
    return f"The calendar and the make-up of {organisation}’s council are kept by its own clerk."


def why_not_change_meeting(actor: Actor, meeting: Meeting) -> str | None:
    """What was cancelled stays as it is."""
    if reason := why_not_keep_council(actor, meeting.organisation):
        return reason
    if meeting.is_cancelled:
        return f"The meeting of {day(meeting.on)} is cancelled. Enter a new one if there is one."
    return None


def why_not_keep_holidays(actor: Actor, organisation: Organisation) -> str | None:
    """A city's liaison or clerk knows when its offices are closed; a facilitator asks them."""
    is_own = actor.may(Permission.KEEP_HOLIDAYS, organisation.pk)
    if is_own or (actor.may(Permission.KEEP_HOLIDAYS) and actor.may(Permission.ADD_BODY)):
        return None
    return f"The days off of {organisation} are kept by its liaison or clerk, or a facilitator."


def why_not_add_body(actor: Actor) -> str | None:
    """A facilitator, who drafts for them, or an administrator names other bodies."""
    if actor.may(Permission.ADD_BODY):
        return None
    return "Other bodies are added by a facilitator or an administrator. Ask one at MARC."
