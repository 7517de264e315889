"""What the rows of the members add up to."""

from collections.abc import Iterator

from cities.models import Office
from cities.models.people import suits
from collaborative.roles import Role


def invariants() -> Iterator[str]:
    """Say what does not hold, a sentence for each breach; nothing when all is well."""
    for office in Office.objects.select_related("organisation", "person"):
        if not suits(Role(office.role), office.organisation):
            yield f"People: {office.person} holds {office.held.title}, where no such office exists."
