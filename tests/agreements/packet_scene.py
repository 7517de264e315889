"""An agreement that both councils adopted, with a paper."""

from tests.factories.agreements import DocumentFactory, circulated, decided
from tests.factories.cities import CityFactory


def adopted():
    """An agreement with its acts and one document."""
    bodies = [CityFactory(), CityFactory()]
    agreement = circulated(*bodies, is_sample=True)
    for body in bodies:
        decided(agreement, body)
    DocumentFactory(agreement=agreement)
    return agreement
