"""The rooms of training, in the order of the work: from what is asked to what was held."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.models import Actor
from collaborative.roles import Permission


@dataclass(frozen=True, slots=True)
class Place:
    """A room of training, what one does there, and to whom it is shown."""

    label: str
    route: str
    about: str
    permission: Permission

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.route)


PLACES: tuple[Place, ...] = (
    Place(
        "Courses",
        "training:courses",
        "What can be taught: for how many, how long, and what it costs.",
        Permission.READ_COURSES,
    ),
    Place(
        "Requirements",
        "training:requirements",
        "What must be taught, to whom, and who says so.",
        Permission.READ_COURSES,
    ),
    Place(
        "Needs assessments",
        "training:assessments",
        "What the cities’ people are asked about training, until when, and how many have answered.",
        Permission.READ_COURSES,
    ),
    Place(
        "Gaps",
        "training:gaps_index",
        "What each assessment came to: where training is needed most, by city and topic.",
        Permission.READ_TRAINING_RESULTS,
    ),
    Place(
        "Safety",
        "training:safety",
        "Incidents and near misses by kind and severity, and the hours in which they happened.",
        Permission.READ_TRAINING_RESULTS,
    ),
    Place(
        "Training records",
        "training:records",
        "Who had which training, when it lapses, and who is due for what.",
        Permission.KEEP_TRAINING_RECORDS,
    ),
    Place(
        "Your training",
        "training:own_training",
        "What is on record of your own training.",
        Permission.READ_COURSES,
    ),
    Place(
        "Requests",
        "training:requests",
        "Seats that a city asks for, and what became of it.",
        Permission.REQUEST_SEATS,
    ),
    Place(
        "Demand",
        "training:demand",
        "Seats that the cities need by topic: from gaps, from what falls due, and from requests.",
        Permission.JUDGE_COURSE,
    ),
    Place(
        "Programmes",
        "training:programmes",
        "Courses that the cities could hold together, and whether that pays.",
        Permission.READ_PROGRAMMES,
    ),
    Place(
        "Year plans",
        "training:plans",
        "A year’s classes for all cities, worked out to cost least or to meet most need.",
        Permission.READ_PROGRAMMES,
    ),
    Place(
        "Cohorts",
        "training:cohorts",
        "Courses that are held for people of several cities: when, where, and who has a place.",
        Permission.READ_COURSES,
    ),
)


def open_to(actor: Actor) -> list[Place]:
    """The rooms that the actor's offices open."""
    return [place for place in PLACES if actor.may(place.permission)]
