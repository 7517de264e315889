"""The clerk's side: recording what the own council did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results, rules
from agreements.forms import ActForm, StepRows, initial_steps
from agreements.forms.rollcalls import called
from agreements.models import Act, Agreement, Party, Text
from agreements.operations import acts, looking
from agreements.operations.facts import Facts, facts_of
from agreements.views.finding import find, find_act
from cities.models import City
from collaborative.forms import as_typed
from collaborative.http import Request, sent
from collaborative.lifecycle import StaleState

STEPS = "step"
"""The prefix of the boxes of steps."""


@dataclass(slots=True)
class Sheet:
    """The form of an act with the rows of its steps, as sent or empty."""

    form: ActForm
    steps: Any
    act: Act | None = None

    def is_valid(self) -> bool:
        """Judge the form and all rows, so that everything wrong is said at once."""
        return all([self.form.is_valid(), self.steps.is_valid()])

    def facts(self) -> Facts:
        """The act as the operations take it; call it on a valid sheet."""
        there = facts_of(self.act).actions if self.act else ()
        return self.form.facts(self.act, steps=self.steps.steps(there))


def record(request: Request, slug: str) -> HttpResponse:
    """Record an act of the own council."""
    agreement = find(request, slug)
    if reason := rules.why_not_record(request.actor, agreement):
        raise PermissionDenied(reason)
    parties = rules.acting(request.actor, agreement)
    sheet = _sheet(request, agreement, parties, initial=_usual(request, parties[0]))

    def write(facts: Facts) -> Act:
        return acts.record_act(
            sheet.form.chosen_party, facts=facts, by=request.actor, at=timezone.now()
        )

    return _answer(request, agreement, sheet, write, heading="Record your council's act")


def _usual(request: Request, party: Party) -> dict[str, object]:
    """What stands in the form of a new act: who acts, and whom the last roll call names."""
    if request.method == "POST":
        return {}
    city = City.objects.filter(pk=party.organisation_id).first()
    names = results.last_called(party.organisation_id)
    return {
        "body": city.council if city else "",
        "votes": "\n".join(called(name, is_mayor=is_mayor) for name, is_mayor in names),
    }


def complete(request: Request, slug: str, key: int) -> HttpResponse:
    """Bring an act that had no result up to date."""
    agreement = find(request, slug)
    act = find_act(agreement, key)
    if reason := rules.why_not_record_for(request.actor, act.party):
        raise PermissionDenied(reason)
    if request.method != "POST" and act.result != Act.Result.PENDING:
        messages.info(request, rules.why_not_complete(request.actor, act) or "")
        return redirect(agreement)
    sheet = _sheet_of(request, agreement, act)

    def write(facts: Facts) -> Act:
        return acts.complete_act(act, facts=facts, by=request.actor, at=timezone.now())

    return _answer(request, agreement, sheet, write, heading=f"Complete {act.file_number}")


def correct(request: Request, slug: str, key: int) -> HttpResponse:
    """Put an act right by a new record that names it."""
    agreement = find(request, slug)
    act = find_act(agreement, key)
    if reason := rules.why_not_correct(request.actor, act):
        raise PermissionDenied(reason)
    sheet = _sheet_of(request, agreement, act)

    def write(facts: Facts) -> Act:
        return acts.correct_act(act, facts=facts, by=request.actor, at=timezone.now())

    return _answer(request, agreement, sheet, write, heading=f"Correct {act.file_number}")


def _sheet_of(request: Request, agreement: Agreement, act: Act) -> Sheet:
    circulated = acts.circulated_text(agreement)
    initial = ActForm.initial_of(act, circulated)
    steps = initial_steps(
        act.actions.filter(after=False).prefetch_related("votes").order_by("position")
    )
    return _sheet(request, agreement, [act.party], initial=initial, steps=steps, act=act)


def _sheet(
    request: Request,
    agreement: Agreement,
    parties: Sequence[Party],
    *,
    initial: dict[str, object],
    steps: Sequence[dict[str, object]] = (),
    act: Act | None = None,
) -> Sheet:
    text, today = acts.circulated_text(agreement), timezone.localdate()
    form = ActForm(sent(request), parties=parties, text=text, today=today, initial=initial)
    rows: Any = StepRows(
        sent(request),
        prefix=STEPS,
        form_kwargs={"today": today},
        initial=None if request.method == "POST" else list(steps),
    )
    if "add_step" in request.POST:
        return _with_another_step(form, rows, text=text, today=today, act=act)
    return Sheet(form, rows, act)


def _with_another_step(
    form: ActForm, rows: Any, *, text: Text | None, today: date, act: Act | None
) -> Sheet:
    """Show all that was typed, unjudged, with one more row."""
    typed = [as_typed(row) for row in rows.forms]
    return Sheet(
        ActForm(parties=form.parties, text=text, today=today, initial=as_typed(form)),
        StepRows(prefix=STEPS, form_kwargs={"today": today}, initial=[*typed, {}]),
        act,
    )


def _answer(
    request: Request,
    agreement: Agreement,
    sheet: Sheet,
    write: Callable[[Facts], Act],
    *,
    heading: str,
) -> HttpResponse:
    """Show the form, look over what was typed, or write the act.

    An act with doubts is written once they have been seen. Where it is on record already, the
    answer is 409 with what was typed.
    """
    status, preview = 200, None
    if request.method == "POST" and sheet.form.is_bound and sheet.is_valid():
        facts = sheet.facts()
        preview = _look_over(sheet.form.chosen_party, facts)
        if _is_to_be_written(request, preview):
            try:
                act = write(facts)
            except StaleState as stale:
                sheet.form.add_error(None, str(stale))
                status, preview = 409, None
            else:
                _say(request, agreement, act)
                return redirect(agreement)
    context = {
        "form": sheet.form,
        "steps": sheet.steps,
        "agreement": agreement,
        "page_heading": heading,
        "preview": preview,
        "is_asked_again": preview is not None and "show" not in request.POST,
    }
    return render(request, "agreements/act.html", context, status=status)


def _look_over(party: Party, facts: Facts) -> looking.Preview:
    known = results.compositions([party.organisation_id])
    return looking.look_over(party, facts, known=known)


def _is_to_be_written(request: Request, preview: looking.Preview) -> bool:
    """Whether it was asked for, by somebody who has seen every doubt."""
    return "show" not in request.POST and preview.fingerprint == request.POST.get("seen", "")


def _say(request: Request, agreement: Agreement, act: Act) -> None:
    """Say what is on record now, and what follows from it."""
    agreement.refresh_from_db()
    messages.success(
        request, f"{act.file_number} is on record. {results.standing(agreement).summary}"
    )
