"""Of which thing a message is: the whole that people may mute, and how its page names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import QuerySet

from agreements.models import Act, Agreement
from collaborative.models import Actor
from initiatives.models import Comment, Proposal, Review, Round, Sponsorship, Submission
from notifications.catalogue.subjects import Thing, subject
from notifications.models import Message
from training.models import Cohort, Enrolment, Programme

Whole = Proposal | Round | Agreement | Cohort | Programme


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing that can be muted.

    `name` stands in addresses; `lookup` is the field by which its own page is found; `words` say
    what it is where its title may not be told any more.
    """

    name: str
    lookup: str
    words: str
    visible_to: Callable[[Actor], QuerySet[Whole]]


SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        "initiatives.proposal": Sort(
            "proposal", "reference", "A proposal", Proposal.objects.visible_to
        ),
        "initiatives.round": Sort("round", "slug", "A round", Round.objects.visible_to),
        "agreements.agreement": Sort(
            "agreement", "slug", "An agreement", Agreement.objects.visible_to
        ),
        "training.cohort": Sort("cohort", "slug", "A course", Cohort.objects.visible_to),
        "training.programme": Sort(
            "programme", "slug", "A shared course", Programme.objects.visible_to
        ),
    }
)
"""Everything that can be muted, by the name of its model."""


def find(name: str, key: str, actor: Actor) -> Whole | None:
    """Return the thing of an address as far as the actor may see it; None for any other."""
    for sort in SORTS.values():
        if sort.name == name:
            return sort.visible_to(actor).filter(**{sort.lookup: key}).first()
    return None


def whole(about: Thing) -> Whole | None:
    """Return of which thing the mail is that tells of this one; None where none can be muted.

    Costs no query where `thing` has read it.
    """
    match about:
        case Proposal() | Round() | Agreement() | Cohort() | Programme():
            return about
        case Submission() | Sponsorship() | Comment():
            return about.proposal
        case Review():
            return about.entry.round
        case Act():
            return about.party.agreement
        case Enrolment():
            return about.cohort
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be muted, and how addresses name it."""

    thing: Whole
    sort: str
    key: str


def named(thing: Whole) -> Named:
    """Return how addresses name a thing."""
    sort = SORTS[thing._meta.label_lower]
    return Named(thing, sort.name, str(getattr(thing, sort.lookup)))


def whole_of(message: Message, actor: Actor) -> Named | None:
    """Return which thing a message is about, where the actor may still read it and can mute it."""
    about = subject(message)
    which = whole(about) if about else None
    if which is None:
        return None
    is_visible = SORTS[which._meta.label_lower].visible_to(actor).filter(pk=which.pk).exists()
    return named(which) if is_visible else None
