"""The clerk's side: recording what the own council did."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results, rules
from agreements.forms import ActForm
from agreements.models import Act, Agreement
from agreements.operations import acts
from agreements.views.finding import find, find_act, sent
from cities.models import City
from collaborative.http import Request
from collaborative.lifecycle import StaleState


def record(request: Request, slug: str) -> HttpResponse:
    """Record an act of the own council."""
    agreement = find(request, slug)
    if reason := rules.why_not_record(request.actor, agreement):
        raise PermissionDenied(reason)
    parties = rules.clerked(request.actor, agreement)
    city = City.objects.filter(pk=parties[0].organisation_id).first()
    form = ActForm(
        sent(request),
        parties=parties,
        text=acts.circulated_text(agreement),
        today=timezone.localdate(),
        initial={"body": city.council if city else ""},
    )

    def write() -> Act:
        return acts.record_act(
            form.chosen_party, facts=form.facts(), by=request.actor, at=timezone.now()
        )

    return _answer(request, agreement, form, write, heading="Record your council's act")


def complete(request: Request, slug: str, key: int) -> HttpResponse:
    """Bring an act that had no result up to date."""
    agreement = find(request, slug)
    act = find_act(agreement, key)
    if reason := rules.why_not_record_for(request.actor, act.party):
        raise PermissionDenied(reason)
    if request.method != "POST" and act.result != Act.Result.PENDING:
        messages.info(request, rules.why_not_complete(request.actor, act) or "")
        return redirect(agreement)
    form = _form_of(request, agreement, act)

    def write() -> Act:
        return acts.complete_act(act, facts=form.facts(act), by=request.actor, at=timezone.now())

    return _answer(request, agreement, form, write, heading=f"Complete {act.file_number}")


def correct(request: Request, slug: str, key: int) -> HttpResponse:
    """Put an act right by a new record that names it."""
    agreement = find(request, slug)
    act = find_act(agreement, key)
    if reason := rules.why_not_correct(request.actor, act):
        raise PermissionDenied(reason)
    form = _form_of(request, agreement, act)

    def write() -> Act:
        return acts.correct_act(act, facts=form.facts(act), by=request.actor, at=timezone.now())

    return _answer(request, agreement, form, write, heading=f"Correct {act.file_number}")


def _form_of(request: Request, agreement: Agreement, act: Act) -> ActForm:
    circulated = acts.circulated_text(agreement)
    return ActForm(
        sent(request),
        parties=[act.party],
        text=circulated,
        today=timezone.localdate(),
        initial=ActForm.initial_of(act, circulated),
    )


def _answer(
    request: Request,
    agreement: Agreement,
    form: ActForm,
    write: Callable[[], Act],
    *,
    heading: str,
) -> HttpResponse:
    """Show the form, or write the act; where it is on record already, 409 with what was typed."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act = write()
        except StaleState as stale:
            form.add_error(None, str(stale))
            status = 409
        else:
            _say(request, agreement, act)
            return redirect(agreement)
    context = {"form": form, "agreement": agreement, "page_heading": heading}
    return render(request, "agreements/act.html", context, status=status)


def _say(request: Request, agreement: Agreement, act: Act) -> None:
    """Say what is on record now, what follows from it, and what to look at again."""
    agreement.refresh_from_db()
    messages.success(
        request, f"{act.file_number} is on record. {results.standing(agreement).summary}"
    )
    votes = list(act.votes.all())
    councils = results.compositions([act.party.organisation_id])
    reckoning = results.reckoned(act, results.Poll.of(votes), councils)
    for sentence in results.doubts(act, votes, reckoning):
        messages.warning(request, sentence)
