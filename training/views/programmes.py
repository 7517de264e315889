"""Shared courses under study: the list, one of them, and the analyst's steps."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cities.models import City
from collaborative.http import Request, sent
from collaborative.lifecycle import StaleState
from training import rules
from training.forms.programmes import AskedForm, ChooseCourseForm, DropForm, ProgrammeForm
from training.models import Course, Programme
from training.operations import programmes as operations
from training.results.demand import demand_of
from training.results.judged import judged
from training.results.programmes import names_of, study_of
from training.views.studies import find, page_of


@require_safe
def index(request: Request) -> HttpResponse:
    """List the programmes that the reader may see, the newest state first."""
    if reason := rules.why_not_read_programmes(request.actor):
        raise PermissionDenied(reason)
    seen = Programme.objects.visible_to(request.actor).select_related("course")
    return render(
        request,
        "training/programmes.html",
        {
            "programmes": seen.order_by("-state_since", "-pk").with_last_sentence(),
            "why_not_study": rules.why_not_study(request.actor),
        },
    )


@require_safe
def programme(request: Request, slug: str) -> HttpResponse:
    """Show what is studied, what was found, and what it became."""
    found = find(request, slug)
    return render(request, "training/programme.html", page_of(request, found))


def new(request: Request) -> HttpResponse:
    """Begin to study the course that the address names; or ask which."""
    if reason := rules.why_not_study(request.actor):
        raise PermissionDenied(reason)
    if not request.GET.get("course"):
        return render(request, "training/programme_choose.html", {"form": ChooseCourseForm()})
    course = get_object_or_404(Course, code=request.GET["course"], is_retired=False)
    typed = sent(request)
    form = ProgrammeForm(typed, initial=ProgrammeForm.initial_of(course))
    wanted = demand_of(course.topic_id, on=timezone.localdate())
    rows = [
        AskedForm(
            typed,
            city=city,
            initial={"seats": wanted[city.pk].seats, "source": wanted[city.pk].words}
            if city.pk in wanted
            else {"seats": 0},
        )
        for city in City.objects.all()
    ]
    if typed is not None and _are_valid(form, rows):
        begun = operations.begin(
            course,
            words=form.words(),
            asked=[row.asked() for row in rows],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"The study of “{begun}” is begun. Look over it, then judge it.")
        return redirect(begun)
    return render(
        request, "training/programme_new.html", {"form": form, "rows": rows, "course": course}
    )


def edit(request: Request, slug: str) -> HttpResponse:
    """Change the figures. Where somebody saved them meanwhile, what was typed stays on the page."""
    found = find(request, slug)
    if reason := rules.why_not_change_programme(request.actor, found):
        raise PermissionDenied(reason)
    typed = sent(request)
    form = ProgrammeForm(typed, instance=found, initial={"revision": found.revision})
    before = {row.city_id: row for row in found.cities.all()}
    rows = [
        AskedForm(typed, city=city, instance=before.get(city.pk), initial=None)
        if city.pk in before
        else AskedForm(typed, city=city, initial={"seats": 0})
        for city in City.objects.all()
    ]
    context = {"form": form, "rows": rows, "programme": found}
    if typed is not None and _are_valid(form, rows):
        try:
            operations.change(
                find(request, slug),
                words=form.words(),
                asked=[row.asked() for row in rows],
                revision=form.cleaned_data["revision"],
                by=request.actor,
                at=timezone.now(),
            )
        except StaleState as stale:
            return _both(request, slug, rows, str(stale))
        messages.success(request, "The figures are saved. Judge the course when they are right.")
        return redirect("training:programme", slug)
    return render(request, "training/programme_edit.html", context)


def _both(request: Request, slug: str, rows: Sequence[AskedForm], sentence: str) -> HttpResponse:
    """Show what was typed, and who was first; the next save keeps what is typed, knowingly."""
    stands = find(request, slug)
    typed = request.POST.copy()
    typed["revision"] = str(stands.revision)
    form = ProgrammeForm(typed, instance=stands)
    form.add_error(None, sentence)
    context = {"form": form, "rows": rows, "programme": stands}
    return render(request, "training/programme_edit.html", context, status=409)


def _are_valid(form: ProgrammeForm, rows: Sequence[AskedForm]) -> bool:
    """Look over every form, so that all that is wrong is said at once."""
    return all([form.is_valid(), *(row.is_valid() for row in rows)])


def judge(request: Request, slug: str) -> HttpResponse:
    """Show what the verdict would be, then keep it."""
    found = find(request, slug)
    if reason := rules.why_not_judge(request.actor, found):
        raise PermissionDenied(reason)
    if request.method == "POST":
        typed = request.POST.get("revision", "")
        judgement = operations.judge(
            found,
            revision=int(typed) if typed.isdecimal() else 0,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"Judged. {judgement.sentence}")
        return redirect(found)
    context = {"programme": found, "judged": judged(study_of(found), names_of(found))}
    return render(request, "training/programme_judge.html", context)


def drop(request: Request, slug: str) -> HttpResponse:
    """Ask why, then give the study up."""
    found = find(request, slug)
    if reason := rules.why_not_drop(request.actor, found):
        raise PermissionDenied(reason)
    form = DropForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.drop(found, reason=reason, by=request.actor, at=timezone.now())
        messages.success(request, f"“{found}” is dropped.")
        return redirect(found)
    return render(request, "training/programme_drop.html", {"form": form, "programme": found})


@require_POST
def take_back(request: Request, slug: str) -> HttpResponse:
    """Take a programme back from a proposal of which nothing comes."""
    found = find(request, slug)
    operations.take_back(found, by=request.actor, at=timezone.now())
    messages.success(
        request,
        f"“{found}” stands as it was judged. It can become an initiative or an agreement again, "
        "be changed, or be dropped.",
    )
    return redirect(found)


@require_POST
def make_proposal(request: Request, slug: str) -> HttpResponse:
    """Begin a draft proposal of the liaison's city with the programme's words."""
    found = find(request, slug)
    city = get_object_or_404(City, slug=request.POST.get("city", ""))
    proposal = operations.make_proposal(found, city=city, by=request.actor, at=timezone.now())
    messages.success(
        request,
        f"“{found}” is now the draft proposal {proposal.reference} of {city}. Answer what is still "
        "open, then send it in.",
    )
    return redirect(proposal)
