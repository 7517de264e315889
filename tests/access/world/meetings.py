"""A meeting in session about the own city's proposal, and one that has ended, of a released round.

The own city's evaluator and liaison step aside: what is moved is for those of the other city.
"""

from django.utils import timezone

from initiatives.models import Meeting, Motion, Round
from initiatives.operations import meetings, motions, rounds
from initiatives.results.meetings import taking_part
from tests.access.principals import OWN
from tests.access.world.ideas import CITYS_READERS
from tests.access.world.things import World
from tests.factories.meetings import MeetingFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import CriterionFactory, EntryFactory, RoundFactory

ON_THE_AGENDA = ("evaluator", "evaluator_elsewhere", "liaison_elsewhere", "administrator")
IN_THE_ROOM = ("facilitator", "evaluator_elsewhere", "liaison_elsewhere")


def add_meetings(world: World, cities) -> None:
    """Add both meetings."""
    by, at = world.people["facilitator"], timezone.now()
    round_ = _round(world, cities[OWN])
    invitation = meetings.Invitation(begins_at=at, place="Council room", quorum=1)
    seats = taking_part(on=timezone.localdate())
    meeting = meetings.plan(round_, invitation=invitation, seats=seats, by=by, at=at)
    meetings.attend(meeting, seats=seats, by=by, at=at)
    meetings.start(meeting, by=by, at=at)
    item = meeting.items.select_related("meeting__round", "entry__proposal").get(position=1)
    meetings.take_up(item, after=0, by=by, at=at)
    note = world.canary("meeting-note", "facilitator")
    motions.jot(item, boxes={"note": note}, by=by, at=at)
    there = list(meeting.attendances.exclude(organisation=cities[OWN]).order_by("pk"))
    motion = Motion(
        text=world.canary("motion", *IN_THE_ROOM),
        asks="recommend",
        mover=there[0],
        seconder=there[1],
        outcome="carried",
    )
    motions.record(item, motion=motion, by=by, at=at)
    world.things |= {"discussed_now": round_.slug, "moved": motion.pk}
    done = Round.objects.get(slug=world.things["done"])
    MeetingFactory(round=done, state=Meeting.State.ENDED, started_at=at, ended_at=at)


def _round(world: World, city) -> Round:
    """A round in discussion with two proposals of the own city, which nobody has scored."""
    round_ = RoundFactory(title="The round in discussion", has_discussion=True)
    CriterionFactory(round=round_)
    for number in (1, 2):
        name = f"discussed-{number}-title"
        proposal = ProposalFactory(
            state="in_round",
            city=city,
            author=world.people["author"].user,
            title=world.canary(name, *CITYS_READERS, *ON_THE_AGENDA),
        )
        EntryFactory(round=round_, proposal=proposal)
    at = timezone.now()
    Round.objects.filter(pk=round_.pk).update(state="scoring", opened_at=at)
    round_.refresh_from_db()
    rounds.close(round_, by=world.people["facilitator"], at=at)
    return round_
