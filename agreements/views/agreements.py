"""The list of agreements with who adopted what, one agreement, and the texts word for word."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import results, rules
from agreements.events import AgreementEvent
from agreements.forms import FindForm
from agreements.models import Agreement, Text
from agreements.operations.outlines import BLANK
from agreements.rules import exports as export_rules
from agreements.rules.versions import why_not_read_comments
from agreements.views.finding import act_doors, doors, file_doors, find, open_page
from agreements.views.prose import rendered
from agreements.views.versions import shelf
from cities.models import City
from collaborative.http import Request
from collaborative.roles import Permission

PAGE = 25
OWN_BUSINESS = frozenset(
    {
        AgreementEvent.PACKET_EXPORTED,
        AgreementEvent.PACKET_EXPORTED_IN_BULK,
        AgreementEvent.CHANGED,
    }
)
"""What happened that is for people with an account."""


@login_not_required
@require_safe
def index(request: Request) -> HttpResponse:
    """Every agreement the reader may see, against the cities: who adopted which, and when."""
    form = FindForm(request.GET, seen=Agreement.objects.visible_to(request.actor))
    page = Paginator(form.found(), PAGE).get_page(request.GET.get("page"))
    cities = list(City.objects.order_by("name"))
    rows = results.matrix(page.object_list, cities=cities, at=timezone.now())
    return render(
        request,
        "agreements/index.html",
        {
            "form": form,
            "page": page,
            "rows": rows,
            "has_others": any(row.others for row in rows),
            "cities": cities,
            "why_not_draft": rules.why_not_draft(request.actor),
            "why_not_export_many": export_rules.why_not_export_many(request.actor),
            "why_not_import": rules.why_not_import(request.actor),
        },
    )


@open_page
def agreement(request: Request, slug: str) -> HttpResponse:
    """One agreement: where it stands with every council, its text, the acts, the papers."""
    found = find(request, slug)
    standing = results.standing(found)
    texts = shelf(request, found)
    version = texts.shown
    words = results.kept_words(version)
    sheets = results.sheets(found, circulated=standing.text)
    open_to = doors(request.actor, found)
    documents = results.documents_of(found)
    filed = results.filed(documents, request.actor)
    hidden = results.hidden_names(documents, filed)
    happened = results.history(found, [sheet.act for sheet in sheets], hidden=hidden)
    return render(
        request,
        "agreements/agreement.html",
        {
            "agreement": found,
            "standing": standing,
            "boxes": results.boxes(standing, at=timezone.now()),
            "shelf": texts,
            "version": version,
            "exhibits": list(version.exhibits.all()),
            "may_read_programme": request.actor.may(Permission.READ_PROGRAMMES),
            "replaced_by": found.superseded_by.visible_to(request.actor),
            "prose": rendered(words),
            "blanks": words.count(BLANK),
            "sheets": [(sheet, act_doors(request.actor, sheet.act)) for sheet in sheets],
            "filed": file_doors(request.actor, filed),
            "open_doors": [door for door in open_to if door.why_not is None],
            "closed_doors": [door for door in open_to if door.why_not],
            "papers": results.papers_of(found),
            "duration": results.duration(found, on=timezone.localdate()),
            "history": _told(request, found, happened),
        },
    )


def _told(
    request: Request, agreement: Agreement, happened: list[results.Happening]
) -> list[results.Happening]:
    """Leave out what is the offices' own business, and drafts that the reader does not see."""
    own: frozenset[AgreementEvent] = frozenset() if request.user.is_authenticated else OWN_BUSINESS
    reads_drafts = why_not_read_comments(request.actor, agreement) is None
    seen = {version.number for version in agreement.versions.all()} if reads_drafts else set()
    return [
        each
        for each in happened
        if each.event.kind not in own
        and (each.event.kind not in results.OF_DRAFTS or each.event.detail["version"] in seen)
    ]


def _find_text(found: Agreement, sha256: str) -> Text:
    """A text of this agreement: one that was circulated, or one that a council had before it."""
    of_it = Text.objects.filter(
        Q(versions__agreement=found) | Q(acts__party__agreement=found)
    ).distinct()
    return get_object_or_404(of_it, sha256=sha256)


@open_page
def text(request: Request, slug: str, sha256: str) -> HttpResponse:
    """One text of an agreement, to read."""
    found = find(request, slug)
    words = _find_text(found, sha256)
    circulated = [version for version in found.versions.all() if version.text_id == words.pk]
    return render(
        request,
        "agreements/text.html",
        {
            "agreement": found,
            "text": words,
            "version": circulated[-1] if circulated else None,
            "prose": rendered(words.body),
        },
    )


@open_page
def text_file(request: Request, slug: str, sha256: str) -> HttpResponse:
    """One text of an agreement, byte for byte: the bytes that its SHA-256 is of."""
    words = _find_text(find(request, slug), sha256)
    return HttpResponse(
        words.body.encode(),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}-{sha256[:12]}.md"'},
    )
