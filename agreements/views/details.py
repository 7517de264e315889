"""One act's record: on a page laid out as the council's print, and as files to take along."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.timezone import localdate

from agreements import legistar, results
from agreements.details import Details, lines, outcome, pairs, typeset_details
from agreements.models import Act
from agreements.views.finding import find, find_act, open_page
from agreements.views.prose import rendered
from collaborative.assets import document_fonts
from collaborative.http import Request
from collaborative.typesetting import Unprintable


@open_page
def details(request: Request, slug: str, key: int) -> HttpResponse:
    """Everything that the record says, with its history, its votes and its text."""
    act = _act(request, slug, key)
    record = results.council_record(act)
    return render(
        request,
        "agreements/details.html",
        {
            "agreement": act.party.agreement,
            "act": act,
            "record": record,
            "issuer": results.issuer(act.party.organisation),
            "pairs": pairs(record),
            "lines": lines(record),
            "history": [(row, outcome(row)) for row in record.history],
            "prose": rendered(record.text),
        },
    )


@open_page
def details_pdf(request: Request, slug: str, key: int) -> HttpResponseBase:
    """The same page as an accessible PDF."""
    act = _act(request, slug, key)
    facts = Details(
        record=results.council_record(act),
        issuer=results.issuer(act.party.organisation),
        agreement=act.party.agreement.title,
        sample=act.party.agreement.is_sample,
        as_of=localdate(act.recorded_at),
    )
    try:
        document = typeset_details(facts, fonts=document_fonts())
    except Unprintable as error:
        messages.error(request, str(error))
        return redirect("agreements:details", slug, key)
    return _file(act, document, ending="pdf", media_type="application/pdf")


@open_page
def matter(request: Request, slug: str, key: int) -> HttpResponseBase:
    """The record as Legistar's Web API gives a matter; it can be brought in again."""
    act = _act(request, slug, key)
    content = legistar.written(results.council_record(act))
    return _file(act, content, ending="json", media_type="application/json")


@open_page
def bill(request: Request, slug: str, key: int) -> HttpResponseBase:
    """The record as an Open Civic Data bill, with its vote events."""
    act = _act(request, slug, key)
    content = results.open_civic_data(act)
    return _file(act, content, ending="ocd.json", media_type="application/json")


def _act(request: Request, slug: str, key: int) -> Act:
    """The act with all that its record is made of."""
    act = find_act(find(request, slug), key)
    prefetch_related_objects([act], "votes", "actions__votes", "imported_records")
    return act


def _file(act: Act, content: bytes, *, ending: str, media_type: str) -> HttpResponse:
    """Hand the record over under the name of its body and its number."""
    name = slugify(f"{act.party.organisation.slug} {act.file_number}")
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
