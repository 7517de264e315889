"""The collaborative's members and what is published about them, from the file of sourced facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from cities.models import City, Composition, County, Fact, Organisation

Row = TypeVar("Row", Organisation, City, Fact, County)


@dataclass(slots=True)
class Tally:
    """How many rows were new, how many differed, how many stood already."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0

    def count(self, *, created: bool, changed: bool) -> None:
        """Count one row."""
        if created:
            self.inserted += 1
        elif changed:
            self.updated += 1
        else:
            self.unchanged += 1


@transaction.atomic
def load(records: Sequence[Mapping[str, Any]]) -> Tally:
    """Bring bodies and facts in line with the file; the same file twice changes nothing.

    Facts that the file no longer holds are removed, since a fact without its source is none.
    """
    tally = Tally()
    for record in records:
        body = _load_body(record, tally)
        labels = [label for label, _, _ in record["facts"]]
        Fact.objects.filter(organisation=body).exclude(label__in=labels).delete()
        for position, (label, value, source) in enumerate(record["facts"], start=1):
            values = {"position": position, "value": value, "source": source}
            _bring_in_line(Fact, tally, values, organisation=body, label=label)
        for name, source in record.get("counties", ()):
            _bring_in_line(County, tally, {"source": source}, organisation=body, name=name)
        if council := record.get("composition"):
            _load_composition(body, council, tally)
    return tally


def _load_body(record: Mapping[str, Any], tally: Tally) -> Organisation:
    values = {"name": record["name"], "kind": record["kind"]}
    if record["kind"] != Organisation.Kind.CITY:
        return _bring_in_line(Organisation, tally, values, slug=record["slug"])
    values["council"] = record["council"]
    return _bring_in_line(City, tally, values, slug=record["slug"])


def _load_composition(body: Organisation, council: Mapping[str, Any], tally: Tally) -> None:
    """Put the published composition on record, once; what a clerk entered since stays."""
    on, values = date.fromisoformat(council["starts_on"]), dict(council)
    del values["starts_on"]
    is_there = Composition.objects.filter(organisation=body, starts_on=on).exists()
    if not is_there:
        Composition.objects.create(organisation=body, starts_on=on, **values)
    tally.count(created=not is_there, changed=False)


def _bring_in_line(model: type[Row], tally: Tally, values: Mapping[str, Any], **key: Any) -> Row:
    row, created = model._default_manager.get_or_create(**key, defaults=values)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    tally.count(created=created, changed=bool(changed))
    return row
