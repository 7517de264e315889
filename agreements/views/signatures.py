"""The signature blocks of an agreement, and recording one line of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results
from agreements.forms import SignatureForm
from agreements.models import Agreement, Version
from agreements.operations import signatures
from agreements.results import Block, Line
from agreements.rules.papers import kept_by, why_not_keep_papers
from agreements.views.finding import circulated, find, open_page
from collaborative.http import Request, sent, status_of, told_on


@open_page
def page(request: Request, slug: str) -> HttpResponse:
    """Every party's block under the text before the councils, with what to look at again."""
    agreement = find(request, slug)
    version = circulated(agreement)
    blocks = results.signatures_of(version) if version else []
    kept = kept_by(request.actor, agreement, on=timezone.localdate())
    standing = results.standing(agreement)
    found = results.duration(agreement, on=timezone.localdate())
    doubts = results.doubts_of_signatures(standing, blocks, effective_on=found.first)
    return render(
        request,
        "agreements/signatures.html",
        {
            "agreement": agreement,
            "version": version,
            # Whoever records finds the own lines first.
            "blocks": sorted(
                ((block, doubts[block.party.pk], block.party in kept) for block in blocks),
                key=lambda row: not row[2],
            ),
            "signed": sum(block.is_signed for block in blocks),
        },
    )


def record(request: Request, slug: str, body: str, part: str) -> HttpResponse:
    """Record one line, or put right what stands on it."""
    agreement = find(request, slug)
    block, line = _find(agreement, body, part)
    reason = why_not_keep_papers(request.actor, block.party, on=timezone.localdate())
    if reason:
        raise PermissionDenied(reason)
    form = _form(request, block, line)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            _write(request, _version(agreement), block, line, form)
            messages.success(
                request, f"“{line.part.label}” of {block.party.organisation} is on record."
            )
            return redirect("agreements:signatures", slug)
    context = {"form": form, "agreement": agreement, "party": block.party, "line": line}
    return render(request, "agreements/sign.html", context, status=status_of(form))


def _version(agreement: Agreement) -> Version:
    version = circulated(agreement)
    if version is None:
        raise Http404
    return version


def _find(agreement: Agreement, body: str, part: str) -> tuple[Block, Line]:
    for block in results.signatures_of(_version(agreement)):
        for line in block.lines:
            if (block.party.organisation.slug, line.part.value) == (body, part):
                block.party.agreement = agreement
                return block, line
    raise Http404


def _form(request: Request, block: Block, line: Line) -> SignatureForm:
    standing = line.kept.seen(request.POST.get("corrects"))
    initial = {}
    if standing is not None:
        initial = {name: getattr(standing, name) for name in SignatureForm.Meta.fields}
    return SignatureForm(
        sent(request),
        party=block.party,
        part=line.part,
        standing=standing,
        today=timezone.localdate(),
        initial=initial,
    )


def _write(
    request: Request, version: Version, block: Block, line: Line, form: SignatureForm
) -> None:
    signatures.record(
        block.party,
        version=version,
        part=line.part,
        signed=form.signed(),
        corrects=form.standing,
        because=form.reason,
        by=request.actor,
        at=timezone.now(),
    )
