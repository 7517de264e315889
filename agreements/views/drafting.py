"""The facilitator's side: drafting, changing, sending to the councils, withdrawing, ending."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from agreements import results, rules
from agreements.clauses import numbered
from agreements.forms import AgreementForm, EndForm, ReasonForm, VersionForm
from agreements.models import Agreement, Text, Version, normalised
from agreements.operations import drafting, versions
from agreements.operations.outlines import BLANK, outline
from agreements.views.finding import find, refuse
from agreements.views.prose import rendered
from cities.models import City
from collaborative.http import Request, sent
from collaborative.lifecycle import StaleState
from collaborative.wording import day
from initiatives.models import Proposal


def new(request: Request) -> HttpResponse:
    """Begin a draft from the chosen proposal that the address names, or from none."""
    proposal = _proposal(request)
    reason = (
        rules.why_not_draft_from(request.actor, proposal)
        if proposal
        else rules.why_not_draft(request.actor)
    )
    if reason:
        raise PermissionDenied(reason)
    if again := _numbered(request):
        return render(
            request,
            "agreements/new.html",
            {"form": AgreementForm(initial=again, proposal=proposal), "proposal": proposal},
        )
    form = AgreementForm(sent(request), initial=_beginning(proposal), proposal=proposal)
    if request.method == "POST" and form.is_valid():
        agreement = drafting.draft(
            form.terms(), proposal=proposal, by=request.actor, at=timezone.now()
        )
        messages.success(request, f"The draft “{agreement}” is begun. Nobody else is told yet.")
        return redirect(agreement)
    chosen = Proposal.objects.visible_to(request.actor).filter(
        state=Proposal.State.CHOSEN, agreements=None
    )
    return render(
        request, "agreements/new.html", {"form": form, "proposal": proposal, "chosen": chosen}
    )


def _proposal(request: Request) -> Proposal | None:
    reference = request.GET.get("proposal")
    if not reference:
        return None
    seen = Proposal.objects.visible_to(request.actor).select_related("city")
    return get_object_or_404(seen, reference=reference)


def _beginning(proposal: Proposal | None) -> dict[str, object]:
    """What stands in the form before anybody has typed: the proposal's own words, and blanks."""
    if proposal is None:
        return {"text": outline(None, parties=[]), "kind": Agreement.Kind.COOPERATIVE}
    wanted = {proposal.city, *proposal.wanted_cities.all()}
    cities = sorted(wanted, key=lambda city: city.name)
    return {
        "title": proposal.title,
        "kind": Agreement.Kind.COOPERATIVE,
        "parties": [city.pk for city in cities],
        "text": outline(proposal, parties=[_named(city) for city in cities]),
    }


def _numbered(request: Request) -> dict[str, object] | None:
    """What was typed with its sections numbered, where that was asked for; nothing is saved."""
    if request.method != "POST" or "number" not in request.POST:
        return None
    messages.info(
        request, "The sections are numbered 1, 2, 3 in the text below. Save it to keep them so."
    )
    typed: dict[str, object] = {
        **request.POST.dict(),
        "parties": request.POST.getlist("parties"),
        "text": numbered(normalised(request.POST.get("text", ""))),
    }
    return typed


def _named(city: City) -> str:
    return f"City of {city.name}, Missouri"


def edit(request: Request, slug: str) -> HttpResponse:
    """Change a draft. Where somebody saved it meanwhile, what was typed stays on the page."""
    agreement = find(request, slug)
    refuse(request, rules.why_not_change(request.actor, agreement))
    version = _last(agreement)
    if version.number > 1:
        return _edit_version(request, agreement, version)
    if again := _numbered(request):
        form = AgreementForm(instance=agreement, initial=again)
        return render(request, "agreements/edit.html", {"form": form, "agreement": agreement})
    form = AgreementForm(
        sent(request),
        instance=agreement,
        initial=AgreementForm.initial_of(agreement, version),
    )
    if request.method == "POST" and form.is_valid():
        try:
            drafting.change(
                agreement,
                terms=form.terms(),
                revision=form.cleaned_data["revision"],
                by=request.actor,
                at=timezone.now(),
            )
        except StaleState as stale:
            return _both(request, slug, str(stale))
        messages.success(request, f"The draft “{agreement}” is saved.")
        return redirect(agreement)
    return render(request, "agreements/edit.html", {"form": form, "agreement": agreement})


def _both(request: Request, slug: str, sentence: str) -> HttpResponse:
    """Show what was typed and what stands now; the next save keeps what is typed, knowingly."""
    agreement = find(request, slug)
    typed = request.POST.copy()
    typed["revision"] = str(agreement.revision)
    form = AgreementForm(typed, instance=agreement)
    form.add_error(None, sentence)
    return render(
        request,
        "agreements/edit.html",
        {"form": form, "agreement": agreement, "theirs": _last(agreement).body},
        status=409,
    )


def _edit_version(request: Request, agreement: Agreement, version: Version) -> HttpResponse:
    """Change a later version's words; what the agreement itself says stays as it was adopted."""
    context: dict[str, object] = {"agreement": agreement, "version": version}
    if again := _numbered(request):
        context["form"] = VersionForm(initial=again)
        return render(request, "agreements/edit.html", context)
    form = VersionForm(sent(request), initial=VersionForm.initial_of(version))
    if request.method == "POST" and form.is_valid():
        words, revision = form.cleaned_data["text"], form.cleaned_data["revision"]
        try:
            versions.change(
                version, words=words, revision=revision, by=request.actor, at=timezone.now()
            )
        except StaleState as stale:
            return _both_versions(request, agreement, str(stale))
        messages.success(request, f"The draft of {str(version).lower()} is saved.")
        return redirect("agreements:version", agreement.slug, version.number)
    return render(request, "agreements/edit.html", {"form": form, **context})


def _both_versions(request: Request, agreement: Agreement, sentence: str) -> HttpResponse:
    """Show the typed words beside those that stand now, as for a first draft."""
    version = _last(find(request, agreement.slug))
    typed = request.POST.copy()
    typed["revision"] = str(version.revision)
    form = VersionForm(typed)
    form.add_error(None, sentence)
    context = {"form": form, "agreement": agreement, "version": version, "theirs": version.body}
    return render(request, "agreements/edit.html", context, status=409)


def _last(agreement: Agreement) -> Version:
    return list(agreement.versions.all())[-1]


def circulate(request: Request, slug: str) -> HttpResponse:
    """Show what would go to the councils, then fix it and send it."""
    agreement = find(request, slug)
    refuse(request, rules.why_not_draft(request.actor))
    if request.method == "POST":
        drafting.circulate(
            agreement,
            sha256=request.POST.get("sha256", ""),
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(
            request, f"“{agreement}” is before the councils. Its text cannot change any more."
        )
        return redirect(agreement)
    return render(request, "agreements/circulate.html", _to_be_sent(request, agreement))


def _to_be_sent(request: Request, agreement: Agreement) -> dict[str, object]:
    """What would go to the councils, and what somebody should look at before it does."""
    version = _last(agreement)
    words = results.kept_words(version)
    return {
        "agreement": agreement,
        "version": version,
        "why_not": rules.why_not_circulate(request.actor, agreement),
        "sha256": Text.digest_of(words),
        "blanks": words.count(BLANK),
        "gaps": results.gaps(results.checklist_of(version)),
        "open_comments": version.comments.unanswered().count(),
        "prose": rendered(words),
    }


def withdraw(request: Request, slug: str) -> HttpResponse:
    """Ask why, then take the agreement back."""
    agreement = find(request, slug)
    refuse(request, rules.why_not_withdraw(request.actor, agreement))
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        drafting.withdraw(agreement, reason=reason, by=request.actor, at=timezone.now())
        messages.success(request, f"“{agreement}” is withdrawn.")
        return redirect(agreement)
    return render(request, "agreements/withdraw.html", {"form": form, "agreement": agreement})


def end(request: Request, slug: str) -> HttpResponse:
    """Ask when and why, then end the agreement."""
    agreement = find(request, slug)
    refuse(request, rules.why_not_end(request.actor, agreement))
    today = timezone.localdate()
    form = EndForm(sent(request), since=agreement.in_force_on or today, today=today)
    if request.method == "POST" and form.is_valid():
        drafting.end(
            agreement,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"“{agreement}” ended on {day(form.cleaned_data['on'])}.")
        return redirect(agreement)
    return render(request, "agreements/end.html", {"form": form, "agreement": agreement})
