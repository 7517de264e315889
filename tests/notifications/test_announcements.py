"""Letters that tell of an event: every one of the catalogue is written once here."""

from datetime import date, timedelta

import pytest

from agreements.models import Act
from collaborative.models import PORTAL, Event
from initiatives.models import Review
from notifications.catalogue import NOTICES, Urgency
from notifications.models import Message
from notifications.operations import outbox
from notifications.operations.letters import Unwanted
from notifications.operations.writing import write
from tests.conftest import NOON
from tests.factories.cities import InvitationFactory
from tests.factories.exports import ExportFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import OPENING, RoundFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.factories.talk import CommentFactory, CommentWordingFactory, MentionFactory
from tests.notifications import training_cases
from tests.notifications.scenes import adopted_by, circulated, open_round

PROPOSAL = {"reference": "EJC-2026-014", "title": "Sample fleet"}


@pytest.fixture
def scene(cities, staff_of, evaluator_of, clerk_of, facilitator, liaison_of, analyst):
    """Somebody in every office that mail goes to."""
    return {
        "author": staff_of("raytown"),
        "colleague": staff_of("grandview"),
        "liaison": liaison_of("grandview"),
        "evaluator": evaluator_of("grandview"),
        "clerk": clerk_of("raytown"),
        "facilitator": facilitator,
        "analyst": analyst,
        "cities": cities,
    }


def proposal(scene, state):
    return ProposalFactory(
        **PROPOSAL,
        state=state,
        city=scene["cities"]["raytown"],
        author=scene["author"].user,
        readers=[scene["colleague"].user],
    )


def round_(scene, **given):
    return open_round([scene["evaluator"]], title="Sample round", **given)


def review(scene):
    return Review.objects.get(entry__round=round_(scene, opened_at=NOON.replace(hour=1)))


def agreement(scene, **changes):
    made = circulated(scene["cities"]["raytown"], title="Sample agreement")
    if changes:
        type(made).objects.filter(pk=made.pk).update(**changes)
    return made


def export(scene, **given):
    return ExportFactory(
        asked_by=scene["clerk"].user, city=scene["cities"]["raytown"], total=2, **given
    )


def act(scene):
    adopted_by(agreement(scene), scene["cities"]["raytown"])
    return Act.objects.get()


def closed_round(scene):
    made = round_(scene)
    type(made).objects.update(state="decided", closed_at=NOON, frozen_at=NOON)
    return made


def declaring_round(scene):
    del scene
    return RoundFactory(title="Sample round", state="declarations", declared_at=NOON)


def announced_round(scene):
    del scene
    return RoundFactory(
        title="Sample round", proposals_until=OPENING - timedelta(days=5), announced_at=NOON
    )


def question(scene):
    return CommentFactory(proposal=proposal(scene, "submitted"), audience="between")


def naming(scene):
    said = CommentFactory(proposal=proposal(scene, "draft"), audience="staff")
    wording = CommentWordingFactory(comment=said, number=2)
    MentionFactory(wording=wording, person=scene["author"].user)
    return said


def sponsorship(scene, **given):
    """The question to Grandview, as it stands after the event that is told."""
    made = proposal(scene, "draft")
    city = scene["cities"]["grandview"]
    return SponsorshipFactory(
        proposal=made, city=city, state_since=NOON, **{"answered_at": None, **given}
    )


def answered(scene, state):
    return sponsorship(scene, state=state, answered_at=NOON)


WHY = {"reason": "Say what it costs."}
DAY = date(2026, 3, 2)
DECIDED_AGAIN = {
    "later": True,
    "round": "Sample round",
    "outcome": "Deferred",
    "because": "A city has left.",
    "reason": "Next year.",
}
"""What the event of a decision says that came after the release."""
CASES = {
    "proposal.role_changed": (
        lambda scene: proposal(scene, "draft"),
        {},
        "Your role in a draft is changed: EJC-2026-014 Sample fleet",
    ),
    "comment.added": (
        question,
        {"wording": 1},
        "A comment for you on EJC-2026-014",
    ),
    "comment.edited": (
        naming,
        {"wording": 2},
        "A comment for you on EJC-2026-014",
    ),
    "invitation.sent": (
        lambda scene: InvitationFactory(role="clerk", organisation=scene["cities"]["raytown"]),
        {},
        "You are invited to Common Purpose as Clerk, Raytown",
    ),
    "proposal.shared": (
        lambda scene: proposal(scene, "draft"),
        {"may_edit": True},
        "A draft is shared with you: EJC-2026-014 Sample fleet",
    ),
    "proposal.submitted": (
        lambda scene: proposal(scene, "submitted"),
        {"again": False},
        "Raytown sent in EJC-2026-014 Sample fleet",
    ),
    "submission.received": (
        lambda scene: proposal(scene, "submitted").submissions.get(),
        {},
        "Received: EJC-2026-014 Sample fleet",
    ),
    "proposal.brought_back": (
        lambda scene: proposal(scene, "returned"),
        {},
        "Open to you again: EJC-2026-014 Sample fleet",
    ),
    "round.announced": (
        announced_round,
        {},
        "Sample round: proposals until Wednesday, February 25, 2026, 9:00 am Central",
    ),
    "proposal.returned": (
        lambda scene: proposal(scene, "returned"),
        WHY,
        "Returned to you: EJC-2026-014 Sample fleet",
    ),
    "proposal.accepted": (
        lambda scene: proposal(scene, "accepted"),
        {},
        "Accepted for evaluation: EJC-2026-014 Sample fleet",
    ),
    "proposal.declined": (
        lambda scene: proposal(scene, "declined"),
        WHY,
        "Declined: EJC-2026-014 Sample fleet",
    ),
    "proposal.chosen": (
        lambda scene: proposal(scene, "chosen"),
        DECIDED_AGAIN,
        "A later decision on EJC-2026-014 Sample fleet",
    ),
    "proposal.parked": (
        lambda scene: proposal(scene, "parked"),
        DECIDED_AGAIN,
        "A later decision on EJC-2026-014 Sample fleet",
    ),
    "proposal.not_chosen": (
        lambda scene: proposal(scene, "not_chosen"),
        DECIDED_AGAIN,
        "A later decision on EJC-2026-014 Sample fleet",
    ),
    "proposal.redecided": (
        lambda scene: proposal(scene, "chosen"),
        DECIDED_AGAIN,
        "A later decision on EJC-2026-014 Sample fleet",
    ),
    "proposal.merged": (
        lambda scene: proposal(scene, "submitted"),
        {**WHY, "reference": "EJC-2026-013"},
        "Merged into EJC-2026-013: EJC-2026-014 Sample fleet",
    ),
    "proposal.took_in": (
        lambda scene: proposal(scene, "submitted"),
        {**WHY, "reference": "EJC-2026-013"},
        "EJC-2026-013 is merged into EJC-2026-014 Sample fleet",
    ),
    "proposal.separated": (
        lambda scene: proposal(scene, "submitted"),
        {**WHY, "reference": "EJC-2026-013"},
        "Separated from EJC-2026-013: EJC-2026-014 Sample fleet",
    ),
    "proposal.gave_back": (
        lambda scene: proposal(scene, "submitted"),
        {**WHY, "reference": "EJC-2026-013"},
        "EJC-2026-013 is separated from EJC-2026-014 Sample fleet",
    ),
    "proposal.split": (
        lambda scene: proposal(scene, "submitted"),
        {**WHY, "reference": "EJC-2026-015"},
        "EJC-2026-015 is split off from EJC-2026-014 Sample fleet",
    ),
    "sponsorship.asked": (
        sponsorship,
        {},
        "Raytown asks Grandview to co-sponsor EJC-2026-014 Sample fleet",
    ),
    "sponsorship.asked_again": (
        lambda scene: sponsorship(scene, asked_again=True, answered_at=NOON),
        {},
        "The text has changed: does Grandview still co-sponsor EJC-2026-014 Sample fleet?",
    ),
    "sponsorship.accepted": (
        lambda scene: answered(scene, "accepted"),
        {},
        "Grandview co-sponsors: EJC-2026-014 Sample fleet",
    ),
    "sponsorship.accepted_with_conditions": (
        lambda scene: answered(scene, "conditional"),
        {"words": "In winter only."},
        "Grandview co-sponsors with conditions: EJC-2026-014 Sample fleet",
    ),
    "sponsorship.declined": (
        lambda scene: answered(scene, "declined"),
        {"words": "We bought one."},
        "Grandview does not co-sponsor: EJC-2026-014 Sample fleet",
    ),
    "round.declarations_began": (
        declaring_round,
        {},
        "Declare conflicts for “Sample round”",
    ),
    "round.opened": (round_, {}, "1 review to do by Tuesday, March 10, 2026, 5:00 pm Central"),
    "round.extended": (
        round_,
        {},
        "The round “Sample round” now closes on Tuesday, March 10, 2026, 5:00 pm Central",
    ),
    "round.closed": (closed_round, {}, "The round “Sample round” has closed"),
    "review.assigned": (review, {}, "1 review to do by Tuesday, March 10, 2026, 5:00 pm Central"),
    "review.recused": (
        review,
        {"reason": "A relative works there."},
        "An evaluator of Grandview is recused from ",
    ),
    "agreement.circulated": (agreement, {}, "For your council: Sample agreement"),
    "version.shared": (agreement, {"version": 2}, "To comment on: Sample agreement"),
    "version.circulated": (
        agreement,
        {"version": 2},
        "For your council: version 2 of Sample agreement",
    ),
    "party_comment.added": (
        agreement,
        {"version": 2, "party": "Raytown"},
        "Comments on Sample agreement",
    ),
    "party_comment.answered": (
        agreement,
        {"version": 2, "party": "Raytown"},
        "Answers to comments on Sample agreement",
    ),
    "agreement.withdrawn": (agreement, WHY, "Withdrawn: Sample agreement"),
    "agreement.in_force": (
        lambda scene: agreement(scene, state="in_force", in_force_on=DAY),
        {},
        "In force: Sample agreement",
    ),
    "agreement.reopened": (agreement, {}, "No longer in force: Sample agreement"),
    "agreement.notice_given": (
        agreement,
        {"party": "Raytown", "on": date(2026, 6, 30), "reason": "It has its own.", "because": ""},
        "Raytown leaves: Sample agreement",
    ),
    "agreement.notice_corrected": (
        agreement,
        {"party": "Raytown", "on": None, "reason": "", "because": "It was a draft."},
        "Raytown does not leave: Sample agreement",
    ),
    "agreement.renewed": (
        agreement,
        {"on": date(2026, 3, 1), "until": date(2027, 2, 28)},
        "Renewed: Sample agreement",
    ),
    "agreement.expired": (
        lambda scene: agreement(scene, state="ended", in_force_on=DAY, ended_on=DAY),
        {"on": date(2026, 3, 2), "reason": "Its term ended."},
        "Ended: Sample agreement",
    ),
    "agreement.ended": (
        lambda scene: agreement(scene, state="ended", in_force_on=DAY, ended_on=DAY),
        WHY,
        "Ended: Sample agreement",
    ),
    "export.ready": (
        lambda scene: export(
            scene,
            state="ready",
            done=2,
            size=2048,
            sha256="f" * 64,
            ready_at=NOON,
            expires_at=NOON + timedelta(days=7),
        ),
        {},
        "Ready: Export of 2 agreements",
    ),
    "export.failed": (
        lambda scene: export(scene, state="failed", reason="An agreement changed meanwhile."),
        {},
        "Failed: Export of 2 agreements",
    ),
    "act.corrected": (
        act,
        {"party": "Raytown", "file_number": "BILL 26-1"},
        "Raytown put right its council's act on Sample agreement",
    ),
    **training_cases.CASES,
}


def test_every_letter_of_the_catalogue_is_among_these():
    at_once = {str(kind) for kind, it in NOTICES.items() if it.urgency == Urgency.AT_ONCE}
    assert set(CASES) == at_once


def happen(scene, kind):
    """Let it happen, and write what follows to the ledger; gives the thing it is about."""
    make, detail, _subject = CASES[kind]
    about = make(scene)
    detail = {**detail, "colleague_id": scene["colleague"].user.pk}
    Event.objects.record(kind, about, by=PORTAL, at=NOON, **detail)
    outbox.post_events(at=NOON)
    return about


@pytest.mark.parametrize("kind", CASES)
def test_a_letter_says_what_happened_what_is_next_and_why_one_gets_it(scene, kind):
    happen(scene, kind)
    message = Message.objects.earliest("pk")
    letter = write(message, at=NOON)
    _make, detail, subject = CASES[kind]
    assert letter.subject.startswith(subject)
    assert "https://portal.sample.example/" in letter.text
    assert "You get this letter because " in letter.text
    told = [words for words in detail.values() if isinstance(words, str)]
    hidden = kind == "review.recused"
    assert all((words in letter.text) is not hidden for words in told)
    assert not [word for word in ("None", "{{", "{%", "&#", "  \n") if word in letter.text]


def test_the_reason_of_a_conflict_stays_with_the_evaluator(scene):
    happen(scene, "review.recused")
    letter = write(Message.objects.get(), at=NOON)
    assert "relative" not in letter.text
    assert "Evaluator, Grandview" not in letter.text


@pytest.mark.django_db
def test_the_link_of_an_invitation_is_in_the_letter_and_nowhere_in_the_ledger(client):
    invitation = InvitationFactory(email="clerk@raytown.example", role="clerk")
    Event.objects.record("invitation.sent", invitation, by=PORTAL, at=NOON)
    outbox.post_events(at=NOON)
    letter = write(Message.objects.get(), at=NOON)
    (link,) = letter.secrets
    assert letter.text.startswith("Hello,\n")
    assert link in letter.text
    assert link not in letter.copy
    page = client.get(link.removeprefix("https://portal.sample.example"))
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda actor: actor.user.offices.update(ends_on=date(2026, 3, 1)), "holds no office"),
        (lambda actor: type(actor.user).objects.update(is_active=False), "account is closed"),
    ],
)
def test_somebody_who_left_between_writing_and_sending_gets_nothing(scene, change, reason):
    happen(scene, "proposal.returned")
    change(scene["author"])
    message = Message.objects.select_related("recipient").get()
    with pytest.raises(Unwanted, match=reason):
        write(message, at=NOON)


def test_what_was_done_between_writing_and_sending_is_not_asked_for(scene):
    about = happen(scene, "proposal.submitted")
    type(about).objects.update(state="accepted")
    with pytest.raises(Unwanted, match="It was done meanwhile"):
        write(Message.objects.get(), at=NOON)
