"""Taking one council record in: what it says becomes an act, and the file itself is kept."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from agreements import legistar, rules
from agreements.events import ActEvent, AgreementEvent
from agreements.legistar import BadRecord, Record
from agreements.lifecycle import AGREEMENT
from agreements.models import Act, Agreement, ImportedRecord, Party, Text
from agreements.operations import acts, drafting, reading
from agreements.operations.acts import Origin
from agreements.operations.facts import Facts
from agreements.operations.settling import settle
from cities.models import City
from collaborative.models import Actor, Event

STATEMENT_TITLE = (
    "Statement of Common Purpose: Eastern Jackson County Shared Service Collaborative Partnership"
)
_STATEMENT = re.compile(r"statement of common purpose", re.IGNORECASE)


@dataclass(slots=True)
class Imported:
    """What came of a record: rows by fate (agreement, act, file), doubts, and where it went.

    `act` is None while nobody has said which agreement the record belongs to.
    """

    record: Record
    quality: list[str]
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    act: Act | None = None


@transaction.atomic
def import_record(
    source: bytes,
    *,
    city: City,
    agreement: Agreement | None = None,
    by: Actor,
    at: datetime,
) -> Imported:
    """Take one file with a record of a city's council in; the same file twice changes nothing.

    It goes to the `agreement` given; else to the one that the same file number went to before;
    else, when its title names a statement of common purpose, to that statement, which it begins
    where there is none. A record that fits nowhere is kept, without an act, until it comes again
    with its agreement. Raises BadRecord with the sentence, and nothing is written.
    """
    record = legistar.read_record(source)
    _refuse_stranger(record, city)
    outcome = Imported(record, legistar.quality(record))
    home = _home(record, city, agreement, outcome, by=by, at=at)
    if home is not None:
        party = _party(acts.hold(home), city)
        _bring_act(record, party, outcome, by=by, at=at)
        settle(party.agreement, by=by, at=at)
    _keep_file(record, source, city, outcome, at=at)
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
        "import it again with --agreement and the agreement's address"
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


def _bring_act(record: Record, party: Party, outcome: Imported, *, by: Actor, at: datetime) -> None:
    """Bring the act in line with the record: new, completed, put right, or as it stood."""
    facts = reading.facts(record, doubts=outcome.quality)
    there = party.acts.filter(file_number__iexact=facts.file_number, corrected_by=None).first()
    origin = Origin(
        by=by, at=at, source=Act.Source.IMPORTED, source_sha256=record.sha256, corrects=there
    )
    if there is None:
        outcome.act = acts.enter(party, facts, text=_text(record, party, outcome), origin=origin)
        outcome.inserted += 1
        _tell(ActEvent.IMPORTED, outcome.act, origin)
        return
    there.party = party
    _doubt_other_words(record, there, outcome)
    merged = reading.merged(there, facts)
    if merged is None:
        outcome.act = there
        outcome.unchanged += 1
    else:
        _bring_news(there, merged, outcome, origin=origin)


def _bring_news(there: Act, merged: Facts, outcome: Imported, *, origin: Origin) -> None:
    """Complete a pending act, put an imported one right, and leave the clerk's own alone."""
    outcome.act = there
    if there.result == Act.Result.PENDING:
        acts.fill(there, merged, text=there.text, origin=origin)
        is_open = merged.result == Act.Result.PENDING
        _tell(ActEvent.CHANGED if is_open else ActEvent.COMPLETED, there, origin)
        outcome.updated += 1
    elif there.source == Act.Source.RECORDED:
        outcome.unchanged += 1
        outcome.quality.append(
            f"{there.file_number} was recorded by the clerk and differs from this record; "
            "the clerk's act stands until a correction is recorded"
        )
    else:
        outcome.act = acts.enter(there.party, merged, text=there.text, origin=origin)
        _tell(ActEvent.CORRECTED, outcome.act, origin)
        outcome.updated += 1


def _tell(kind: ActEvent, act: Act, origin: Origin) -> None:
    said = acts.told(act, act.party.agreement)
    Event.objects.record(kind, act, by=origin.by, at=origin.at, **said)


def _text(record: Record, party: Party, outcome: Imported) -> Text | None:
    """The circulated text where the record has its words; else None: the text is not on file."""
    circulated = acts.circulated_text(party.agreement)
    if circulated is not None and reading.bare(
        reading.words(record) or record.title
    ) == reading.bare(circulated.body):
        return circulated
    outcome.quality.append(
        f"The text that {party.organisation} adopted is not on file: the record's own words are "
        "not those of the circulated text; the clerk can confirm the text by a correction"
    )
    return None


def _doubt_other_words(record: Record, act: Act, outcome: Imported) -> None:
    words = reading.words(record)
    if words and act.text is not None and reading.bare(words) != reading.bare(act.text.body):
        outcome.quality.append(
            "The text of this file is not word for word the text on file; the text on file stays"
        )


def _keep_file(
    record: Record, source: bytes, city: City, outcome: Imported, *, at: datetime
) -> None:
    """Keep the file itself, once, beside the act it tells of."""
    there = ImportedRecord.objects.filter(city=city, source_sha256=record.sha256).first()
    if there is not None and there.act_id == (outcome.act.pk if outcome.act else None):
        outcome.unchanged += 1
        return
    if there is not None:
        there.act = outcome.act
        there.quality = outcome.quality
        there.save(update_fields=["act", "quality"])
        outcome.updated += 1
        return
    known = ImportedRecord.objects.filter(
        city=city, file_number__iexact=record.file_number
    ).exists()
    ImportedRecord.objects.create(
        city=city,
        file_number=record.file_number,
        source_kind=record.source_kind,
        source_sha256=record.sha256,
        raw=source,
        facts=legistar.facts(record),
        quality=outcome.quality,
        act=outcome.act,
        imported_at=at,
    )
    outcome.updated += known
    outcome.inserted += not known
