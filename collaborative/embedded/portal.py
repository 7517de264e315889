"""The portal's own programs: preparation steps, web server, worker and clock."""

import sys
from collections.abc import Mapping

from collaborative.embedded.programs import Program
from collaborative.embedded.services import checkout


def migration(environment: Mapping[str, str]) -> Program:
    """Return the step that brings the database's tables up to date."""
    return step("migrate", "migrate", "--no-input", environment=environment)


def step(name: str, *arguments: str, environment: Mapping[str, str]) -> Program:
    """Return a command of manage.py as a program that ends by itself."""
    return Program(
        name=name,
        command=[sys.executable, "manage.py", *arguments],
        environment=environment,
        is_ready=lambda: True,
        folder=checkout(),
    )
