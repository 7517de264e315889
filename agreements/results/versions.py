"""The versions of an agreement's text: what each says, with its exhibits, and since when."""

from __future__ import annotations

from collections.abc import Iterable

from agreements.clauses import Listed, with_exhibits, without_exhibits
from agreements.models import Agreement, Exhibit, PartyComment, Text, Version, normalised


def listed(exhibits: Iterable[Exhibit]) -> list[Listed]:
    """Exhibits as the list at the end of a text names them."""
    return [Listed(each.number, each.title, each.sha256) for each in exhibits]


def kept_words(version: Version) -> str:
    """The words of a version as councils get them: a draft's with the list of its exhibits.

    Costs one query for a draft.
    """
    if version.text:
        return version.text.body
    return normalised(with_exhibits(normalised(version.draft), listed(version.exhibits.all())))


def own_words(version: Version, *, text: Text | None = None) -> str:
    """The words of a version, or of another text in its place, without the list of its exhibits.

    Costs one query.
    """
    return without_exhibits(text.body if text else version.body, listed(version.exhibits.all()))


def open_comments(agreement: Agreement) -> int:
    """How many comments on the agreement's texts nobody has answered. Costs one query."""
    return PartyComment.objects.unanswered().filter(version__agreement=agreement).count()


def shown(agreement: Agreement) -> Version:
    """The version whose text the agreement's page shows. Reads the agreement's versions.

    The one in force, else the last that went to the councils, else the draft.
    """
    versions = list(agreement.versions.all())
    in_force = [each for each in versions if each.in_force_on and not each.replaced_on]
    circulated = [each for each in versions if each.circulated_at]
    return (in_force or circulated or versions)[-1]
