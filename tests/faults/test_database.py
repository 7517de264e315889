"""PostgreSQL that is restarted again and again while people save and letters go out."""

import http
import signal
import time
from collections import Counter

import pytest

from collaborative.roles import Role
from tests.conftest import in_office
from tests.factories.cities import CityFactory
from tests.faults.keeper import until
from tests.faults.rules import AS_EVER, DYING
from tests.faults.scenes import WELL, numbered, owed, repeats, states, tally, until_done
from tests.faults.visiting import Visitor, at_work

WELL_SAVED = http.HTTPStatus.FOUND
CUT = 0
FORMS = [
    pytest.param(
        {"visitors": 3, "letters": 60, "slow": 0.1, "restarts": 2, "every": 2, "rules": DYING},
        id="short",
    ),
    pytest.param(
        {
            "visitors": 10,
            "letters": 600,
            "slow": 0.5,
            "restarts": 9,
            "every": 20,
            "rules": AS_EVER,
        },
        id="long",
        marks=pytest.mark.faults,
    ),
]


def staff(house, number: int) -> list[Visitor]:
    """So many people on a city's staff, each signed in."""
    city = CityFactory(slug="grandview")
    people = [in_office(Role.STAFF, city, name=f"Staff {each}") for each in range(number)]
    return [Visitor.of(one, port=house.web_port) for one in people]


def restart(house, number: int) -> None:
    """End it at once, or end its clients first, in turn; then start it."""
    house.grounds.stop_postgres((signal.SIGQUIT, signal.SIGINT)[number % 2])
    house.grounds.start_postgres()


@pytest.mark.parametrize("form", FORMS)
def test_what_was_acknowledged_is_there_and_the_letters_go_on(house, form, figure):
    visitors = staff(house, form["visitors"])
    people = owed(numbered("good", form["letters"]))
    house.mail.order(delay=form["slow"])
    house.start_web()
    house.start_clockwork(2, rules=form["rules"])
    with at_work(visitors):
        for number in range(form["restarts"]):
            time.sleep(form["every"])
            restart(house, number)
        until(lambda: all(settled(one) for one in visitors), what="all save again")
    after = until_done(seconds=300)
    answers = Counter(answer.status for one in visitors for answer in one.answers)
    assert [one.lost() for one in visitors] == [[]] * form["visitors"]
    assert answers[WELL_SAVED] == sum(len(one.acknowledged) for one in visitors) > 0
    assert sum(answers.values()) - answers[WELL_SAVED] <= form["visitors"] * form["restarts"]
    taken = house.mail.taken()
    assert tally(taken, people) == WELL
    assert repeats(taken) <= form["restarts"] * 2
    assert states() == {"sent": form["letters"]}
    figure(f"answers {dict(answers)}, {repeats(taken)} repeats, done {after:.0f} s after")


def settled(visitor: Visitor) -> bool:
    """Whether somebody's last save went well."""
    return visitor.answers[-1].status == WELL_SAVED


def test_control_a_database_that_answers_before_it_has_written_loses_what_it_acknowledged(house):
    house.grounds.sql(
        "ALTER SYSTEM SET wal_writer_delay = '10s'",
        "ALTER DATABASE portal SET synchronous_commit = off",
    )
    restart(house, 0)
    (visitor,) = staff(house, 1)
    house.start_web()
    house.grounds.sql("CHECKPOINT")
    with at_work([visitor], pause=0):
        until(lambda: len(visitor.acknowledged) > 20, what="some drafts")
        house.grounds.stop_postgres(signal.SIGQUIT)
    house.grounds.start_postgres()
    house.grounds.sql("ALTER SYSTEM RESET wal_writer_delay")
    assert visitor.lost() != []
