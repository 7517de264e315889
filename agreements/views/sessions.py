"""One session of a council in one go: thirty agreements on one page, written together."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from agreements import results, rules
from agreements.forms import ActRows, SessionForm, initial_rows
from agreements.forms.rollcalls import called
from agreements.forms.sessions import MOST
from agreements.models import Agreement, Party
from agreements.operations import looking, sessions
from agreements.operations.sessions import Entry, Taken
from agreements.results import Before
from cities.models import City, Meeting, Organisation
from collaborative.http import Request, sent
from collaborative.wording import day

ROWS = "act"
"""The prefix of the boxes of rows."""
RECENT = timedelta(days=60)


def session(request: Request, slug: str) -> HttpResponse:
    """Show what is before the council; look over what was typed; write all of it, or nothing."""
    body = get_object_or_404(Organisation, slug=slug)
    if reason := rules.why_not_record_session(request.actor, body):
        raise PermissionDenied(reason)
    form = SessionForm(sent(request), today=timezone.localdate(), initial=_initial(request, body))
    rows = _rows(request, body)
    status, previews = 200, None
    if request.method == "POST" and all([form.is_valid(), rows.judge(form.cleaned_data)]):
        entries = [row.entry(form.cleaned_data) for row in rows.kept]
        previews = _look_over(body, entries)
        if "show" not in request.POST and request.POST.get("seen", "") == _seen(previews):
            try:
                acts = sessions.record_session(entries, by=request.actor, at=timezone.now())
            except Taken as taken:
                _say_who_was_first(rows, taken)
                status, previews = 409, None
            else:
                _say(request, body, len(acts), form.cleaned_data["on"])
                return redirect("agreements:index")
    context = {
        "body": body,
        "form": form,
        "rows": rows,
        "previews": previews,
        "seen": _seen(previews or []),
        "is_asked_again": previews is not None and "show" not in request.POST,
        "meetings": _recent(body),
    }
    return render(request, "agreements/session.html", context, status=status)


def _initial(request: Request, body: Organisation) -> dict[str, object]:
    """What stands in an empty form: the meeting that was chosen, the names last called."""
    if request.method == "POST":
        return {}
    names = results.last_called(body.pk)
    votes = "\n".join(called(name, is_mayor=is_mayor) for name, is_mayor in names)
    key = request.GET.get("meeting", "")
    meeting = Meeting.objects.filter(organisation=body, pk=key).first() if key.isdecimal() else None
    if meeting:
        return {"on": meeting.on, "body": meeting.body, "votes": votes}
    city = City.objects.filter(pk=body.pk).first()
    return {"body": city.council if city else "", "votes": votes}


def _recent(body: Organisation) -> list[Meeting]:
    """The council's meetings of late, the last one first."""
    today = timezone.localdate()
    held = body.meetings.filter(is_cancelled=False, on__range=(today - RECENT, today))
    return list(held.that_act().order_by("-on", "-pk"))


def _rows(request: Request, body: Organisation) -> Any:
    """The rows as sent, each with where its agreement stands now; or those that are open."""
    if request.method == "POST":
        sent_names = [name for name in request.POST if name.endswith("-agreement")]
        keys = [request.POST.get(name, "") for name in sent_names]
        known = [int(key) for key in keys if key.isdecimal()]
        before = _before(request, body, pk__in=known)
        return ActRows(request.POST, prefix=ROWS, form_kwargs={"before": _by_key(before)})
    before = _before(request, body, state__in=rules.OPEN_TO_ACTS)
    is_open = [one for one in before if one.is_open][:MOST]
    return ActRows(
        prefix=ROWS, initial=initial_rows(is_open), form_kwargs={"before": _by_key(before)}
    )


def _before(request: Request, body: Organisation, **which: object) -> list[Before]:
    agreements = (
        Agreement.objects.visible_to(request.actor)
        .filter(parties__organisation=body, **which)
        .prefetch_related(Prefetch("parties", Party.objects.select_related("organisation")))
        .order_by("title", "pk")
    )
    return results.before_council(agreements, body.pk)


def _by_key(before: list[Before]) -> dict[int, Before]:
    return {one.party.agreement_id: one for one in before}


def _look_over(body: Organisation, entries: list[Entry]) -> list[looking.Preview]:
    known = results.compositions([body.pk])
    return [looking.look_over(entry.party, entry.facts, known=known) for entry in entries]


def _seen(previews: list[looking.Preview]) -> str:
    """What all doubts together are known by once somebody has seen them."""
    said = "".join(f"{one.act.party.pk}:{one.fingerprint};" for one in previews if one.doubts)
    return hashlib.sha256(said.encode()).hexdigest()[:16] if said else ""


def _say_who_was_first(rows: Any, taken: Taken) -> None:
    """Put each sentence on its row."""
    for row in rows.kept:
        if sentence := taken.sentences.get(row.before.party.pk):
            row.add_error("file_number", sentence)


def _say(request: Request, body: Organisation, number: int, on: Any) -> None:
    acts = "1 act" if number == 1 else f"{number} acts"
    said = f"{acts} of {body}’s council of {day(on)} {'is' if number == 1 else 'are'} on record."
    messages.success(request, said)
