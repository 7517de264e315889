"""How the portal works with its database: over a few lines that are kept, and never for long."""

from collections.abc import Mapping
from typing import Any


def pooled(address: Mapping[str, Any], *, connections: int, longest_ms: int) -> dict[str, Any]:
    """Return Django's settings for the database at an address.

    Each process keeps at most so many connections, and PostgreSQL ends a statement that takes
    longer, a wait for a lock, and a transaction that does nothing.
    """
    return {
        **address,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps connections; the two exclude each other
        "CONN_HEALTH_CHECKS": True,  # one that PostgreSQL's restart cut is replaced, not used
        "OPTIONS": {
            **address.get("OPTIONS", {}),
            "pool": {"min_size": 1, "max_size": connections, "timeout": 10},
            "options": (
                f"-c statement_timeout={longest_ms} "
                "-c lock_timeout=4000 -c idle_in_transaction_session_timeout=15000"
            ),
        },
    }
