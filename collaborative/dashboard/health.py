"""Is it alive, and is all of it ready: for supervisors, balancers and the administrator."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu import Connection
from kombu.exceptions import KombuError

from notifications.results import heartbeat_ages
