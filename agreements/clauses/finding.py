"""Where a term may stand in a text: a suggestion for the reader, who alone can tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agreements.clauses.required import Term
from agreements.clauses.sections import Section


def suggested(term: Term, sections: Sequence[Section]) -> Section | None:
    """Return the section that may state a term: by its heading, else by its words."""
    for section in sections:
        if re.search(term.headings, section.heading, re.IGNORECASE):
            return section
    times = [len(re.findall(term.words, each.words, re.IGNORECASE)) for each in sections]
    most = max(times, default=0)
    return sections[times.index(most)] if most else None
