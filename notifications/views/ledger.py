"""The ledger of mail: what is owed to whom, and what became of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request
from notifications import results, rules
from notifications.catalogue import LABELS
from notifications.catalogue.wholes import whole_of
from notifications.models import Message, Refusal
from notifications.operations import inbox, ledger
from notifications.operations.blocks import blocks

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One message in a list, and what it is called."""

    row: Message
    label: str


def labelled_page(request: Request, rows: QuerySet[Message]) -> Page[Any]:
    """The page of messages that the request asks for, as lines."""
    page: Page[Any] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = [Line(row, LABELS.get(row.kind, row.kind)) for row in page.object_list]
    return page


@require_safe
def index(request: Request) -> HttpResponse:
    """The whole ledger, the latest first, by state; how much waits, and since when."""
    if reason := rules.why_not_read_ledger(request.actor):
        raise PermissionDenied(reason)
    chosen = request.GET.get("state", "")
    rows = Message.objects.visible_to(request.actor).select_related("recipient")
    if chosen in Message.State.values:
        rows = rows.filter(state=chosen)
    return render(
        request,
        "notifications/ledger.html",
        {
            "page": labelled_page(request, rows),
            "chosen": chosen,
            "totals": results.totals(),
            "oldest_due": results.oldest_due(),
            "failures": results.failures() if chosen == Message.State.FAILED else [],
            "why_not_send_all_again": rules.why_not_send_all_again(request.actor),
            "may_word": rules.why_not_word(request.actor) is None,
            "refusing": Refusal.objects.standing().count(),
            "held": results.held(),
            "keeps_clockwork": rules.why_not_keep_clockwork(request.actor) is None,
        },
    )


@require_safe
def message(request: Request, pk: int) -> HttpResponse:
    """One message. Its words are shown only to the person it is for, who has then read it."""
    found = get_object_or_404(
        Message.objects.visible_to(request.actor).select_related("recipient"), pk=pk
    )
    is_own = found.recipient == request.user
    if is_own:
        newly_read = inbox.read(found, by=request.user, at=timezone.now())
        request.unread = max(0, request.unread - newly_read)
    return render(
        request,
        "notifications/message.html",
        {
            "row": found,
            "label": LABELS.get(found.kind, found.kind),
            "is_own": is_own,
            "blocks": list(blocks(found.body_text)) if is_own else [],
            "about": whole_of(found, request.actor) if is_own else None,
            "keeps_ledger": rules.why_not_read_ledger(request.actor) is None,
            "why_not_send_again": rules.why_not_send_again(request.actor, found),
        },
    )


@require_POST
def send_again(request: Request, pk: int) -> HttpResponse:
    """Let a message that failed, or was held back, be sent."""
    found = get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)
    ledger.send_again(found, by=request.actor, at=timezone.now())
    messages.success(request, f"The message to {found.address} is waiting to be sent again.")
    return redirect("notifications:message", pk=found.pk)
