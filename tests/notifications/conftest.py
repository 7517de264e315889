"""What most tests of mail need: the site's address, and a mail server."""

import pytest

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
