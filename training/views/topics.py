"""The topics and families under which courses are found."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from training import rules
from training.forms.catalogue import FamilyForm, TopicForm
from training.models import Family, Topic
from training.operations import topics as operations
from training.views.kept import keep, may_keep, may_read

_OFFERED = Count("courses", filter=Q(courses__is_retired=False))


@require_safe
def index(request: Request) -> HttpResponse:
    """List topics and families, with how many courses each has."""
    may_read(request)
    return render(
        request,
        "training/topics.html",
        {
            "topics": Topic.objects.annotate(offered=_OFFERED).order_by("name"),
            "families": Family.objects.annotate(offered=_OFFERED).order_by("name"),
            "may_keep": rules.why_not_keep_courses(request.actor) is None,
        },
    )


def new_topic(request: Request) -> HttpResponse:
    """Add a topic."""
    may_keep(request)
    form = TopicForm(sent(request))
    return keep(
        request,
        form,
        "training/topic_edit.html",
        write=lambda: operations.add_topic(
            name=form.cleaned_data["name"],
            about=form.cleaned_data["about"],
            is_safety=form.cleaned_data["is_safety"],
            by=request.actor,
            at=timezone.now(),
        ),
        to=reverse("training:topics"),
        said="The topic can be asked about from now on.",
    )


def edit_topic(request: Request, slug: str) -> HttpResponse:
    """Say something else of a topic."""
    may_keep(request)
    topic = get_object_or_404(Topic, slug=slug)
    form = TopicForm(sent(request), topic=topic)
    return keep(
        request,
        form,
        "training/topic_edit.html",
        write=lambda: operations.change_topic(
            topic, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        to=reverse("training:topics"),
        said="The topic says what you wrote.",
        kept=topic,
    )


def new_family(request: Request) -> HttpResponse:
    """Add a family."""
    may_keep(request)
    form = FamilyForm(sent(request))
    return keep(
        request,
        form,
        "training/family_edit.html",
        write=lambda: operations.add_family(
            name=form.cleaned_data["name"], by=request.actor, at=timezone.now()
        ),
        to=reverse("training:topics"),
        said="Courses can be put into the family from now on.",
    )


def edit_family(request: Request, slug: str) -> HttpResponse:
    """Give a family another name."""
    may_keep(request)
    family = get_object_or_404(Family, slug=slug)
    form = FamilyForm(sent(request), family=family)
    return keep(
        request,
        form,
        "training/family_edit.html",
        write=lambda: operations.change_family(
            family, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        to=reverse("training:topics"),
        said="The family has the name that you wrote.",
        kept=family,
    )
