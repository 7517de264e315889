"""The required terms of a draft, looked for by a reader."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results
from agreements.forms import CheckForm
from agreements.models import Version
from agreements.operations import checking
from agreements.rules import versions as rules
from agreements.views.finding import find, find_version
from agreements.views.prose import named
from collaborative.http import Request, sent


def checklist(request: Request, slug: str, number: int) -> HttpResponse:
    """Show each term with why it is asked for and where it may stand; keep what was found."""
    version = find_version(find(request, slug), number)
    if reason := rules.why_not_write(request.actor, version):
        raise PermissionDenied(reason)
    there = named(results.kept_words(version))
    forms = [
        CheckForm(sent(request), finding=finding, sections=there)
        for finding in results.checklist_of(version)
    ]
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 - every form is to say what is wrong with it, not only the first
        _keep(request, version, forms)
        return redirect("agreements:checklist", slug, number)
    return render(
        request,
        "agreements/checklist.html",
        {
            "agreement": version.agreement,
            "version": version,
            "forms": forms,
            "gaps": results.gaps([form.finding for form in forms]),
        },
    )


def _keep(request: Request, version: Version, forms: list[CheckForm]) -> None:
    """Write the answers that are new, and say how many."""
    news = [form for form in forms if form.says_something_new]
    if news:
        checking.check(
            version,
            answers=[
                checking.Answer(
                    term=form.finding.term,
                    found=form.cleaned_data["found"],
                    section=form.chosen_section,
                    reason=form.cleaned_data["reason"],
                )
                for form in news
            ],
            by=request.actor,
            at=timezone.now(),
        )
    many = "1 answer is" if len(news) == 1 else f"{len(news)} answers are"
    messages.success(request, f"{many} saved." if news else "Nothing was changed.")
