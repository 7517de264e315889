"""The environment that the embedded services give to the portal and to any command.

This is the contract with `collaborative/settings.py`: every variable that the settings read is
either given here or left out here, so that nothing of the caller's own environment (another
database, another secret) can slip in.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from collaborative.embedded.folders import DataFolder

DATABASE = "portal"
"""The database, and the role that owns it and its tables."""
APPLICATION = "portal_application"
"""The role that the portal itself works as."""
DEMO = "demo"
TEST = "test"

_LEFT_OUT_PREFIXES = (
    "PG",
    "ANYMAIL_",
    "CELERY_",
    "DJANGO_",
    "EMAIL_",
    "GUNICORN_",
    "REDIS_",
    "VALKEY_",
)
_LEFT_OUT = frozenset(
    {
        "ALLOWED_HOSTS",
        "BROKER_URL",
        "CLAMD_SOCKET",
        "DATABASE_OWNER_URL",
        "DATABASE_POOL",
        "DATABASE_URL",
        "FORWARDED_ALLOW_IPS",
        "LEASE_SECONDS",
        "MAIL_FOLDER",
        "MAIL_FROM",
        "MEDIA_ROOT",
        "MODE",
        "PORT",
        "PROPOSAL_LEAST_CITIES",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "SITE_URL",
        "STATEMENT_TIMEOUT_MS",
        "STATIC_ROOT",
        "WEB_CONCURRENCY",
    }
)


@dataclass(frozen=True, kw_only=True)
class Services:
    """Where the services of one run answer."""

    database_folder: Path
    broker_socket: Path
    mail_port: int
    web_port: int


def given(services: Services, *, data: DataFolder, mode: str) -> dict[str, str]:
    """Return the variables that say where the services are and what kind of run this is."""
    host = quote(str(services.database_folder), safe="")
    return {
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BROKER_URL": f"redis+socket://{services.broker_socket}?virtual_host=0",
        "DATABASE_OWNER_URL": f"postgresql://{DATABASE}@{host}/{DATABASE}",
        "DATABASE_URL": f"postgresql://{APPLICATION}@{host}/{DATABASE}",
        "DJANGO_SETTINGS_MODULE": "collaborative.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{services.mail_port}",
        "MAIL_FOLDER": str(data.mail),
        "MEDIA_ROOT": str(data.files),
        "MODE": mode,
        "SECRET_KEY": data.secret(),
        "SITE_URL": f"http://127.0.0.1:{services.web_port}",
    }


def is_left_out(name: str) -> bool:
    """Whether a variable of the caller must not reach the portal."""
    return name in _LEFT_OUT or name.startswith(_LEFT_OUT_PREFIXES)


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the portal may see of the caller's environment, this Python's commands first."""
    kept = {name: value for name, value in environment.items() if not is_left_out(name)}
    commands = Path(sys.executable).parent
    kept["PATH"] = f"{commands}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return kept


def bare() -> dict[str, str]:
    """Return the little that PostgreSQL and Valkey need, the same on every machine."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
