"""The versions of an agreement's text: all of them, one of them, and a later one begun."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements import results
from agreements.forms import BeginForm, DropForm
from agreements.models import Agreement, Text, Version
from agreements.operations import versions as operations
from agreements.operations.outlines import BLANK
from agreements.results import Finding
from agreements.rules import versions as rules
from agreements.rules import why_not_draft
from agreements.views.finding import Door, find, find_version, open_page, refuse, texts_of
from agreements.views.prose import named, rendered
from collaborative.http import Request, sent
from collaborative.models import Actor


@dataclass(frozen=True, slots=True)
class Shelf:
    """An agreement's versions as its page shows them, for one reader.

    `comments` counts the comments that nobody has answered; None for those who read none.
    """

    versions: list[Version]
    shown: Version
    findings: list[Finding]
    gaps: list[Finding]
    comments: int | None
    may_begin: bool


def shelf(request: Request, agreement: Agreement) -> Shelf:
    """What the agreement's page says of its texts. Costs two queries, and one for the comments."""
    shown = results.shown(agreement)
    findings = results.checklist_of(shown)
    reads_comments = rules.why_not_read_comments(request.actor, agreement) is None
    return Shelf(
        versions=list(agreement.versions.all()),
        shown=shown,
        findings=findings,
        gaps=results.gaps(findings),
        comments=results.open_comments(agreement) if reads_comments else None,
        may_begin=rules.why_not_begin(request.actor, agreement) is None,
    )


@open_page
def index(request: Request, slug: str) -> HttpResponse:
    """Every version that the reader may see, what became of it, and two of them to compare."""
    agreement = find(request, slug)
    return render(
        request,
        "agreements/versions.html",
        {
            "agreement": agreement,
            "versions": list(agreement.versions.all())[::-1],
            "texts": texts_of(agreement),
            "door": _begin_door(request.actor, agreement),
        },
    )


def _begin_door(actor: Actor, agreement: Agreement) -> Door | None:
    if why_not_draft(actor):
        return None
    url = reverse("agreements:begin_version", args=[agreement.slug])
    return Door("Begin the next version", url, rules.why_not_begin(actor, agreement))


@open_page
def version(request: Request, slug: str, number: int) -> HttpResponse:
    """One version, to read: its sections, its exhibits, its terms, and what can be done with it."""
    agreement = find(request, slug)
    found = find_version(agreement, number)
    words = results.kept_words(found)
    return render(
        request,
        "agreements/version.html",
        {
            "agreement": agreement,
            "version": found,
            "prose": rendered(words),
            "blanks": words.count(BLANK),
            "sections": named(words),
            "exhibits": list(found.exhibits.all()),
            "standing": results.standing_of(found) if found.text else None,
            "findings": results.checklist_of(found),
            "doors": [door for door in _doors(request.actor, found) if door.why_not is None],
            "may_share": rules.why_not_share(request.actor, found) is None,
        },
    )


def _doors(actor: Actor, version: Version) -> list[Door]:
    """What the actor can do with a version now."""
    agreement = version.agreement
    slug, number = agreement.slug, version.number
    write = rules.why_not_write(actor, version)
    asked = (
        ("Change the text", "edit", (slug,), write),
        ("Exhibits", "exhibits", (slug, number), write),
        ("Required terms", "checklist", (slug, number), write),
        ("Comments", "comments", (slug, number), rules.why_not_read_comments(actor, agreement)),
        ("Send it to the councils", "circulate", (slug,), write),
        ("Drop it", "drop_version", (slug, number), rules.why_not_drop(actor, version)),
    )
    return [
        Door(label, reverse(f"agreements:{name}", args=args), why_not)
        for label, name, args, why_not in asked
    ]


def begin(request: Request, slug: str) -> HttpResponse:
    """Ask from which words the next version begins, then begin it."""
    agreement = find(request, slug)
    if reason := rules.why_not_begin(request.actor, agreement):
        raise PermissionDenied(reason)
    texts = {key: label for key, label in texts_of(agreement).items() if not key.startswith("v")}
    form = BeginForm(sent(request), texts=texts)
    if request.method == "POST" and form.is_valid():
        text = Text.objects.get(sha256=form.cleaned_data["text"])
        begun = operations.begin(agreement, text=text, by=request.actor, at=timezone.now())
        messages.success(
            request, f"{begun} is begun as a draft. The text that stands is as it was."
        )
        return redirect("agreements:version", slug, begun.number)
    return render(request, "agreements/version_begin.html", {"agreement": agreement, "form": form})


@require_POST
def share(request: Request, slug: str, number: int) -> HttpResponse:
    """Open a draft to the parties' clerks and liaisons."""
    found = find_version(find(request, slug), number)
    operations.share(found, by=request.actor, at=timezone.now())
    messages.success(
        request, f"{found} is shared: the parties’ clerks and liaisons get a letter about it."
    )
    return redirect("agreements:version", slug, number)


def drop(request: Request, slug: str, number: int) -> HttpResponse:
    """Ask why, then drop a draft."""
    agreement = find(request, slug)
    found = find_version(agreement, number)
    refuse(request, rules.why_not_drop(request.actor, found))
    form = DropForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.drop(found, reason=reason, by=request.actor, at=timezone.now())
        messages.success(request, f"{found} is dropped. The text that stands is as it was.")
        return redirect("agreements:versions", slug)
    return render(
        request,
        "agreements/version_drop.html",
        {"agreement": agreement, "version": found, "form": form},
    )
