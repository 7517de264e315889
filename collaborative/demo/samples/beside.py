"""What stands beside the sample agreements: exhibits, durations, comments, signatures, filings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from agreements.clauses import TERMS, sections, suggested
from agreements.filing import FilingOffice, Place
from agreements.models import Agreement, Party, PartyComment, Term, TermCheck, Version
from agreements.operations import (
    checking,
    commenting,
    exhibits,
    filings,
    signatures,
    terms,
    versions,
)
from agreements.operations.filings import Receipt
from agreements.operations.signatures import Signed
from collaborative.demo.samples import papers
from collaborative.demo.samples.agreements import Promise, Sample
from collaborative.demo.samples.days import Step
from collaborative.models import Actor

TITLES = {"signature": "Mayor", "attest": "City Clerk", "form": "City Attorney"}


def steps(promise: Promise) -> Iterator[Step]:
    """Yield the steps beside one agreement's own, as far as its sample names any."""
    sample, days = promise.sample, promise.days
    if "term" in sample:
        yield Step(days.moment(sample["drafted"], hour=12), partial(_write_term, promise))
    if "exhibit" in sample:
        yield Step(days.moment(sample["drafted"], hour=13), partial(_add_exhibit, promise))
    if sample.get("checked"):
        yield Step(days.moment(sample["drafted"], hour=14), partial(_check_terms, promise))
    if "shared" in sample:
        yield Step(days.moment(sample["shared"], hour=14), partial(_share, promise))
    for said in sample.get("comments", ()):
        yield Step(days.moment(said["ago"], hour=15), partial(_comment, promise, said))
        if "answer" in said:
            answered = days.moment(said["answer"]["ago"], hour=16)
            yield Step(answered, partial(_answer, promise, said))
    for signed in sample.get("signed", ()):
        yield Step(days.morning_after(signed["ago"]), partial(_sign, promise, signed))
    for filed in sample.get("filed", ()):
        yield Step(days.morning_after(filed["ago"]), partial(_file, promise, filed))


def _version(promise: Promise) -> Version:
    return promise.agreement().versions.select_related("agreement").get(number=1)


def _party(agreement: Agreement, slug: str) -> Party:
    return agreement.parties.select_related("agreement", "organisation").get(
        organisation__slug=slug
    )


def _clerk(promise: Promise, slug: str) -> Actor:
    return promise.desk.cast.actors[f"clerk-{slug}"]


def _write_term(promise: Promise, at: datetime) -> None:
    version = _version(promise)
    terms.write_term(
        version,
        term=Term(**promise.sample["term"]),
        revision=version.agreement.revision,
        by=promise.desk.cast.facilitator,
        at=at,
    )


def _add_exhibit(promise: Promise, at: datetime) -> None:
    paper = promise.sample["exhibit"]
    exhibits.add(
        _version(promise),
        title=paper["title"],
        upload=papers.upload(paper),
        by=promise.desk.cast.facilitator,
        at=at,
    )


def _check_terms(promise: Promise, at: datetime) -> None:
    """Confirm each required term that the text names; the others stay open, and are warned of."""
    version = _version(promise)
    parts = sections(version.body)
    found = [(term, suggested(term, parts)) for term in TERMS]
    stands = TermCheck.Found.STANDS
    checking.check(
        version,
        answers=[
            checking.Answer(term=term, found=stands, section=part) for term, part in found if part
        ],
        by=promise.desk.cast.facilitator,
        at=at,
    )


def _share(promise: Promise, at: datetime) -> None:
    versions.share(_version(promise), by=promise.desk.cast.facilitator, at=at)


def _comment(promise: Promise, said: Sample, at: datetime) -> None:
    version = _version(promise)
    commenting.comment(
        version,
        party=_party(version.agreement, said["city"]),
        section="",
        words=said["words"],
        by=_clerk(promise, said["city"]),
        at=at,
    )


def _answer(promise: Promise, said: Sample, at: datetime) -> None:
    commenting.answer(
        PartyComment.objects.select_related("version__agreement", "party__organisation").get(
            words=said["words"]
        ),
        is_taken_over=said["answer"]["taken_over"],
        reason=said["answer"]["reason"],
        by=promise.desk.cast.facilitator,
        at=at,
    )


def _sign(promise: Promise, signed: Sample, at: datetime) -> None:
    """Record one city's signature block, line by line, as its clerk reads it from the paper."""
    version = _version(promise)
    party = _party(version.agreement, signed["city"])
    for part, title in TITLES.items():
        signatures.record(
            party,
            version=version,
            part=part,
            signed=Signed(
                name=f"{title}, {party.organisation} (sample)",
                title=title,
                on=promise.days.day(signed["ago"]),
                act=party.acts.get() if part == "signature" else None,
            ),
            by=_clerk(promise, signed["city"]),
            at=at,
        )


def _file(promise: Promise, filed: Sample, at: datetime) -> None:
    """Record that a city's keeper of contracts has its copy."""
    version = _version(promise)
    party = _party(version.agreement, filed["city"])
    filings.record(
        version.agreement,
        version=version,
        place=Place(FilingOffice.KEEPER, party.organisation.name),
        receipt=Receipt(on=promise.days.day(filed["ago"]), officer="City Clerk (sample)"),
        by=_clerk(promise, filed["city"]),
        at=at,
    )
