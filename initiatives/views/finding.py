"""The list of proposals: found, filtered, in order, page by page, and as a table to take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from collaborative import wording
from collaborative.http import Request
from collaborative.models import Actor
from initiatives.forms.finding import FindForm
from initiatives.models.proposals import ProposalQuerySet, readable_to
from initiatives.models.sponsorships import sponsors_shown_to
from initiatives.results import finding, register
from initiatives.results.tables import Table, csv_lines, write_workbook
from initiatives.rules import proposals as rules

LONGEST_NAME = 80
"""Characters of a file's name that say what was asked for."""
TURNS = (("title", "-title"), ("reference", "-reference"), ("city", "-city"), ("latest", "oldest"))
"""The orders that the heads of the columns give, and turn round."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column that the list can be put in order by; `sorted` as ARIA has it."""

    query: str
    sorted: str = ""


@login_not_required
@require_safe
def index(request: Request) -> HttpResponse:
    """List the proposals whose title this person may see: what was asked for, page by page."""
    form = FindForm(request.GET, actor=request.actor)
    if not form.is_canonical:
        return _to_list(form)
    chosen = form.chosen
    found = finding.find(chosen, request.actor)
    shown = _loaded(found, request.actor)
    in_order = shown.in_order(form.order, form.words, readable=readable_to(request.actor))
    page = finding.page(
        in_order, form.order, after=chosen.get("after"), before=chosen.get("before")
    )
    is_lost = bool(form.words) and not page.proposals
    return render(
        request,
        "initiatives/proposals.html",
        {
            "form": form,
            "total": finding.total(found),
            "hits": finding.hits(form.words, page.proposals),
            "near": finding.nearest(form.words, form.actor) if is_lost else [],
            "heads": _heads(form),
            "query": form.query(),
            "before": form.query(before=page.before) if page.before else "",
            "after": form.query(after=page.after) if page.after else "",
            "is_further": bool(chosen.get("after")),
            "first_url": _with(request.path, form.query()),
            "why_not_propose": rules.why_not_propose(request.actor),
        },
    )


def _loaded(found: ProposalQuerySet, actor: Actor) -> ProposalQuerySet:
    """Load what a row of the list shows."""
    shown = found.marked_readable(actor).select_related("city")
    return shown.prefetch_related(sponsors_shown_to(actor)).without_texts()


def _to_list(form: FindForm) -> HttpResponse:
    """Lead to the list at the one address that says what was asked."""
    return HttpResponseRedirect(_with(reverse("initiatives:proposals"), form.full_query))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _heads(form: FindForm) -> dict[str, Head]:
    """The heads of the columns, by the order that each gives first."""
    heads = {}
    for usual, reverse_order in TURNS:
        is_usual = form.order.key == usual
        is_sorted = form.order.key in {usual, reverse_order}
        rises = form.order.is_descending is False
        heads[usual] = Head(
            form.query(sort=reverse_order if is_usual else usual),
            ("ascending" if rises else "descending") if is_sorted else "",
        )
    return heads


@login_not_required
@require_safe
def csv(request: Request) -> HttpResponseBase:
    """Hand out all that the list shows as comma-separated values, while it is being read."""
    form = FindForm(request.GET, actor=request.actor)
    if not form.is_valid():
        return _to_list(form)
    return StreamingHttpResponse(
        csv_lines(register.COLUMNS, _rows(form)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{_name(form, timezone.now())}.csv"'
        },
    )


@login_not_required
@require_safe
def xlsx(request: Request) -> HttpResponseBase:
    """Hand out all that the list shows as a workbook."""
    form = FindForm(request.GET, actor=request.actor)
    if not form.is_valid():
        return _to_list(form)
    at = timezone.now()
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    listed = Table(
        title="Proposals", headings=register.COLUMNS, rows=_rows(form), widths=register.WIDTHS
    )
    write_workbook(file, [listed], title="Proposals", notes=_notes(form, at), at=at)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_name(form, at)}.xlsx")


def _rows(form: FindForm) -> Any:
    found = finding.find(form.chosen, form.actor)
    return register.rows(found, form.order, typed=form.words, actor=form.actor)


def _name(form: FindForm, at: datetime) -> str:
    """Say in the file's name what it holds and of which day: "proposals-raytown-2026-03-02"."""
    said = "-".join(["proposals", *(one.value for one in form.filters)])
    return f"{slugify(said)[:LONGEST_NAME].strip('-')}-{timezone.localdate(at).isoformat()}"


def _notes(form: FindForm, at: datetime) -> list[str]:
    """Say what the table holds, for whom, and when."""
    return [
        f"Proposals as the portal showed them on {wording.moment(at)}.",
        *(one.words for one in form.filters),
        f"Order: {form.order.words}.",
        "Where you may see a proposal’s title and not its text, the cells of the text are blank.",
    ]
