"""A proposal as a document: the facts that its receipt is set from."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from collaborative import wording
from initiatives.models import Proposal, Revision, Submission
from initiatives.questions import Text
from initiatives.receipts import Answer, City, File, Receipt, Section
from initiatives.results.history import NEXT
from initiatives.results.proposals import Names, in_words, names_for, parts
from initiatives.uploads import size_in_words


def receipt_of(submission: Submission) -> Receipt:
    """Say what was sent in: the text, the cities and the files of that time. Some six queries."""
    proposal = submission.proposal
    text = Revision.objects.text_at(proposal, submission.revision.number)
    return _document(
        proposal, text, at=submission.at, by=submission.office, state=Proposal.State.SUBMITTED
    )


def draft_of(proposal: Proposal, *, at: datetime) -> Receipt:
    """Say what its authors have written so far."""
    return _document(proposal, proposal.draft, at=at, by="", state=Proposal.State.DRAFT)


def _document(
    proposal: Proposal, text: Text, *, at: datetime, by: str, state: Proposal.State
) -> Receipt:
    names = names_for(proposal)
    return Receipt(
        reference=proposal.reference,
        title=text.get("title", "") or "Untitled proposal",
        collaborative=settings.SITE_NAME,
        city=str(proposal.city),
        department=in_words("department", text.get("department", ""), names),
        service=in_words("category", text.get("category", ""), names),
        is_draft=state == Proposal.State.DRAFT,
        sample=settings.DEMO,
        moment=wording.moment(at),
        on=timezone.localdate(at),
        by=by,
        cities=_cities(proposal, text, names),
        sections=_sections(text, names),
        files=_files(proposal, until=at),
        next_steps=[NEXT[state]],
        address=f"{settings.SITE_URL}{proposal.get_absolute_url()}",
    )


def _cities(proposal: Proposal, text: Text, names: Names) -> list[City]:
    wanted = [city for city in names.others if text.get(f"wanted__{city.slug}")]
    lead = City(name=str(proposal.city), part="Lead", answer="Proposes it")
    return [lead, *(City(name=str(city), part="Wanted", answer="") for city in wanted)]


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
