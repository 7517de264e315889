"""On which days a round reminds people: the portal's own, and where the round differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.http import Request, sent
from initiatives.models import Round
from notifications import rules
from notifications.forms import LadderForm
from notifications.models import LadderKind, RoundLadder
from notifications.operations import ladders as operations
from notifications.operations.reminders.workdays import Workdays
from notifications.schedule import Ladder, Rung, climb

_DEADLINES = {
    LadderKind.REVIEWS: ("The close of scoring", "closes_at"),
    LadderKind.DECLARATIONS: ("The planned opening of scoring", "opens_at"),
    LadderKind.RETURNED: ("Until when proposals are sent in", "proposals_until"),
}
"""The time of a round from which a kind counts; co-sponsors are asked at any time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of reminder in a round, at a time: its days, who set them, and what is to come."""

    kind: LadderKind
    ladder: Ladder
    own: RoundLadder | None
    at: datetime
    counts_from: str = ""
    deadline: datetime | None = None

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """When letters are still to go out by the portal's own workdays; each city's may differ."""
        if self.deadline is None:
            return ()
        rungs = climb(self.ladder, self.deadline, hours=Workdays()[None])
        return tuple(rung for rung in rungs if rung.at > self.at)


@require_safe
def index(request: Request, slug: str) -> HttpResponse:
    """Every kind of reminder of a round, with its days."""
    round_ = _round(request, slug)
    own = {row.kind: row for row in round_.ladders.select_related("by")}
    return render(
        request,
        "notifications/ladders.html",
        {"round": round_, "lines": [_line(round_, kind, own.get(kind)) for kind in LadderKind]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: Request, slug: str, kind: str) -> HttpResponse:
    """Set the days of one kind of reminder for the round."""
    round_, chosen = _round(request, slug), _kind(kind)
    own = round_.ladders.filter(kind=chosen).select_related("by").first()
    line = _line(round_, chosen, own)
    typed = sent(request)
    form = LadderForm(typed, now=line.ladder, standard=operations.standard(chosen))
    if request.method == "POST" and form.is_valid():
        operations.set_ladder(round_, chosen, form.ladder(), by=request.actor, at=timezone.now())
        messages.success(request, f"{chosen.label}: the days are kept for this round.")
        return redirect("notifications:ladders", round_.slug)
    return render(
        request, "notifications/ladder.html", {"round": round_, "line": line, "form": form}
    )


@require_POST
def standard_ladder(request: Request, slug: str, kind: str) -> HttpResponse:
    """Take the portal's own days of one kind of reminder again."""
    round_, chosen = _round(request, slug), _kind(kind)
    operations.use_standard(round_, chosen, by=request.actor, at=timezone.now())
    messages.success(request, f"{chosen.label}: the portal’s own days count again.")
    return redirect("notifications:ladders", round_.slug)


def _round(request: Request, slug: str) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.actor), slug=slug)
    if reason := rules.why_not_set_ladder(request.actor, round_):
        raise PermissionDenied(reason)
    return round_


def _line(round_: Round, kind: LadderKind, own: RoundLadder | None) -> Line:
    counts_from, field = _DEADLINES.get(kind, ("", ""))
    return Line(
        kind,
        own.plain if own else operations.standard(kind),
        own,
        timezone.now(),
        counts_from,
        getattr(round_, field) if field else None,
    )


def _kind(address: str) -> LadderKind:
    for kind in LadderKind:
        if kind.address == address:
            return kind
    raise Http404
