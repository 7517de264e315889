"""How long an agreement holds: its terms, coming dates, notices; writing the terms of a draft."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results, rules, terms
from agreements.forms import NoticeForm, TermForm
from agreements.models import Agreement, Term, Version
from agreements.operations import terms as operations
from agreements.results import STATIONS, Duration, Notice
from agreements.rules.papers import kept_by, why_not_keep_papers, why_not_leave
from agreements.views.finding import find, open_page
from collaborative.http import Request, sent, status_of, told_on
from collaborative.wording import day

AHEAD = timedelta(days=3 * 366)
"""How far ahead coming dates are looked for; of each sort the next one is shown."""


@open_page
def page(request: Request, slug: str) -> HttpResponse:
    """What the terms say, which period has begun, what comes next, and who leaves."""
    agreement = find(request, slug)
    today = timezone.localdate()
    found = results.duration(agreement, on=today)
    kept = kept_by(request.actor, agreement, on=today)
    dates = terms.next_of_each(found.coming(since=today, until=today + AHEAD))
    is_open = why_not_leave(agreement, given_on=None, leaves_on=None) is None
    notices = [
        (notice, is_open and found.term is not None and notice.party in kept)
        for notice in found.notices
    ]
    return render(
        request,
        "agreements/term.html",
        {
            "agreement": agreement,
            "found": found,
            "facts": results.facts(found.term, first=found.first) if found.term else [],
            "dates": [(STATIONS[date.what], date.on) for date in dates],
            "notices": notices,
            "may_record_one": any(may_record for _, may_record in notices),
            "why_not_write": why_not_write(request, agreement),
        },
    )


def why_not_write(request: Request, agreement: Agreement) -> str | None:
    """Only the terms of a draft version are written."""
    if reason := rules.why_not_draft(request.actor):
        return reason
    if draft_of(agreement) is None:
        return f"“{agreement}” {rules.stands(agreement)}; only the terms of a draft are written."
    return None


def draft_of(agreement: Agreement) -> Version | None:
    """The version that may still change. Reads the agreement's versions."""
    drafts = [version for version in agreement.versions.all() if version.is_draft]
    return drafts[-1] if drafts else None


def write(request: Request, slug: str) -> HttpResponse:
    """Write what the draft says of its own duration."""
    agreement = find(request, slug)
    version = draft_of(agreement)
    reason = why_not_write(request, agreement)
    if reason or version is None:
        raise PermissionDenied(reason)
    standing = Term.objects.filter(version=version).first()
    form = TermForm(sent(request), instance=standing, initial={"revision": agreement.revision})
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            operations.write_term(
                version,
                term=Term(**{name: form.cleaned_data[name] for name in TermForm.Meta.fields}),
                revision=form.cleaned_data["revision"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"The terms of “{agreement}” are saved.")
            return redirect("agreements:term", slug)
    context = {"form": form, "agreement": agreement}
    return render(request, "agreements/term_write.html", context, status=status_of(form))


def leave(request: Request, slug: str, body: str) -> HttpResponse:
    """Record a party's notice that it leaves, or put right what is on record of it."""
    agreement = find(request, slug)
    found = results.duration(agreement, on=timezone.localdate())
    notice = _find(found, body)
    notice.party.agreement = agreement
    reason = why_not_keep_papers(
        request.actor, notice.party, on=timezone.localdate()
    ) or why_not_leave(agreement, given_on=None, leaves_on=None)
    if reason or found.term is None:
        raise PermissionDenied(reason or "The terms of this agreement are not on record.")
    form = _form(request, notice, found.term)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            _give(request, notice, form)
            return redirect("agreements:term", slug)
    context = {"form": form, "agreement": agreement, "notice": notice}
    return render(request, "agreements/leave.html", context, status=status_of(form))


def _find(found: Duration, body: str) -> Notice:
    for notice in found.notices:
        if notice.party.organisation.slug == body:
            return notice
    raise Http404


def _form(request: Request, notice: Notice, term: Term) -> NoticeForm:
    standing = notice.kept.seen(request.POST.get("corrects"))
    initial = {}
    if standing is not None:
        initial = {name: getattr(standing, name) for name in NoticeForm.Meta.fields}
    return NoticeForm(
        sent(request),
        party=notice.party,
        term=term,
        standing=standing,
        today=timezone.localdate(),
        initial=initial,
    )


def _give(request: Request, notice: Notice, form: NoticeForm) -> None:
    given = operations.give_notice(
        notice.party,
        notice=form.notice(),
        corrects=form.standing,
        because=form.reason,
        by=request.actor,
        at=timezone.now(),
    )
    name = notice.party.organisation.name
    if given.leaves_on:
        messages.success(
            request,
            f"The notice is on record: the first day without {name} is {day(given.leaves_on)}.",
        )
    else:
        messages.success(request, f"The notice of {name} is taken back.")
