"""The clerk's packet, and the papers for a council that has still to adopt."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements import drafts, packets, rules
from agreements.drafts.shape import Instrument
from agreements.forms import CouncilPaperForm, PacketForm
from agreements.models import Agreement, Document, Party
from agreements.operations import documents
from agreements.packets import Holdings
from agreements.packets.gaps import named
from agreements.views.finding import find
from cities.models import City
from collaborative.http import Request, streamed
from collaborative.roles import Permission
from collaborative.typesetting import Unprintable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packet(request: Request, slug: str) -> HttpResponseBase:
    """Say what the packet holds and what it cannot; on asking, hand it over."""
    agreement = find(request, slug)
    if reason := rules.why_not_export(request.actor, agreement):
        raise PermissionDenied(reason)
    own = _own(request, agreement)
    form = PacketForm(_chosen(request, own), parties=own)
    if not form.is_valid():
        return _shown(request, agreement, form, packets.hold(agreement), None)
    holdings = packets.hold(agreement, city=form.cleaned_data["city"])
    try:
        sealed = packets.pack(holdings, recordable=form.cleaned_data["recordable"])
    except Unprintable as error:
        messages.error(request, f"{error} Nothing was exported.")
        return _shown(request, agreement, form, holdings, None)
    if request.method != "POST":
        return _shown(request, agreement, form, holdings, sealed)
    if gone := packets.lost(holdings):
        messages.error(request, _lost(gone))
        return _shown(request, agreement, form, holdings, sealed)
    if "closed" in request.POST:
        papers = _closed_part(request, holdings)
        return _sent(request, holdings, packets.pack_closed(holdings, papers), closed=True)
    return _sent(request, holdings, sealed, closed=False)


def _sent(
    request: Request, holdings: Holdings, sealed: packets.Sealed, *, closed: bool
) -> HttpResponseBase:
    """Note that a packet or its closed part leaves, and send it while it is written."""
    documents.note_export(
        holdings.agreement,
        city=holdings.city,
        sha256=sealed.manifest.sha256,
        closed=closed,
        by=request.actor,
        at=timezone.now(),
    )
    return streamed(
        sealed.pieces(),
        name=packets.file_name(holdings, closed=closed),
        size=sealed.size,
        media_type="application/zip",
    )


def _lost(names: list[str]) -> str:
    return (
        f"Nothing was exported: the portal's store does not hold {', '.join(names)} as on record. "
        "Tell the portal’s administrator at the Mid-America Regional Council, who can bring it "
        "back from a backup."
    )


def _own(request: Request, agreement: Agreement) -> list[Party]:
    """The parties whose own packet this person may have: the clerk's, or all."""
    everybodys = request.actor.may(Permission.DRAFT_AGREEMENT)
    own = request.actor.organisations(Permission.EXPORT_PACKET)
    parties = agreement.parties.all()
    return [party for party in parties if everybodys or party.organisation_id in own]


def _chosen(request: Request, own: list[Party]) -> QueryDict | dict[str, str]:
    """What was chosen; before anything was, a clerk's own city and the usual page one."""
    sent = request.POST if request.method == "POST" else request.GET
    if "city" in sent or "recordable" in sent:
        return sent
    clerk = request.actor.may(Permission.RECORD_ACT)
    return {"city": own[0].organisation.slug if clerk and own else ""}


def _shown(
    request: Request,
    agreement: Agreement,
    form: PacketForm,
    holdings: Holdings,
    sealed: packets.Sealed | None,
) -> HttpResponse:
    return render(
        request,
        "agreements/packet.html",
        {
            "agreement": agreement,
            "form": form,
            "holdings": holdings,
            "gaps": named(holdings),
            "sealed": sealed,
            "closed_part": _closed_part(request, holdings),
            "undecided": _undecided(request, agreement, holdings),
        },
    )


def _closed_part(request: Request, holdings: Holdings) -> list[packets.Paper]:
    """The closed files that this person may have, for the city chosen or for all."""
    keys = Document.objects.visible_to(request.actor).values_list("pk", flat=True)
    papers = packets.closed_part(holdings)
    seen = set(keys.filter(pk__in=[paper.kept.pk for paper in papers])) if papers else set()
    return [paper for paper in papers if paper.kept.pk in seen]


def _undecided(request: Request, agreement: Agreement, holdings: Holdings) -> list[Party]:
    """The person's own cities whose council has still to adopt the text."""
    if rules.why_not_council_papers(request.actor, agreement):
        return []
    cities = set(City.objects.values_list("pk", flat=True))
    own = {party.pk for party in _own(request, agreement) if party.organisation_id in cities}
    return [one.party for one in packets.undecided(holdings) if one.party.pk in own]


@require_safe
def council_papers(request: Request, slug: str) -> HttpResponseBase:
    """Offer the draft of an act and the cover sheet of its agenda; on choosing, hand one over."""
    agreement = find(request, slug)
    if reason := rules.why_not_council_papers(request.actor, agreement):
        raise PermissionDenied(reason)
    holdings = packets.hold(agreement)
    parties = _undecided(request, agreement, holdings)
    form = CouncilPaperForm(request.GET or None, parties=parties)
    if parties and form.is_valid():
        return _paper(form, holdings)
    context = {
        "agreement": agreement,
        "form": form,
        "parties": parties,
        "layouts": [(one.organisation, drafts.layout(one.organisation.slug)) for one in parties],
        "standing": holdings.standing,
    }
    return render(request, "agreements/council_papers.html", context)


def _paper(form: CouncilPaperForm, holdings: Holdings) -> HttpResponseBase:
    chosen = form.cleaned_data
    city = City.objects.get(slug=chosen["city"])
    instrument = Instrument(chosen["instrument"])
    matter = packets.matter(holdings, city, instrument)
    is_act = chosen["paper"] == CouncilPaperForm.ACT
    paper = drafts.draft_act(matter) if is_act else drafts.cover_sheet(matter)
    content = drafts.written(paper)
    kind = f"draft {instrument}" if is_act else "agenda cover sheet"
    name = f"{slugify(f'{kind} {city.slug} {holdings.agreement.slug}')[:100]}.docx"
    return streamed([content], name=name, size=len(content), media_type=DOCX)
