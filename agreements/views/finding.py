"""Finding what an address names, and the doors that stand open at it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements import rules
from agreements.models import Act, Agreement, Party, Version
from agreements.results import Filed
from collaborative.http import Request
from collaborative.models import Actor
from collaborative.roles import Permission

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]


def open_page(view: View[P]) -> View[P]:
    """Let everybody in to what is public, to look at it.

    What is not there, and what is not public, is the same to somebody who is not signed in: an
    invitation to sign in, since the address may have come in a letter.
    """

    @functools.wraps(view)
    def opened(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return login_not_required(require_safe(opened))


def refuse(request: Request, reason: str | None) -> None:
    """Close a page with its reason; on sending, only to those whose office is not to do it.

    A form that was open while somebody else took the step goes on to the operation, whose
    refusal names who was first and when.
    """
    if request.method == "POST":
        reason = rules.why_not_draft(request.actor)
    if reason:
        raise PermissionDenied(reason)


@dataclass(frozen=True, slots=True)
class Door:
    """Something a person can do here, or the sentence why not now."""

    label: str
    url: str
    why_not: str | None


def find(request: Request, slug: str) -> Agreement:
    """The agreement of an address, with its parties and versions; 404 for one that is not seen."""
    return get_object_or_404(
        Agreement.objects.visible_to(request.actor)
        .select_related("proposal", "programme", "supersedes")
        .prefetch_related(
            Prefetch("parties", Party.objects.select_related("organisation")),
            Prefetch("versions", Version.objects.visible_to(request.actor).select_related("text")),
        ),
        slug=slug,
    )


def circulated(agreement: Agreement) -> Version | None:
    """The version that was put before the councils last. Reads the agreement's versions."""
    fixed = [version for version in agreement.versions.all() if version.text_id is not None]
    return fixed[-1] if fixed else None


def find_version(agreement: Agreement, number: int) -> Version:
    """One of the agreement's versions that the reader may see, or 404."""
    found = next((each for each in agreement.versions.all() if each.number == number), None)
    if found is None:
        raise Http404
    found.agreement = agreement
    return found


def texts_of(agreement: Agreement) -> dict[str, str]:
    """What each text of the agreement is called, the newest first, then those of the councils.

    A text that stays goes by its SHA-256, a draft by "v" and its number. Costs one query.
    """
    found = {
        version.text.sha256 if version.text else f"v{version.number}": str(version)
        for version in agreement.versions.all()
    }
    others = (
        Act.objects.filter(party__agreement=agreement, text__isnull=False)
        .select_related("party__organisation", "text")
        .defer("text__body")
        .order_by("pk")
    )
    found = dict(reversed(found.items()))
    for act in others:
        if act.text:
            found.setdefault(
                act.text.sha256, f"The text before {act.party}’s council, {act.file_number}"
            )
    return found


def find_act(agreement: Agreement, key: int) -> Act:
    """An act on this agreement, or 404."""
    act = get_object_or_404(
        Act.objects.filter(party__agreement=agreement).select_related(
            "party__organisation__city", "text", "corrected_by"
        ),
        pk=key,
    )
    act.party.agreement = agreement
    return act


def doors(actor: Actor, agreement: Agreement) -> list[Door]:
    """What the actor's offices could ever do here: each open, or closed with its reason."""

    def door(label: str, name: str, why_not: str | None) -> Door:
        return Door(label, reverse(f"agreements:{name}", args=[agreement.slug]), why_not)

    found: list[Door] = []
    acts = actor.may(Permission.RECORD_ACT)
    if acts or rules.acting(actor, agreement):
        label = "Record your council's act" if acts else "Record an act"
        found.append(door(label, "record_act", rules.why_not_record(actor, agreement)))
    if actor.may(Permission.DRAFT_AGREEMENT):
        found += [
            door("Change the draft", "edit", rules.why_not_change(actor, agreement)),
            door("Send to the councils", "circulate", rules.why_not_circulate(actor, agreement)),
        ]
    if actor.may(Permission.EXPORT_PACKET):
        found += [
            door("Export the packet", "packet", rules.why_not_export(actor, agreement)),
            door(
                "Papers for the council",
                "council_papers",
                rules.why_not_council_papers(actor, agreement),
            ),
            door("Add a document", "add_document", rules.why_not_add_document(actor, agreement)),
        ]
    if actor.may(Permission.DRAFT_AGREEMENT):
        found += [
            door("Withdraw it", "withdraw", rules.why_not_withdraw(actor, agreement)),
            door("End it", "end", rules.why_not_end(actor, agreement)),
        ]
    return found


def act_doors(actor: Actor, act: Act) -> list[Door]:
    """What whoever records the party's acts can do with it now; none for anybody else."""
    if rules.why_not_record_for(actor, act.party):
        return []
    slug = act.party.agreement.slug
    asked = (
        ("Complete it", "complete_act", rules.why_not_complete(actor, act)),
        ("Add what came after", "add_action", rules.why_not_add_action(actor, act)),
        ("Record a correction", "correct_act", rules.why_not_correct(actor, act)),
        ("Add a document", "add_act_document", rules.why_not_add_act_document(actor, act)),
    )
    return [
        Door(label, reverse(f"agreements:{name}", args=[slug, act.pk]), None)
        for label, name, why_not in asked
        if why_not is None
    ]


def file_doors(actor: Actor, filed: Iterable[Filed]) -> list[tuple[Filed, Door | None]]:
    """Each document with what the actor can do with it: close it, open it, or nothing."""
    return [(one, _file_door(actor, one)) for one in filed]


def _file_door(actor: Actor, one: Filed) -> Door | None:
    document = one.document
    if document is None or rules.why_not_part_documents(actor, document):
        return None
    label, name = ("Open", "reopen_document") if one.closing else ("Close", "close_document")
    slug = document.filed_with.slug
    return Door(label, reverse(f"agreements:{name}", args=[slug, document.pk]), None)
