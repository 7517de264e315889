"""The pooled demand: what the cities need seats in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request
from training import rules
from training.forms.programmes import UntilForm
from training.results.demand import LOOK_AHEAD, city_wishes, demand
from training.results.gaps import QUESTIONS


@require_safe
def index(request: Request) -> HttpResponse:
    """Show the seats that each city needs by topic, with where every number comes from."""
    if reason := rules.why_not_study(request.actor):
        raise PermissionDenied(reason)
    on = timezone.localdate()
    form = UntilForm(request.GET or None, initial={"until": on + LOOK_AHEAD})
    until = form.cleaned_data["until"] if form.is_valid() else None
    found = demand(on=on, until=until)
    context = {
        "form": form,
        "demand": found,
        "wishes": city_wishes(found),
        "questions": [question.words for question in QUESTIONS],
    }
    return render(request, "training/demand.html", context)
