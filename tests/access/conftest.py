"""One world for all that walk the access table, taken back at the end of each file."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.world import World, build
from tests.conftest import CITIES
from tests.factories.cities import CityFactory, OrganisationFactory


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """One of everything, with the five cities and the two bodies beside them."""
    files = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=files),
        transaction.atomic(),
    ):
        cities = {slug: CityFactory(slug=slug, name=name) for slug, name in CITIES.items()}
        marc = OrganisationFactory(
            slug="marc", name="Mid-America Regional Council", kind="regional"
        )
        gti = OrganisationFactory(
            slug="gti", name="Government Training Institute", kind="institute"
        )
        yield build(cities, marc, gti, files=files)
        transaction.set_rollback(True)
