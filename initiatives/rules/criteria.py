"""Which marks need their reason in words."""

from collections.abc import Mapping

from initiatives.models import Criterion
from initiatives.rubrics import is_wanted


def unexplained(
    criteria: Mapping[str, Criterion], marks: Mapping[str, int], remarks: Mapping[str, str]
) -> dict[str, str]:
    """Say by criterion's key which reasons are missing; blank remarks are none."""
    return {
        key: f"“{criterion}”: say why, in the remark. A reason is needed for "
        f"{criterion.needs_reason_for}."
        for key, criterion in criteria.items()
        if key in marks and is_wanted(criterion, marks[key]) and not remarks.get(key, "").strip()
    }
