"""The notices of a round: a preview of every one, and what a facilitator changes before release."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.http import Request, sent
from initiatives.models import Decision, Round
from notifications import rules
from notifications.catalogue.wordings import Wording, fields_of, standard
from notifications.forms import HoldForm, WordingForm
from notifications.models import ByRelease, Message, NoticeTemplate, PreparedNotice, Readers
from notifications.operations import notices as operations
from notifications.operations.blocks import blocks
from notifications.operations.notices import Draft
from notifications.views.ledger import PAGE, labelled_page

ALL = "all"
"""Stands in an address for "whatever was decided": evaluators are told of all at once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice: to whom, and of which outcome it tells ("" of all)."""

    readers: Readers
    outcome: str = ""

    @property
    def address(self) -> str:
        """The outcome, as it stands in an address."""
        return self.outcome or ALL

    @property
    def words(self) -> str:
        """What it is called: "The authors: Recommended"."""
        if not self.outcome:
            return str(self.readers.label)
        return f"{self.readers.label}: {Decision.Outcome(self.outcome).label}"


KINDS = (
    *(
        Kind(readers, outcome)
        for readers in (Readers.AUTHORS, Readers.SPONSORS)
        for outcome in Decision.Outcome.values
    ),
    Kind(Readers.EVALUATORS),
)


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """Every notice that the release brings; after it, every one that went out."""
    round_ = _round(request, slug)
    if reason := rules.why_not_read_notices(request.actor, round_):
        raise PermissionDenied(reason)
    held = PreparedNotice.objects.held().filter(round=round_)
    if round_.state == Round.State.RELEASED:
        about = {"about_type": round_._meta.label_lower, "about_key": str(round_.pk)}
        told = Message.objects.filter(kind=ByRelease.DECIDED, **about).select_related("recipient")
        rows = held.select_related("recipient", "proposal")
        shown = {"round": round_, "page": labelled_page(request, told), "held": rows}
        return render(request, "notifications/notices_sent.html", shown)
    drafts = operations.drafts(round_, on=timezone.localdate())
    own = NoticeTemplate.objects.filter(round=round_).values_list("readers", "outcome")
    return render(
        request,
        "notifications/notices.html",
        {
            "round": round_,
            "page": Paginator(drafts, PAGE).get_page(request.GET.get("page")),
            "going": sum(not draft.held_because for draft in drafts),
            "held": sum(bool(draft.held_because) for draft in drafts),
            "undecided": round_.entries.standing().filter(decisions=None).count(),
            "kinds": KINDS,
            "own": {f"{readers} {outcome}" for readers, outcome in own},
        },
    )


def wording(request: Request, slug: str, readers: str, outcome: str) -> HttpResponse:
    """Change the wording of one kind of notice for the round."""
    round_, kind = _round_to_prepare(request, slug), _kind(readers, outcome)
    own = NoticeTemplate.objects.filter(
        round=round_, readers=kind.readers, outcome=kind.outcome
    ).first()
    now = own or standard(kind.readers, kind.outcome)
    form = _form(request, kind.readers, Wording(now.subject, now.text))
    if request.method == "POST" and form.is_valid():
        operations.word(
            round_,
            kind.readers,
            kind.outcome,
            wording=form.wording(),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"The wording is kept. {kind.words}: this is what goes out.")
        return redirect("notifications:notices", round_.slug)
    return render(
        request,
        "notifications/notice_wording.html",
        {
            "round": round_,
            "kind": kind,
            "form": form,
            "own": own,
            "fields": fields_of(kind.readers),
        },
    )


@require_POST
def standard_wording(request: Request, slug: str, readers: str, outcome: str) -> HttpResponse:
    """Take the portal's own wording of one kind of notice again."""
    round_, kind = _round_to_prepare(request, slug), _kind(readers, outcome)
    operations.use_standard(round_, kind.readers, kind.outcome, by=request.actor, at=timezone.now())
    messages.success(request, f"{kind.words}: the portal’s own wording goes out.")
    return redirect("notifications:notices", round_.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: Request, slug: str, readers: str, about: str, person: int) -> HttpResponse:
    """One notice as it would go out, as text and as HTML; and words of its own for it."""
    draft = _draft(request, slug, readers, about, person)
    form = _form(request, draft.readers, draft.wording)
    if request.method == "POST" and form.is_valid():
        operations.word_one(draft, wording=form.wording(), by=request.actor, at=timezone.now())
        messages.success(request, f"The notice to {draft.recipient} has words of its own.")
        return redirect("notifications:notice", slug, readers, about, person)
    letter = operations.preview(draft, at=timezone.now())
    return render(
        request,
        "notifications/notice.html",
        {
            "round": draft.round,
            "draft": draft,
            "letter": letter,
            "blocks": list(blocks(letter.text, letter.button)),
            "form": form,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: Request, slug: str, readers: str, about: str, person: int) -> HttpResponse:
    """Ask why, then hold one notice back."""
    draft = _draft(request, slug, readers, about, person)
    form = HoldForm(sent(request), initial={"because": draft.held_because})
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        operations.hold(draft, because=because, by=request.actor, at=timezone.now())
        messages.success(request, f"The notice to {draft.recipient} is held back.")
        return redirect("notifications:notices", slug)
    shown = {"round": draft.round, "draft": draft, "form": form}
    return render(request, "notifications/notice_hold.html", shown)


@require_POST
def let_go(request: Request, slug: str, readers: str, about: str, person: int) -> HttpResponse:
    """Let a notice that was held back go out with the others."""
    draft = _draft(request, slug, readers, about, person)
    operations.let_go(draft, by=request.actor, at=timezone.now())
    messages.success(request, f"The notice to {draft.recipient} goes out with the release.")
    return redirect("notifications:notices", slug)


def _round(request: Request, slug: str) -> Round:
    return get_object_or_404(Round.objects.ranking_visible_to(request.actor), slug=slug)


def _round_to_prepare(request: Request, slug: str) -> Round:
    round_ = _round(request, slug)
    if reason := rules.why_not_prepare(request.actor, round_):
        raise PermissionDenied(reason)
    return round_


def _draft(request: Request, slug: str, readers: str, about: str, person: int) -> Draft:
    round_ = _round_to_prepare(request, slug)
    found = operations.find(round_, readers, about, person, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _kind(readers: str, outcome: str) -> Kind:
    for kind in KINDS:
        if (kind.readers, kind.address) == (readers, outcome):
            return kind
    raise Http404


def _form(request: Request, readers: str, now: Wording) -> WordingForm:
    typed = sent(request)
    return WordingForm(typed, readers=readers, initial={"subject": now.subject, "text": now.text})
