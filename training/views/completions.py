"""Putting training on record, and putting the record right."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent, status_of, told_on
from collaborative.wording import day
from training.forms.records import PutRightForm, TrainingForm
from training.models import Completion, Trainee
from training.operations import records as operations
from training.operations.records import Training
from training.rules import records as rules
from training.rules.overview import why_not_read_courses

FACTS = ("topic", "course", "on", "hours", "source")


@require_safe
def own_training(request: Request) -> HttpResponse:
    """What the reader had, as it is on record."""
    if reason := why_not_read_courses(request.actor):
        raise PermissionDenied(reason)
    rows = Completion.objects.filter(trainee__account=request.actor.user).standing()
    context = {"completions": rows.select_related("topic", "course", "trainee__city")}
    return render(request, "training/own_training.html", context)


def record_training(request: Request, pk: int) -> HttpResponse:
    """Put on record that somebody had training."""
    _only_keepers(request)
    rows = Trainee.objects.visible_to(request.actor).select_related("city", "department")
    trainee = get_object_or_404(rows, pk=pk)
    form = TrainingForm(sent(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            done = operations.record(
                trainee, training=_training(form), by=request.actor, at=timezone.now()
            )
            messages.success(request, f"On record: {done}, {day(done.on)}.")
            return redirect("training:trainee", pk)
    context = {"form": form, "trainee": trainee}
    return render(request, "training/completion.html", context, status=status_of(form))


def put_right(request: Request, pk: int) -> HttpResponse:
    """Put a record right by a newer one; the old one stays beside it."""
    _only_keepers(request)
    kept = Completion.objects.filter(
        trainee__in=Trainee.objects.order_by().visible_to(request.actor)
    )
    wrong = get_object_or_404(kept.select_related("trainee__city", "topic", "course"), pk=pk)
    form = PutRightForm(
        sent(request), initial=TrainingForm.initial_of(wrong), today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            operations.put_right(
                wrong,
                training=None if form.cleaned_data["is_void"] else _training(form),
                because=form.cleaned_data["because"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "The record is put right; the earlier one stays beside it.")
            return redirect("training:trainee", wrong.trainee_id)
    context = {"form": form, "completion": wrong}
    return render(request, "training/completion_put_right.html", context, status=status_of(form))


def _training(form: TrainingForm) -> Training:
    return Training(**{name: form.cleaned_data[name] for name in FACTS})


def _only_keepers(request: Request) -> None:
    if reason := rules.why_not_keep_any(request.actor):
        raise PermissionDenied(reason)
