"""A proposal as a document: the facts that its receipt is set from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from collaborative import wording
from collaborative.uploads import size_in_words
from initiatives.models import Proposal, Revision, Sponsorship, Submission
from initiatives.questions import Text
from initiatives.receipts import Answer, City, File, Receipt, Section
from initiatives.results.history import NEXT
from initiatives.results.proposals import Names, in_words, names_for, parts

State = Proposal.State


def receipt_of(submission: Submission, *, sponsors: Iterable[Sponsorship]) -> Receipt:
    """Say what was sent in: the text and the files of that time, and the given co-sponsors.

    `sponsors` are those that the reader may know of, with their cities. Some six queries.
    """
    proposal = submission.proposal
    text = Revision.objects.text_at(proposal, submission.revision.number)
    facts = _document(proposal, text, sponsors, at=submission.at, state=State.SUBMITTED)
    facts["by"] = submission.office
    return facts


def draft_of(proposal: Proposal, *, sponsors: Iterable[Sponsorship], at: datetime) -> Receipt:
    """Say what its authors have written so far."""
    return _document(proposal, proposal.draft, sponsors, at=at, state=State.DRAFT)


def _document(
    proposal: Proposal,
    text: Text,
    sponsors: Iterable[Sponsorship],
    *,
    at: datetime,
    state: Proposal.State,
) -> Receipt:
    names = names_for(proposal)
    return Receipt(
        reference=proposal.reference,
        title=text.get("title", "") or "Untitled proposal",
        collaborative=settings.SITE_NAME,
        city=str(proposal.city),
        department=in_words("department", text.get("department", ""), names),
        service=in_words("category", text.get("category", ""), names),
        is_draft=state == State.DRAFT,
        sample=settings.DEMO,
        moment=wording.moment(at),
        on=timezone.localdate(at),
        by="",
        cities=_cities(proposal, text, sponsors, names),
        sections=_sections(text, names),
        files=_files(proposal, until=at),
        next_steps=[NEXT[state]],
        address=f"{settings.SITE_URL}{proposal.get_absolute_url()}",
    )


def _cities(
    proposal: Proposal, text: Text, sponsors: Iterable[Sponsorship], names: Names
) -> list[City]:
    """List the lead, the cities that were asked with their word, and the others that are wanted."""
    asked = {one.city: one for one in sponsors}
    wanted = [city for city in names.others if text.get(f"wanted__{city.slug}")]
    return [
        City(name=str(proposal.city), part="Lead", answer="Proposes it"),
        *(
            City(name=str(city), part="Co-sponsor", answer=_word(one))
            for city, one in asked.items()
        ),
        *(
            City(name=str(city), part="Wanted", answer="Not asked yet")
            for city in wanted
            if city not in asked
        ),
    ]


def _word(sponsorship: Sponsorship) -> str:
    """Say where a city stands, with its conditions or its reason."""
    said = f"{sponsorship.label}: {sponsorship.words}" if sponsorship.words else sponsorship.label
    return str(said)


def _sections(text: Text, names: Names) -> list[Section]:
    return [
        Section(
            title=part.section.title,
            answers=[
                Answer(question=one.question, text=one.text, is_prose=one.is_prose)
                for one in part.answers
            ],
        )
        for part in parts(text, names)
    ]


def _files(proposal: Proposal, *, until: datetime) -> list[File]:
    return [
        File(name=one.name, size=size_in_words(one.size), sha256=one.sha256)
        for one in proposal.attachments.filter(added_at__lte=until)
    ]
