"""What most tests of mail need: the site's address, and a mail server."""

import pytest

from initiatives.models import Audience
from initiatives.operations import talk
from tests.factories.proposals import ProposalFactory
from tests.notifications import mailserver


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://portal.sample.example"


@pytest.fixture
def box(settings):
    """A mail server that runs while the test does; gives what it took."""
    with mailserver.running() as (taken, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield taken


@pytest.fixture
def office(clerk_of, liaison_of, evaluator_of, staff_of, facilitator, analyst):
    """Everybody of Raytown, and MARC's."""
    return {
        "clerk": clerk_of("raytown"),
        "liaison": liaison_of("raytown"),
        "evaluator": evaluator_of("raytown"),
        "author": staff_of("raytown"),
        "facilitator": facilitator,
        "analyst": analyst,
    }


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def proposal(author, cities):
    """One that the author sent in."""
    return ProposalFactory(
        state="submitted",
        reference="EJC-2026-014",
        title="Sample fleet",
        city=cities["raytown"],
        author=author.user,
    )


@pytest.fixture
def comment(proposal, author, facilitator):
    """Writes a comment that is told to the author, at a time."""

    def write(at):
        return talk.comment(
            proposal,
            audience=Audience.BETWEEN,
            section="idea",
            text="Sample words.",
            mentioned=[author.user],
            by=facilitator,
            at=at,
        )

    return write
