"""What somebody asks of the list of agreements; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from agreements import results
from agreements.models import Agreement
from cities.models import Organisation

ANY = ("", "Any")


class FindForm(forms.Form):
    """Which agreements to list."""

    may_wait = True
    """Nothing has to be chosen: nothing is marked as optional."""

    q = forms.CharField(label="Words of the title or the purpose", max_length=200, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[ANY, *Agreement.Kind.choices], required=False)
    state = forms.ChoiceField(
        label="State", choices=[ANY, *Agreement.State.choices], required=False
    )
    party = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Party",
        to_field_name="slug",
        required=False,
        empty_label="Any",
    )
    waits = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Not adopted so far by",
        to_field_name="slug",
        required=False,
        empty_label="Any",
    )

    def __init__(self, *args: Any, seen: QuerySet[Agreement], **kwargs: Any) -> None:
        """Offer the bodies that are parties to what the reader may see."""
        super().__init__(*args, **kwargs)
        self.seen = seen
        parties = Organisation.objects.filter(parties__agreement__in=seen).distinct()
        for name in ("party", "waits"):
            field: Any = self.fields[name]
            field.queryset = parties

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for."""
        return any(self._asked().values())

    def _asked(self) -> Mapping[str, Any]:
        return self.cleaned_data if self.is_valid() else {}

    def found(self) -> QuerySet[Agreement]:
        """What the reader may see and fits; a field with an error narrows nothing."""
        agreements = self.seen
        asked = self._asked() or getattr(self, "cleaned_data", {})
        for word in (asked.get("q") or "").split():
            agreements = agreements.filter(Q(title__icontains=word) | Q(purpose__icontains=word))
        exact = {name: asked[name] for name in ("kind", "state") if asked.get(name)}
        agreements = agreements.filter(**exact)
        if party := asked.get("party"):
            agreements = agreements.filter(parties__organisation=party)
        if body := asked.get("waits"):
            agreements = results.not_adopted_by(agreements, body)
        return agreements
