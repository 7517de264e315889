"""Settings come from the environment only, and say what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from collaborative.celery import app
from collaborative.settings import EMAIL_TIMEOUT

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "".join(chr(48 + n % 75) for n in range(64)),
    "SITE_URL": "https://portal.example.gov",
    "ALLOWED_HOSTS": "portal.example.gov",
    "DATABASE_URL": "postgresql://portal_application:sample@db.invalid/portal",
    "BROKER_URL": "redis://broker.invalid:6379/0",
    "EMAIL_URL": "smtp://mail.invalid:587?tls=True",
    "MAIL_FROM": "Common Purpose <portal@example.gov>",
    "MEDIA_ROOT": "files",
}


def check(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` with nothing but this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_djangos_own_check_without_a_warning():
    found = check(PRODUCTION, "--deploy", "--fail-level", "WARNING")
    assert (found.returncode, found.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "SITE_URL", "DATABASE_URL", "BROKER_URL", "EMAIL_URL", "MEDIA_ROOT"],
)
def test_a_variable_that_is_missing_is_named_with_what_it_is_for(name):
    found = check({key: value for key, value in PRODUCTION.items() if key != name})
    assert (found.returncode, f"The environment variable {name} is not set: " in found.stderr) == (
        1,
        True,
    )


PROVIDER = {
    **{name: value for name, value in PRODUCTION.items() if name != "EMAIL_URL"},
    "EMAIL_PROVIDER": "postmark",
    "ANYMAIL_WEBHOOK_SECRET": "portal:many-random-sample-words",
    "ANYMAIL_POSTMARK_SERVER_TOKEN": "sample",
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"EMAIL_PROVIDER": ""}, "The environment variable EMAIL_URL is not set: "),
        (
            {"EMAIL_PROVIDER": "pigeon"},
            'EMAIL_PROVIDER is "pigeon"; expected brevo, mailersend, mailgun, mailjet, postmark, ',
        ),
        (
            {"ANYMAIL_WEBHOOK_SECRET": ""},
            "The environment variable ANYMAIL_WEBHOOK_SECRET is not set: the provider signs ",
        ),
    ],
)
def test_mail_goes_through_a_provider_that_is_known_and_signs_its_reports(change, said):
    found = check({**PROVIDER, **change})
    assert (found.returncode, said in found.stderr) == (1 if said else 0, True)


@pytest.mark.parametrize("address", ["", "/run/clamav/clamd.sock", "clamav:3310", "[::1]:3310"])
def test_the_scanner_is_a_path_or_a_host_and_port_or_none(address):
    assert check({**PRODUCTION, "CLAMD_SOCKET": address}).returncode == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"DATABASE_OWNER_URL": "postgresql://portal_application:other@db.invalid/portal"},
            'DATABASE_URL and DATABASE_OWNER_URL both name the role "portal_application". The ',
        ),
        ({"MODE": "prod"}, 'MODE is "prod"; expected production, demo or test.'),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters; expected 50 or more random ones."),
        ({"CLAMD_SOCKET": "clamav"}, 'CLAMD_SOCKET is "clamav"; expected a path, as in /run/'),
    ],
)
def test_a_value_that_cannot_be_is_refused(change, sentence):
    found = check({**PRODUCTION, **change})
    assert (found.returncode, sentence in found.stderr) == (1, True)


def test_a_demo_never_runs_where_the_mode_says_production():
    shown = subprocess.run(
        [sys.executable, "-c", "from collaborative import settings; print(settings.DEMO)"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "False\n"


def test_the_clockwork_loses_nothing_and_holds_up_nobody(settings):
    """The values that the promises of mail were measured with, each on one line."""
    database = settings.DATABASES["default"]
    transport = app.conf.broker_transport_options
    assert {
        "a task is done with when it is done": app.conf.task_acks_late,
        "and given back when its process dies": app.conf.task_reject_on_worker_lost,
        "one at a time": app.conf.worker_prefetch_multiplier,
        "what a dead worker had is seen again": transport["visibility_timeout"],
        "and looked for at once": transport["unacked_restore_throttle"],
        "limits": (app.conf.task_soft_time_limit, app.conf.task_time_limit),
        "time to end": app.conf.worker_soft_shutdown_timeout,
        "only JSON": (app.conf.task_serializer, app.conf.accept_content),
        "no results": app.conf.task_ignore_result,
        "a broker that is away": transport["socket_connect_timeout"],
        "a broker that hangs": transport["socket_timeout"],
        "however long": app.conf.broker_connection_max_retries,
        "sessions": settings.SESSION_ENGINE,
        "limits of signing in": settings.CACHES["default"]["BACKEND"],
        "a connection that was cut": database["CONN_HEALTH_CHECKS"],
        "what PostgreSQL bears": database["OPTIONS"]["options"].split(" -c role=")[0],
        "what a mail server may take": EMAIL_TIMEOUT,
    } == {
        "a task is done with when it is done": True,
        "and given back when its process dies": True,
        "one at a time": 1,
        "what a dead worker had is seen again": 600,
        "and looked for at once": 1,
        "limits": (240, 300),
        "time to end": 30,
        "only JSON": ("json", ["json"]),
        "no results": True,
        "a broker that is away": 1,
        "a broker that hangs": 10,
        "however long": None,
        "sessions": "django.contrib.sessions.backends.db",
        "limits of signing in": "django.core.cache.backends.db.DatabaseCache",
        "a connection that was cut": True,
        "what PostgreSQL bears": "-c statement_timeout=15000 -c lock_timeout=4000 "
        "-c idle_in_transaction_session_timeout=15000",
        "what a mail server may take": 15,
    }
