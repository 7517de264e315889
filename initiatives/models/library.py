"""The library of criteria sets: what a round can begin with."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from collaborative import guards
from initiatives.models.guards import written_once
from initiatives.rubrics import Question, read


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    """Reads criteria sets."""

    def newest(self) -> Self:
        """Keep the last version of each set: starting points first, then by title."""
        later = CriteriaSet.objects.filter(slug=OuterRef("slug")).order_by("-version")
        return self.filter(pk=Subquery(later.values("pk")[:1])).order_by(
            "-is_starting_point", "title", "pk"
        )


class CriteriaSet(models.Model):
    """One version of a set of criteria to begin a round with; never changed.

    What is to be otherwise becomes the next version. `note` says what the set is for, and of a
    later version what is different. `source` names the published model behind it, `reading` what
    was read there, `additions` what is ours; all three are empty where the cities wrote the set
    themselves. `is_starting_point` labels a set that the cities have not agreed on. `questions`
    is the JSON of `rubrics.write`. `by` is null where the portal brought it along.
    """

    slug = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    note = models.TextField(max_length=2000)
    source = models.TextField(blank=True, max_length=1000)
    reading = models.TextField("what was read there", blank=True, max_length=3000)
    additions = models.TextField("what is ours", blank=True, max_length=3000)
    is_starting_point = models.BooleanField(default=False)
    questions = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[CriteriaSet]] = models.Manager.from_queryset(
        CriteriaSetQuerySet
    )()

    class Meta:
        ordering = ["slug", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="criteria_set_version_once"),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(title="") & ~Q(note="") & ~Q(questions=[]),
                name="criteria_set_says_what_it_is",
            ),
        ]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def get_absolute_url(self) -> str:
        """The page of this version."""
        return reverse("initiatives:criteria_set", args=[self.slug, self.version])

    @property
    def asked(self) -> list[Question]:
        """Its questions, in their order."""
        return read(self.questions)
