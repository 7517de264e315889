"""What waits for a person, by the offices held: each panel is one question, one list.

A panel belongs to a permission; whoever holds it through any office sees the panel, with what
waits or with the sentence that nothing does. What somebody is asked by name comes first, and only
while it waits. At most `MOST` things are shown; the rest is behind the panel's link.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse

from agreements.models import Agreement
from agreements.results import standings
from cities.models import Invitation
from collaborative.dashboard import leading
from collaborative.dashboard.asking import questions
from collaborative.dashboard.clockwork import clockwork
from collaborative.dashboard.councils import acts_to_record, next_meetings, records_to_place
from collaborative.dashboard.declaring import declarations
from collaborative.dashboard.exporting import exports
from collaborative.dashboard.panel import MOST, Panel, Task
from collaborative.dashboard.returned import returned_mail
from collaborative.dashboard.training import own_courses, to_enrol
from collaborative.models import Actor
from collaborative.roles import Permission, Role
from collaborative.wording import day, moment
from initiatives.models import Comment, Proposal, Review, Round, Sponsorship
from notifications.models import Message

Row = TypeVar("Row", bound=Model)


def panels(actor: Actor, *, at: datetime) -> list[Panel]:
    """All panels of a person; each costs a fixed number of queries."""
    held = [ask(actor, at) for permission, ask in PANELS if actor.may(permission)]
    by_name = (returned_mail, questions, own_courses)
    return [*(panel for ask in by_name for panel in ask(actor, at)), *held]


def _own_proposals(actor: Actor, at: datetime) -> Panel:
    del at
    open_states = [Proposal.State.DRAFT, Proposal.State.RETURNED]
    drafts = Proposal.objects.written_by(actor).filter(state__in=open_states)
    return Panel(
        title="Your drafts",
        tasks=_tasks(drafts.order_by("-state_since", "pk"), _proposal),
        nothing="No draft of yours waits.",
        more=reverse("initiatives:new_proposal"),
        more_label="Write a proposal",
    )


def _sent_in(actor: Actor, at: datetime) -> Panel:
    del at
    under_way = [
        Proposal.State.SUBMITTED,
        Proposal.State.ACCEPTED,
        Proposal.State.IN_ROUND,
        Proposal.State.CHOSEN,
    ]
    sent = Proposal.objects.written_by(actor).filter(state__in=under_way)
    return Panel(
        title="Sent in by you",
        tasks=_tasks(sent.order_by("-state_since", "pk"), _proposal),
        nothing="Nothing of yours is under way.",
        more=reverse("initiatives:proposals"),
        more_label="All proposals",
    )


def _to_sponsor(actor: Actor, at: datetime) -> Panel:
    put = Sponsorship.objects.put_to(actor).waiting(at=at).with_proposals()
    return Panel(
        title="Proposals to co-sponsor",
        tasks=_tasks(put, _sponsorship),
        nothing="No other city’s proposal waits for your city’s answer.",
        more=reverse("initiatives:proposals"),
        more_label="All proposals",
    )


def _reviews(actor: Actor, at: datetime) -> Panel:
    waiting = (
        Review.objects.visible_to(actor)
        .unfinished()
        .filter(entry__round__state=Round.State.SCORING, entry__round__closes_at__gt=at)
        .for_list()
    )
    return Panel(
        title="Reviews to write",
        tasks=_tasks(waiting, _review),
        nothing="No review of yours is due.",
        more=reverse("initiatives:reviews"),
        more_label="All my reviews",
    )


def _comments(actor: Actor, at: datetime) -> Panel:
    del at
    return Panel(
        title="Comments that wait for you",
        tasks=_tasks(Comment.objects.waiting_for(actor).order_by("pk"), _comment),
        nothing="No comment waits for your answer.",
    )


def _screening(actor: Actor, at: datetime) -> Panel:
    del at
    waiting = Proposal.objects.visible_to(actor).filter(state=Proposal.State.SUBMITTED)
    return Panel(
        title="Proposals to screen",
        tasks=_tasks(waiting.order_by("state_since", "pk"), _proposal),
        nothing="No proposal waits for screening.",
        more=f"{reverse('initiatives:proposals')}?state=submitted",
        more_label="All that wait for screening",
    )


def _rounds(actor: Actor, at: datetime) -> Panel:
    del at
    running = Round.objects.visible_to(actor).exclude(state=Round.State.RELEASED)
    return Panel(
        title="Rounds under way",
        tasks=_tasks(running.order_by("closes_at", "pk"), _round),
        nothing="No round is under way.",
        more=reverse("initiatives:rounds"),
        more_label="All rounds",
    )


def _to_draft(actor: Actor, at: datetime) -> Panel:
    del at
    chosen = Proposal.objects.visible_to(actor).filter(state=Proposal.State.CHOSEN, agreements=None)
    return Panel(
        title="Chosen, without an agreement yet",
        tasks=_tasks(chosen.order_by("state_since", "pk"), _proposal),
        nothing="Every chosen proposal has its agreement.",
        more=reverse("agreements:index"),
        more_label="All agreements",
    )


def _agreements(actor: Actor, at: datetime) -> Panel:
    """Where the agreements of the actor's own cities stand in the other councils."""
    del at
    own = {held.organisation_id for held in actor.offices}
    circulated = (
        Agreement.objects.visible_to(actor)
        .filter(state=Agreement.State.CIRCULATED, parties__organisation__in=own)
        .distinct()
        .order_by("-state_since", "pk")
    )
    tasks = tuple(
        Task(s.agreement.title, s.agreement.get_absolute_url(), s.summary)
        for s in standings(circulated[:MOST])
    )
    return Panel(
        title="Agreements before the councils",
        tasks=tasks,
        nothing="No agreement of your city is before the councils.",
        more=reverse("agreements:index"),
        more_label="All agreements",
    )


def _training_ideas(actor: Actor, at: datetime) -> Panel:
    del at
    ideas = Proposal.objects.listed_for(actor).filter(category=Proposal.Category.PEOPLE)
    return Panel(
        title="Proposals about training",
        tasks=_tasks(ideas.order_by("-state_since", "pk"), _proposal),
        nothing="No proposal about training has been published yet.",
        more=reverse("initiatives:proposals"),
        more_label="All proposals",
    )


def _invitations(actor: Actor, at: datetime) -> Panel:
    del actor
    waiting = Invitation.objects.filter(state=Invitation.State.SENT, expires_at__gt=at)
    return Panel(
        title="Invitations without an answer",
        tasks=_tasks(waiting.select_related("organisation").order_by("sent_at", "pk"), _invitation),
        nothing="Every invitation has been answered.",
        more=reverse("cities:people"),
        more_label="People in office",
    )


def _failed_mail(actor: Actor, at: datetime) -> Panel:
    del actor, at
    failed = Message.objects.filter(state=Message.State.FAILED).order_by("due_at", "pk")
    return Panel(
        title="Mail that could not be delivered",
        tasks=_tasks(failed, _message),
        nothing="No message has failed.",
        more=f"{reverse('notifications:ledger')}?state=failed",
        more_label="All that failed, and sending them again",
    )


def _tasks(rows: QuerySet[Row], describe: Callable[[Row], Task]) -> tuple[Task, ...]:
    return tuple(describe(row) for row in rows[:MOST])


def _proposal(proposal: Proposal) -> Task:
    return Task(
        proposal.title or "A proposal without a title yet",
        proposal.get_absolute_url(),
        f"{proposal.get_state_display()} since {day(proposal.state_since)}",
    )


def _comment(said: Comment) -> Task:
    return Task(
        f"{said.by.name} on {said.proposal.title or 'a proposal without a title yet'}",
        said.get_absolute_url(),
        f"{said.section_title}; {moment(said.at)}",
    )


def _sponsorship(asked: Sponsorship) -> Task:
    return Task(
        asked.proposal.title or "A proposal without a title yet",
        f"{asked.get_absolute_url()}?city={asked.city.slug}",
        f"{asked.proposal.city} leads it; {asked.city} is {asked.label.lower()} since "
        f"{day(asked.state_since)}",
    )


def _review(review: Review) -> Task:
    round_ = review.entry.round
    return Task(
        review.entry.proposal.title,
        review.get_absolute_url(),
        f"{review.get_state_display()}; due {moment(round_.closes_at)}",
    )


def _round(round_: Round) -> Task:
    return Task(
        round_.title,
        round_.get_absolute_url(),
        f"{round_.get_state_display()}; closing time {moment(round_.closes_at)}",
    )


def _invitation(invitation: Invitation) -> Task:
    return Task(
        f"{invitation.email}: {Role(invitation.role).label}, {invitation.organisation.name}",
        reverse("cities:people"),
        f"The link works until {moment(invitation.expires_at)}",
    )


def _message(message: Message) -> Task:
    return Task(
        message.subject or message.address,
        reverse("notifications:message", args=[message.pk]),
        message.last_error,
    )


PANELS: tuple[tuple[Permission, Callable[[Actor, datetime], Panel]], ...] = (
    (Permission.EVALUATE, declarations),
    (Permission.EVALUATE, _reviews),
    (Permission.SPONSOR, _to_sponsor),
    (Permission.PROPOSE, _own_proposals),
    (Permission.PROPOSE, _sent_in),
    (Permission.COMMENT, _comments),
    (Permission.SCREEN_PROPOSAL, _screening),
    (Permission.RUN_ROUND, _rounds),
    (Permission.DRAFT_AGREEMENT, _to_draft),
    (Permission.RECORD_ACT, acts_to_record),
    (Permission.RECORD_ACT, records_to_place),
    (Permission.KEEP_COUNCIL, next_meetings),
    (Permission.EXPORT_PACKET, exports),
    (Permission.ENROL, to_enrol),
    (Permission.RECEIVE_DIGEST, _agreements),
    (Permission.PLAN_YEAR, leading.seat_requests),
    (Permission.RUN_ASSESSMENT, leading.assessments),
    (Permission.JUDGE_COURSE, leading.programmes),
    (Permission.PLAN_YEAR, leading.plans),
    (Permission.RUN_COHORT, leading.cohorts),
    (Permission.READ_TRAINING_IDEAS, _training_ideas),
    (Permission.INVITE_PERSON, _invitations),
    (Permission.KEEP_CLOCKWORK, clockwork),
    (Permission.READ_LEDGER, _failed_mail),
)
"""Who is asked what, in the order in which a home page shows it."""
