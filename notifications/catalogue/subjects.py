"""What an event is about: the thing itself, as it stands now."""

from collections.abc import Mapping

from django.db.models import QuerySet

from agreements.models import Act, Agreement, Export
from cities.models import City, Invitation
from collaborative.models import Event
from initiatives.models import Comment, Proposal, Review, Round, Sponsorship, Submission
from notifications.models import Message
from training.models import Assessment, Cohort, Enrolment, Programme, YearPlan

Thing = (
    City
    | Invitation
    | Proposal
    | Submission
    | Sponsorship
    | Comment
    | Round
    | Review
    | Agreement
    | Act
    | Export
    | Assessment
    | Cohort
    | Enrolment
    | Programme
    | YearPlan
)
Read = (
    QuerySet[City]
    | QuerySet[Invitation]
    | QuerySet[Proposal]
    | QuerySet[Submission]
    | QuerySet[Comment]
    | QuerySet[Sponsorship]
    | QuerySet[Round]
    | QuerySet[Review]
    | QuerySet[Agreement]
    | QuerySet[Act]
    | QuerySet[Export]
    | QuerySet[Assessment]
    | QuerySet[Cohort]
    | QuerySet[Enrolment]
    | QuerySet[Programme]
    | QuerySet[YearPlan]
)

_READS: Mapping[str, Read] = {
    "cities.city": City.objects.all(),
    "cities.invitation": Invitation.objects.select_related("organisation"),
    "initiatives.proposal": Proposal.objects.select_related("city", "author"),
    "initiatives.submission": Submission.objects.select_related(
        "proposal__city", "proposal__author", "revision"
    ),
    "initiatives.comment": Comment.objects.with_words().select_related(
        "proposal__city", "proposal__author"
    ),
    "initiatives.sponsorship": Sponsorship.objects.select_related(
        "proposal__city", "proposal__author", "city", "answered_by"
    ),
    "initiatives.round": Round.objects.all(),
    "initiatives.review": Review.objects.select_related(
        "entry__round", "entry__proposal", "evaluator", "city"
    ),
    "agreements.agreement": Agreement.objects.all(),
    "agreements.export": Export.objects.for_list(),
    "training.assessment": Assessment.objects.all(),
    "training.cohort": Cohort.objects.select_related("venue", "course"),
    "training.enrolment": Enrolment.objects.select_related("person", "city", "cohort__venue"),
    "training.programme": Programme.objects.all(),
    "training.yearplan": YearPlan.objects.for_list(),
    "agreements.act": Act.objects.select_related("party__agreement", "party__organisation"),
}


def thing(event: Event) -> Thing | None:
    """Return what the event is about, or None when it is gone. Costs one query."""
    return _READS[event.about_type].filter(pk=event.about_key).first()


def subject(message: Message) -> Thing | None:
    """Return what a message is about; None when it is gone, or no event tells of such a thing."""
    read = _READS.get(message.about_type)
    return None if read is None else read.filter(pk=message.about_key).first()
