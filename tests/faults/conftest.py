"""The grounds for all faults, a house for each, and which of the forms are run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.grounds import Grounds, grounds
from tests.faults.house import House, built


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long forms out unless they are asked for by name: `-m faults`."""
    if "faults" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("faults")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="package")
def own_grounds(request) -> Iterator[Grounds]:
    """PostgreSQL of our own, with a copy of the run's migrated database to copy again."""

    def fill(own: Grounds) -> None:
        request.getfixturevalue("django_db_setup")
        run = connection.settings_dict
        backup = own.folder / "model"
        own.dump(backup, database=run["NAME"], sockets=Path(run["HOST"]))
        own.restore(backup)

    with grounds(fill) as own:
        yield own


@pytest.fixture
def house(own_grounds, django_db_blocker, settings) -> Iterator[House]:
    """A house with broker and mail server; the test starts what else it needs."""
    with django_db_blocker.unblock(), built(own_grounds) as house:
        settings.SITE_URL = f"http://127.0.0.1:{house.web_port}"
        yield house


@pytest.fixture
def figure(record_property) -> Callable[[str], None]:
    """`figure("…")`: something that was measured, told at the end of the run."""
    return lambda words: record_property("figure", words)


def pytest_terminal_summary(terminalreporter) -> None:
    """Tell what was measured."""
    for report in terminalreporter.stats.get("passed", ()):
        for name, words in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {words}")
