"""What must hold whatever happened: texts, states and files, checked against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.core.files.storage import Storage, default_storage
from django.db.models import QuerySet

from agreements import adoption
from agreements.clauses import without_exhibits
from agreements.models import Agreement, Document, Exhibit, Text, Version, normalised
from agreements.results import exports
from agreements.results.standings import versions_in_force
from agreements.results.versions import listed

SHELF = "agreements"
"""The folder of the storage in which documents are kept."""


def invariants() -> Iterator[str]:
    """Say what does not hold, a sentence for each breach; nothing when all is well."""
    yield from _text_breaches()
    yield from _exhibit_breaches()
    yield from _standing_breaches()
    yield from _file_breaches(default_storage)
    yield from exports.breaches()


def _text_breaches() -> Iterator[str]:
    for text in Text.objects.iterator(chunk_size=100):
        if hashlib.sha256(text.body.encode()).hexdigest() != text.sha256:
            yield f"Agreements: {text} does not have the SHA-256 it is known by."
        elif normalised(text.body) != text.body:
            yield f"Agreements: {text} is not kept in its normal form."


def _exhibit_breaches() -> Iterator[str]:
    circulated = Version.objects.filter(text__isnull=False).select_related("text", "agreement")
    for version in circulated.prefetch_related("exhibits").iterator(chunk_size=100):
        exhibits = listed(version.exhibits.all())
        if without_exhibits(version.body, exhibits) == version.body and exhibits:
            yield (
                f"Agreements: the text of {version} of “{version.agreement}” does not name its "
                "exhibits as they are."
            )


def _standing_breaches() -> Iterator[str]:
    live: QuerySet[Agreement] = Agreement.objects.exclude(
        state__in=[Agreement.State.DRAFT, Agreement.State.WITHDRAWN]
    )
    for agreement in live:
        spans = versions_in_force([agreement])
        since = min((span.since for span in spans.values()), default=None)
        if agreement.versions.filter(text__isnull=False).first() is None:
            yield f"Agreements: “{agreement}” went to the councils without a fixed text."
        if agreement.state == Agreement.State.CIRCULATED and since:
            yield f"Agreements: “{agreement}” was adopted as its terms ask, but is not in force."
        if agreement.state == Agreement.State.IN_FORCE and since != agreement.in_force_on:
            said = adoption.long_date(since) if since else "never"
            yield (
                f"Agreements: “{agreement}” is in force since {agreement.in_force_on}, "
                f"but by the councils' acts since {said}."
            )
        if agreement.state == Agreement.State.CIRCULATED:
            continue
        for version in agreement.versions.filter(text__isnull=False):
            dated = (version.in_force_on, version.replaced_on)
            span = spans.get(version.pk)
            if dated != ((span.since, span.until) if span else (None, None)):
                yield (
                    f"Agreements: {version} of “{agreement}” is in force on other days than the "
                    "councils' acts say."
                )


def _file_breaches(storage: Storage) -> Iterator[str]:
    rows: dict[str, Document | Exhibit] = {
        str(each.file): each for each in Document.objects.order_by("pk")
    }
    rows |= {str(exhibit.file): exhibit for exhibit in Exhibit.objects.order_by("added_at", "pk")}
    kept = set(_files(storage, SHELF))
    for name in sorted(kept - set(rows)):
        yield f"Agreements: the file {name} belongs to no document."
    for name, document in rows.items():
        if name not in kept:
            yield f"Agreements: the file of the document “{document}” is missing."
            continue
        digest = hashlib.sha256()
        with storage.open(name) as file:
            for chunk in file.chunks():
                digest.update(chunk)
        if digest.hexdigest() != document.sha256:
            yield f"Agreements: the file of the document “{document}” is not the one added."


def _files(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")
