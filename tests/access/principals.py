"""The people who knock at every door."""

from collaborative.models import PUBLIC, Actor
from collaborative.roles import Role
from tests.conftest import in_office
from tests.factories.people import UserFactory

OWN, OTHER = "raytown", "grandview"
PRINCIPALS = (
    "nobody",
    "no_office",
    "author",
    "staff",
    "staff_elsewhere",
    "liaison",
    "liaison_elsewhere",
    "evaluator",
    "evaluator_elsewhere",
    "clerk",
    "clerk_elsewhere",
    "facilitator",
    "analyst",
    "administrator",
)
"""All but `no_office` have a password. `author` wrote the own city's proposals; `elsewhere` is
another member city.
"""


def cast(cities, marc, gti) -> dict[str, Actor]:
    """Everybody, by the names of PRINCIPALS."""
    people = {"nobody": PUBLIC, "no_office": Actor(user=UserFactory(name="Nobody in office"))}
    people["author"] = in_office(Role.STAFF, cities[OWN])
    for role in (Role.STAFF, Role.LIAISON, Role.EVALUATOR, Role.CLERK):
        people[role.value] = in_office(role, cities[OWN])
        people[f"{role}_elsewhere"] = in_office(role, cities[OTHER])
    people["facilitator"] = in_office(Role.FACILITATOR, marc)
    people["analyst"] = in_office(Role.ANALYST, gti)
    people["administrator"] = in_office(Role.ADMINISTRATOR, marc)
    for who in PRINCIPALS:
        if who not in {"nobody", "no_office"}:
            people[who].user.set_password("four unrelated sample words")
            people[who].user.save()
    return people
