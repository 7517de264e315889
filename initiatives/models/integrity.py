"""What PostgreSQL itself holds of every proposal, and how it finds them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Q

from initiatives.models.finding import title_key
from initiatives.models.likeness import prose

INDEXES: list[models.Index] = [
    models.Index(fields=["state", "-state_since"], name="proposal_state"),
    models.Index(fields=["city", "state"], name="proposal_city"),
    GistIndex(OpClass("title", "gist_trgm_ops"), name="proposal_alike_title"),
    # A signature of 256 bytes tells long texts apart where the usual 12 are all ones.
    GistIndex(OpClass(prose(), "gist_trgm_ops (siglen = 256)"), name="proposal_alike_prose"),
    models.Index(fields=["-state_since", "-id"], name="proposal_latest"),
    models.Index(title_key("title"), F("id"), name="proposal_by_title"),
]

CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(
            state__in=[
                "draft",
                "submitted",
                "returned",
                "accepted",
                "declined",
                "withdrawn",
                "in_round",
                "chosen",
                "parked",
                "not_chosen",
                "merged",
            ]
        ),
        name="proposal_state_is_known",
    ),
    models.CheckConstraint(
        condition=Q(state="withdrawn")
        | Q(state="draft", submitted_at__isnull=True)
        | (~Q(state__in=["draft", "withdrawn"]) & Q(submitted_at__isnull=False)),
        name="proposal_sent_in_has_its_date",
    ),
    models.CheckConstraint(
        condition=Q(state__in=["draft", "returned", "withdrawn"])
        | (
            ~Q(title="")
            & ~Q(category="")
            & Q(answers__has_keys=["problem", "idea"])
            & Q(first_year_cost__isnull=False, first_year_saving__isnull=False)
        ),
        name="proposal_sent_in_is_complete",
    ),
    models.CheckConstraint(
        condition=Q(state="merged", merged_into__isnull=False)
        | (~Q(state="merged") & Q(merged_into=None)),
        name="proposal_merged_says_into_which",
    ),
    models.CheckConstraint(
        condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
        name="proposal_is_merged_into_another",
    ),
    models.CheckConstraint(
        condition=Q(split_from=None) | ~Q(split_from=F("pk")),
        name="proposal_is_split_from_another",
    ),
    models.CheckConstraint(
        condition=Q(first_year_cost=None) | Q(first_year_cost__gte=0),
        name="proposal_cost_is_not_negative",
    ),
    models.CheckConstraint(
        condition=Q(first_year_saving=None) | Q(first_year_saving__gte=0),
        name="proposal_saving_is_not_negative",
    ),
    models.CheckConstraint(
        condition=Q(reference__regex=r"^EJC-[0-9]{4}-[0-9]{3,}$"),
        name="proposal_reference_is_year_and_number",
    ),
]
