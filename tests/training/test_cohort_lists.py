"""The pages of cohorts take as many statements for one row as for thirty."""

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import NOON
from tests.factories.cities import CityFactory
from tests.factories.cohorts import (
    CertificateFactory,
    CohortFactory,
    CohortSessionFactory,
    EnrolmentFactory,
    SeatsFactory,
)
from training.models import Cohort, Enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("count", [1, 30])]


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize(
    ("state", "query"), [(Cohort.State.OPEN, ""), (Cohort.State.HELD, "?show=past")]
)
def test_the_list_of_cohorts(client_for, analyst, django_assert_num_queries, state, query, count):
    for _ in range(count):
        cohort = CohortFactory(state=state)
        CohortSessionFactory(cohort=cohort)
        SeatsFactory.create_batch(2, cohort=cohort)
    client, path = client_for(analyst), reverse("training:cohorts") + query
    client.get(path)
    with django_assert_num_queries(7):
        page = client.get(path).context["page"]
    assert (page.paginator.count, len(page.object_list)) == (count, min(count, 25))


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (Cohort.State.OPEN, Enrolment.State.ENROLLED),
        (Cohort.State.HELD, Enrolment.State.COMPLETED),
    ],
)
def test_the_page_of_a_cohort(client_for, analyst, django_assert_num_queries, state, place, count):
    cohort = CohortFactory(state=state)
    for number in range(count):
        CohortSessionFactory(
            cohort=cohort,
            begins_at=NOON.replace(month=4, day=number + 1),
            ends_at=NOON.replace(month=4, day=number + 1, hour=20),
        )
        seats = SeatsFactory(cohort=cohort, city=CityFactory(), seats=1)
        CertificateFactory(enrolment=EnrolmentFactory(seat=seats, state=place))
    client, path = client_for(analyst), cohort.get_absolute_url()
    client.get(path)
    with django_assert_num_queries(9):
        shown = client.get(path).context
    assert [len(shown[name]) for name in ("sessions", "people", "certificates")] == [count] * 3
    assert len(shown["standing"].rows) == count


def test_somebodys_own_courses(client_for, staff_of, cities, django_assert_num_queries, count):
    staff = staff_of("raytown")
    for number in range(count):
        state = Cohort.State.HELD if number % 2 else Cohort.State.OPEN
        seats = SeatsFactory(city=cities["raytown"], cohort__state=state, cohort__state_since=NOON)
        place = Enrolment.State.COMPLETED if number % 2 else Enrolment.State.ENROLLED
        CertificateFactory(
            enrolment=EnrolmentFactory(seat=seats, state=place, name="", person=staff.user)
        )
    client, path = client_for(staff), reverse("training:mine")
    client.get(path)
    with django_assert_num_queries(5):
        shown = client.get(path).context
    assert (len(shown["rows"]), len(shown["certificates"])) == (count, count)
