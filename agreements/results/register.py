"""The register of agreements and acts: every field, as rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localtime

from agreements.models import Act, Agreement, Vote
from agreements.results.standings import standings
from initiatives.results.tables import Cell

AGREEMENTS = (
    "Address",
    "Title",
    "Kind",
    "Sample",
    "Purpose",
    "State",
    "State since",
    "In force on",
    "Ended on",
    "Adoptions needed",
    "Adopted by",
    "Parties",
    "Where each council stands",
    "SHA-256 of the text",
)
ACTS = (
    "Agreement",
    "Title of the agreement",
    "Party",
    "Form",
    "File number",
    "Enactment number",
    "Enacted on",
    "Version",
    "Name",
    "Type",
    "Status",
    "In control",
    "File created",
    "On agenda",
    "Final action",
    "Title",
    "Sponsors",
    "Indexes",
    "Code sections",
    "Requester",
    "Notes",
    "Adopting body",
    "Day of the vote",
    "Action",
    "Result in the record's word",
    "Agenda item",
    "Action text",
    "Moved by",
    "Seconded by",
    "Tally",
    "Result",
    "Roll call",
    "History",
    "SHA-256 of the text",
    "Where it is from",
    "SHA-256 of the source",
    "Recorded at",
    "Corrects an earlier record",
    "Corrected since",
)
_CHUNK = 200


def agreement_rows(agreements: QuerySet[Agreement]) -> Iterator[Sequence[Cell]]:
    """A row for each agreement, read some hundred at a time."""
    keys = list(agreements.values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        part = Agreement.objects.filter(pk__in=keys[start : start + _CHUNK])
        for found in standings(part):
            agreement = found.agreement
            names = [square.party.organisation.name for square in found.squares]
            yield (
                agreement.slug,
                agreement.title,
                str(agreement.get_kind_display()),
                _yes(said=agreement.is_sample),
                agreement.purpose,
                str(agreement.get_state_display()),
                localtime(agreement.state_since),
                _day(agreement.in_force_on),
                _day(agreement.ended_on),
                agreement.required_adoptions or len(names),
                found.progress,
                ", ".join(names),
                "; ".join(square.sentence for square in found.squares),
                found.text.sha256 if found.text else "",
            )


def act_rows(agreements: QuerySet[Agreement]) -> Iterator[Sequence[Cell]]:
    """A row for each act on the agreements, corrected ones too, read some hundred at a time."""
    votes = Prefetch("votes", Vote.objects.order_by("position"))
    acts = (
        Act.objects.filter(party__agreement__in=agreements.values("pk"))
        .select_related("party__agreement", "party__organisation", "text", "corrected_by")
        .defer("text__body", "further")
        .prefetch_related(votes, "actions")
        .order_by("party__agreement__title", "party__organisation__name", "acted_on", "pk")
    )
    for act in acts.iterator(chunk_size=_CHUNK):
        yield _act(act)


def _act(act: Act) -> Sequence[Cell]:
    agreement = act.party.agreement
    return (
        agreement.slug,
        agreement.title,
        act.party.organisation.name,
        str(act.get_instrument_display()),
        act.file_number,
        act.enactment_number,
        _day(act.enacted_on),
        act.version,
        act.name,
        act.type_name,
        act.status,
        act.in_control,
        _day(act.introduced_on),
        _day(act.agenda_on),
        _day(act.final_on),
        act.title,
        ", ".join(act.sponsors),
        ", ".join(act.indexes),
        ", ".join(act.code_sections),
        act.requester,
        act.notes,
        act.body,
        _day(act.acted_on),
        act.action_word,
        act.result_word,
        act.agenda_number,
        act.action_text,
        act.mover,
        act.seconder,
        act.tally,
        str(act.get_result_display()),
        _roll_call(act.votes.all()),
        "; ".join(_history(act)),
        act.text.sha256 if act.text else "",
        str(act.get_source_display()),
        act.source_sha256,
        localtime(act.recorded_at),
        _yes(said=act.corrects_id is not None),
        _yes(said=hasattr(act, "corrected_by")),
    )


def _roll_call(votes: Iterable[Vote]) -> str:
    return "; ".join(f"{vote.voter}: {vote.word or vote.get_value_display()}" for vote in votes)


def _history(act: Act) -> Iterator[str]:
    """The other steps, each as one reads it; the decision has columns of its own."""
    for step in act.actions.all():
        parts = (_day(step.on), step.body, step.label, step.outcome)
        yield ", ".join(part for part in parts if part)


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _yes(*, said: bool) -> str:
    return "Yes" if said else "No"


def notes(*, at: datetime) -> list[str]:
    """What the workbook says of itself."""
    return [
        "The register of agreements and of the councils' acts on them.",
        f"Made on {at:%B} {at.day}, {at.year}. Days are written YYYY-MM-DD.",
        "A blank cell is not on record.",
        "An act that was corrected stands here beside its correction.",
    ]
