"""The results of a round looked at in other ways: drawn, weighed otherwise, and what to discuss."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from cities.models import City
from collaborative.http import Request
from initiatives.forms.weights import WeightsForm
from initiatives.models import Concord, Placing, Round
from initiatives.pictures import Picture
from initiatives.results import changed_since, discussing, what_if
from initiatives.results.concordance import concordance
from initiatives.results.evening import evened
from initiatives.results.pictured import drawn
from initiatives.results.reckoning import reckon
from initiatives.views.arriving import not_found
from initiatives.views.results import PAGE, find, find_entry, placing_of


@login_not_required
@require_safe
def suppose(request: Request, slug: str) -> HttpResponseBase:
    """The ranking as other weights would have it, beside the record; it writes nothing."""
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    reckoned = reckon(round_)
    scored = [one for one in reckoned.criteria.values() if not one.is_gate]
    form = WeightsForm(request.GET, criteria=scored)
    lines = what_if.suppose(reckoned, list(Placing.objects.of(round_)), form.weights)
    return render(
        request,
        "initiatives/ranking_what_if.html",
        {
            "round": round_,
            "form": form,
            "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
            "in_short": what_if.in_short(lines) if form.is_bound and form.is_valid() else "",
            "changed_since": changed_since(round_),
        },
    )


@login_not_required
@require_safe
def pictures(request: Request, slug: str) -> HttpResponseBase:
    """The ranking, the cities' scores, the agreement and the weights as pictures with tables."""
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    page, made = _pictures(request, round_)
    return render(
        request,
        "initiatives/ranking_pictures.html",
        {
            "round": round_,
            "page": page,
            "pictures": [(one, SafeString(one.svg)) for one in made],
            "changed_since": changed_since(round_),
        },
    )


@login_not_required
@require_safe
def picture(request: Request, slug: str, name: str) -> HttpResponseBase:
    """One picture as a file, as the page shows it."""
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    _, made = _pictures(request, round_)
    found = next((one for one in made if one.name == name), None)
    if found is None:
        return not_found(request)
    response = HttpResponse(found.svg, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{round_.slug}-{name}.svg"'
    response["Cache-Control"] = "private, no-store"
    return response


def _pictures(request: Request, round_: Round) -> tuple[Page[Any], Iterator[Picture]]:
    """The pictures of one page of the ranking, drawn as they are asked for."""
    record = list(Placing.objects.of(round_))
    page = Paginator(record, PAGE).get_page(request.GET.get("page"))
    concords = list(Concord.objects.of(round_))
    made = drawn(round_, reckon(round_), record=record, shown=list(page), concords=concords)
    return page, made


@login_not_required
@require_safe
def discuss(request: Request, slug: str) -> HttpResponseBase:
    """Which proposals to discuss: where judges differ most, and whose place in the top is open."""
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    return render(
        request,
        "initiatives/ranking_discuss.html",
        {
            "round": round_,
            "agenda": discussing.agenda(round_, list(Placing.objects.of(round_))),
            "changed_since": changed_since(round_),
        },
    )


@login_not_required
@require_safe
def agreement(request: Request, slug: str, key: str) -> HttpResponseBase:
    """How far the evaluators agree in one criterion, and how that number came about."""
    round_ = find(request, slug)
    concord = None if round_ is None else _concord(round_, key)
    if round_ is None or concord is None:
        return not_found(request)
    return render(
        request,
        "initiatives/ranking_agreement.html",
        {
            "round": round_,
            "concord": concord,
            "reckoned": concordance(round_, concord.criterion),
            "changed_since": changed_since(round_),
        },
    )


def _concord(round_: Round, key: str) -> Concord | None:
    return Concord.objects.of(round_).filter(criterion__key=key).first()


@login_not_required
@require_safe
def evened_out(request: Request, slug: str, reference: str) -> HttpResponseBase:
    """How one proposal's score with harsh and lenient evaluators evened out came about."""
    round_ = find(request, slug)
    entry = find_entry(request, round_, reference)
    if round_ is None or entry is None:
        return not_found(request)
    names = dict(City.objects.values_list("slug", "name"))
    return render(
        request,
        "initiatives/ranking_evened.html",
        {
            "round": round_,
            "entry": entry,
            "placing": placing_of(entry),
            "evened": evened(round_, reference, names=names),
            "changed_since": changed_since(round_),
        },
    )
