"""The criteria sets that the portal brings along."""

from initiatives.models import CriteriaSet
from initiatives.operations import library
from tests.conftest import NOON


def brought(slug="starting-point"):
    """Load the library, and return one of its sets."""
    library.load(at=NOON)
    return CriteriaSet.objects.get(slug=slug, version=1)
