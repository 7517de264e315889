"""Taking one council record in: what it says becomes an act, and the file itself is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from agreements import legistar, rules
from agreements.events import AgreementEvent, RecordEvent
from agreements.legistar import BadRecord, Record
from agreements.lifecycle import AGREEMENT
from agreements.models import Act, Agreement, ImportedFile, ImportedRecord, Party
from agreements.operations import acts, drafting, reading
from agreements.operations.bringing import Imported, bring_act
from agreements.operations.settling import settle
from cities.models import City
from collaborative.models import Actor, Event

STATEMENT_TITLE = (
    "Statement of Common Purpose: Eastern Jackson County Shared Service Collaborative Partnership"
)
_STATEMENT = re.compile(r"statement of common purpose", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of a file's records are meant, and where they belong, where that has to be said.

    `matter`: the file number of the one that is meant, of several. `file_number`: whose rows a list
    without its matter holds. `corrections`: values that whoever brings the file puts right, by the
    record's own names.
    """

    agreement: Agreement | None = None
    matter: str = ""
    file_number: str = ""
    corrections: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def import_file(
    source: bytes, *, city: City, wanted: Wanted, by: Actor, at: datetime
) -> list[Imported]:
    """Take one file with records of a city's council in; the same file twice changes nothing.

    A record goes to the agreement that is wanted; else to the one that the same file number went
    to before; else, when its title names a statement of common purpose, to that statement, which
    it begins where there is none. A record that fits nowhere is kept, without an act, until
    somebody says where it belongs. Raises BadRecord with the sentence, and nothing is written.
    """
    found = _wanted(legistar.read_records(source, file_number=wanted.file_number), wanted)
    for record in found:
        _refuse_stranger(record, city)
    file, _ = ImportedFile.objects.get_or_create(sha256=found[0].sha256, defaults={"raw": source})
    return [_take_in(record, file, city, wanted.agreement, by=by, at=at) for record in found]


def import_record(
    source: bytes, *, city: City, agreement: Agreement | None = None, by: Actor, at: datetime
) -> Imported:
    """Take a file with one record in, as `import_file` does."""
    wanted = Wanted(agreement=agreement)
    (outcome,) = import_file(source, city=city, wanted=wanted, by=by, at=at)
    return outcome


@transaction.atomic
def preview(
    source: bytes, *, city: City, wanted: Wanted, by: Actor, at: datetime
) -> list[Imported]:
    """Say what `import_file` would do, by doing it and taking it back. Raises BadRecord."""
    outcomes = import_file(source, city=city, wanted=wanted, by=by, at=at)
    transaction.set_rollback(True)
    return outcomes


@transaction.atomic
def assign(kept: ImportedRecord, *, agreement: Agreement, by: Actor, at: datetime) -> Imported:
    """Say which agreement a record belongs to that was kept without one. Raises BadRecord."""
    if reason := rules.why_not_assign_record(by, kept):
        raise PermissionDenied(reason)
    record = legistar.record_from(kept.facts)
    return _take_in(record, kept.file, kept.city, agreement, by=by, at=at)


def _wanted(found: tuple[Record, ...], wanted: Wanted) -> list[Record]:
    """Choose among a file's records, and put right what is to be put right in the one chosen."""
    asked = wanted.matter.casefold()
    chosen = [each for each in found if not asked or each.file_number.casefold() == asked]
    numbers = ", ".join(each.file_number for each in found)
    if not chosen:
        raise BadRecord(f"The file holds no {wanted.matter}; expected one of {numbers}")
    if len(chosen) > 1 and (wanted.agreement or wanted.corrections):
        raise BadRecord(
            f"The file holds {len(chosen)} records; say which one is meant (--matter): {numbers}"
        )
    if not wanted.corrections:
        return chosen
    (record,) = chosen
    return [_put_right(record, wanted.corrections)]


def _put_right(record: Record, corrections: Mapping[str, Any]) -> Record:
    """Put values right that the file's text layer broke, and say what stood there."""
    said = [
        f"{LABELS[name]} stood as “{getattr(record, name) or 'blank'}” and was put right by hand"
        for name in corrections
    ]
    return replace(record, **corrections, remarks=(*record.remarks, *said))


LABELS = {
    "file_number": "File #",
    "type": "Type",
    "status": "Status",
    "in_control": "In control",
    "title": "Title",
    "introduced_on": "File created",
    "agenda_on": "On agenda",
    "final_on": "Final action",
}
"""What can be put right as a file comes in, by the name it has on the print."""


def _take_in(
    record: Record,
    file: ImportedFile,
    city: City,
    agreement: Agreement | None,
    *,
    by: Actor,
    at: datetime,
) -> Imported:
    outcome = Imported(record, legistar.quality(record))
    home = _home(record, city, agreement, outcome, by=by, at=at)
    if home is not None:
        party = _party(acts.hold(home), city)
        bring_act(record, party, outcome, by=by, at=at)
        settle(party.agreement, by=by, at=at)
    _keep_record(record, file, city, outcome, by=by, at=at)
    return outcome


def _home(
    record: Record,
    city: City,
    agreement: Agreement | None,
    outcome: Imported,
    *,
    by: Actor,
    at: datetime,
) -> Agreement | None:
    """The agreement that the record belongs to; None, with a word of advice, where nobody knows."""
    if home := agreement or _known_home(record, city):
        outcome.unchanged += 1
        return home
    if _STATEMENT.search(record.title):
        return _statement(record, city, outcome, by=by, at=at)
    outcome.quality.append(
        f"{record.file_number} is kept, but belongs to no agreement yet; "
        "import it again with --agreement and the agreement's address, or say so on the page of "
        "the records that came in"
    )
    return None


def statement() -> Agreement | None:
    """The statement of common purpose that records are read into, if there is one."""
    return (
        Agreement.objects.filter(kind=Agreement.Kind.STATEMENT, title=STATEMENT_TITLE)
        .exclude(state=Agreement.State.WITHDRAWN)
        .first()
    )


def _refuse_stranger(record: Record, city: City) -> None:
    """Refuse another city's print: taking it in would put words in this council's mouth."""
    letters = re.sub(r"[^a-z]", "", record.issuer.casefold())
    if letters and re.sub(r"[^a-z]", "", city.name.casefold()) not in letters:
        raise BadRecord(f'The print is headed "{record.issuer}"; expected one of {city}')


def _known_home(record: Record, city: City) -> Agreement | None:
    act = (
        Act.objects.filter(
            party__organisation=city, file_number__iexact=record.file_number, corrects=None
        )
        .exclude(party__agreement__state=Agreement.State.WITHDRAWN)
        .select_related("party__agreement")
        .order_by("pk")
        .first()
    )
    return act.party.agreement if act else None


def _statement(
    record: Record, city: City, outcome: Imported, *, by: Actor, at: datetime
) -> Agreement:
    """The statement, begun with this record's own text when it is the first one."""
    if found := statement():
        outcome.unchanged += 1
        return found
    terms = drafting.Terms(
        title=STATEMENT_TITLE,
        kind=Agreement.Kind.STATEMENT,
        text=reading.words(record) or record.title,
        parties=list(City.objects.order_by("name")),
        address="statement-of-common-purpose",
        text_source=f"{record.file_number} of {city}",
    )
    agreement = drafting.begin(terms, by=by, at=at)
    since = _before_the_council(record, at)
    AGREEMENT.advance(
        agreement,
        AgreementEvent.CIRCULATED,
        by=by,
        at=at,
        detail={"imported": True},
        state_since=since,
    )
    drafting.fix_text(agreement, at=since)
    outcome.inserted += 1
    return agreement


def _before_the_council(record: Record, at: datetime) -> datetime:
    """Since when the text was before a council: the day of its agenda, if the record says."""
    if record.agenda_on is None:
        return at
    return timezone.make_aware(datetime.combine(record.agenda_on, time()))


def _party(agreement: Agreement, city: City) -> Party:
    if agreement.state not in rules.OPEN_TO_ACTS:
        raise BadRecord(
            f"“{agreement}” {rules.stands(agreement)}; expected an agreement before the councils "
            "or in force"
        )
    found = agreement.parties.filter(organisation=city).select_related("organisation").first()
    if found is None:
        raise BadRecord(f"{city} is not a party to “{agreement}”; expected an agreement of its own")
    found.agreement = agreement
    return found


def _keep_record(
    record: Record,
    file: ImportedFile,
    city: City,
    outcome: Imported,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the record as it was read, once, beside the act it tells of."""
    own = ImportedRecord.objects.filter(city=city, file_number__iexact=record.file_number)
    there = own.filter(file=file).first()
    if there is not None and there.act_id == (outcome.act.pk if outcome.act else None):
        outcome.unchanged += 1
        return
    if there is not None:
        there.act = outcome.act
        there.quality = outcome.quality
        there.save(update_fields=["act", "quality"])
        outcome.updated += 1
        return
    known = own.exists()
    kept = ImportedRecord.objects.create(
        city=city,
        file_number=record.file_number,
        source_kind=record.source_kind,
        file=file,
        facts=legistar.facts(record),
        quality=outcome.quality,
        act=outcome.act,
        imported_at=at,
    )
    Event.objects.record(RecordEvent.KEPT, kept, by=by, at=at, sha256=record.sha256)
    outcome.updated += known
    outcome.inserted += not known
