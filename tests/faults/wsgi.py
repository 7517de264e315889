"""The portal's web server as the faults start it: by the rules in the environment."""

from collaborative.wsgi import application
from tests.faults.clockwork import app  # the rules are followed from here on

__all__ = ["app", "application"]
