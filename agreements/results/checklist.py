"""The required terms of a version: what a reader found of each, and what is still to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agreements.clauses import TERMS, Section, Term, sections, suggested
from agreements.models import TermCheck, Version


class FindingState(StrEnum):
    """Where one term stands."""

    STANDS = "stands"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"
    LOOK_AGAIN = "look_again"
    OPEN = "open"


_LABELS: Mapping[FindingState, tuple[str, str]] = {
    FindingState.STANDS: ("Stands", "good"),
    FindingState.NOT_APPLICABLE: ("Does not apply", "good"),
    FindingState.MISSING: ("Missing", "stopped"),
    FindingState.LOOK_AGAIN: ("Look again", "warning"),
    FindingState.OPEN: ("Not looked at", "waiting"),
}
_SETTLED = frozenset({FindingState.STANDS, FindingState.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Finding:
    """One term with what a reader found.

    `section` is where it stands; of a term that is not settled, where it may stand.
    """

    term: Term
    state: FindingState
    check: TermCheck | None = None
    section: Section | None = None

    @property
    def label(self) -> str:
        """The state in two or three words."""
        return _LABELS[self.state][0]

    @property
    def tone(self) -> str:
        """The tone of `_parts/state.html`; never the only carrier of meaning."""
        return _LABELS[self.state][1]

    @property
    def is_gap(self) -> bool:
        """Whether nobody can say that the text has what is asked for."""
        return self.state not in _SETTLED

    @property
    def sentence(self) -> str:
        """What was found, as a sentence."""
        reason = self.check.reason if self.check else ""
        match self.state:
            case FindingState.STANDS if self.section:
                said = f"It stands in “{self.section.label}”."
            case FindingState.NOT_APPLICABLE:
                said = "It does not apply:"
            case FindingState.MISSING:
                said = "The text does not say it."
            case FindingState.LOOK_AGAIN if self.check:
                said = f"It stood in “{self.check.section}”, whose words have changed since."
            case _:
                said = "Nobody has looked for it."
        return f"{said} {reason}".strip()


def checklist_of(version: Version) -> list[Finding]:
    """Every required term of a version, in order. Costs one query, where its text is loaded."""
    there = sections(version.body)
    checks = {check.term: check for check in version.checks.select_related("by")}
    return [_finding(term, checks.get(term.key), there) for term in TERMS]


def gaps(findings: Sequence[Finding]) -> list[Finding]:
    """The terms of which nobody can say that the text has them."""
    return [finding for finding in findings if finding.is_gap]


def _finding(term: Term, check: TermCheck | None, there: Sequence[Section]) -> Finding:
    if check is None:
        return Finding(term, FindingState.OPEN, section=suggested(term, there))
    if check.found != TermCheck.Found.STANDS:
        return Finding(term, FindingState(check.found), check, suggested(term, there))
    same = (section for section in there if section.digest == check.section_sha256)
    if section := next(same, None):
        return Finding(term, FindingState.STANDS, check, section)
    named = (section for section in there if section.label == check.section)
    return Finding(
        term, FindingState.LOOK_AGAIN, check, next(named, None) or suggested(term, there)
    )
