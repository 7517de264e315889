"""A portal whose every part is a process that can be hurt, on a database of its own."""

import http.client
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import redis
from django.conf import settings

from collaborative.embedded import valkey
from collaborative.embedded.environment import DATABASE, TEST, Services, given, inherited
from collaborative.embedded.programs import Program
from collaborative.embedded.services import checkout
from tests.faults.grounds import MODEL, Grounds, connected
from tests.faults.keeper import Keeper
from tests.faults.post_office import PostOffice
from tests.faults.rules import HURRIED, Rules

QUEUE = "mail"
"""The queue of the portal's mail."""
CELERY = [sys.executable, "-m", "celery", "--app", "tests.faults.clockwork"]
"""How workers and clocks are started."""


@dataclass
class House:
    """The services and programs of one test."""

    grounds: Grounds
    web_port: int
    mail_port: int
    rules: Rules = HURRIED

    @property
    def keeper(self) -> Keeper:
        return self.grounds.keeper

    @property
    def broker(self) -> Path:
        return self.grounds.folder / "broker"

    @property
    def mail(self) -> PostOffice:
        return PostOffice(self.grounds.folder / "post-office", self.mail_port)

    def environment(self, rules: Rules | None = None) -> dict[str, str]:
        """What the portal's programs are given."""
        services = Services(
            database_folder=self.grounds.folder,
            broker_socket=self.broker,
            mail_port=self.mail_port,
            web_port=self.web_port,
        )
        own = given(services, data=self.grounds.data, mode=TEST)
        ours = {"SECRET_KEY": settings.SECRET_KEY}  # whom the tests sign in, the web server knows
        return {**inherited(os.environ), **own, **ours, **(rules or self.rules).variables()}

    def start_valkey(self) -> None:
        """Start the broker, which keeps what it has over a crash as in production."""
        folder = self.grounds.data.valkey
        self.keeper.start(valkey.server(socket=self.broker, folder=folder, throwaway=False))

    def start_mail(self) -> None:
        """Start the mail server."""
        self.keeper.start(self.mail.program(inherited(os.environ), checkout=checkout()))

    def flush(self) -> None:
        """Empty the broker."""
        with redis.Redis(unix_socket_path=str(self.broker)) as client:
            client.flushall()

    def start_clockwork(
        self,
        workers: int = 1,
        *,
        clocks: int = 1,
        at_once: int = 1,
        with_sweep: bool = False,
        rules: Rules | None = None,
    ) -> None:
        """Start so many workers and clocks side by side, and the sweep where it is wanted."""
        self.keeper.start(
            *(self.worker(f"worker-{each + 1}", at_once, rules) for each in range(workers)),
            *(self.clock(f"clock-{each + 1}", rules) for each in range(clocks)),
            *([self.sweep(rules)] if with_sweep else []),
        )

    def start_workers(self, number: int = 1, *, rules: Rules | None = None) -> None:
        """Start so many workers alone."""
        self.start_clockwork(number, clocks=0, rules=rules)

    def worker(self, name: str, at_once: int, rules: Rules | None = None) -> Program:
        """A worker with so many children."""
        options = ["--pool", "prefork", "--concurrency", str(at_once), "--loglevel", "info"]
        options += ["--queues", QUEUE, "--hostname", f"{name}@%h"]
        options += ["--without-gossip", "--without-mingle"]
        return self._program(name, [*CELERY, "worker", *options], says=" ready.", rules=rules)

    def start_watched_worker(self, *, rules: Rules | None = None) -> None:
        """Start a worker with the watch that starts another when it is stuck."""
        options = ["--queues", QUEUE, "--concurrency", "1"]
        watch = self.command("watch", "work", *options, rules=rules)
        ready = replace(watch, why_not_ready=lambda: self._why_silent("watch", " ready."))
        self.keeper.start(ready)

    def start_clocks(self, number: int = 1, *, rules: Rules | None = None) -> None:
        """Start so many clocks alone, each with a memory of its own."""
        self.start_clockwork(0, clocks=number, rules=rules)

    def clock(self, name: str, rules: Rules | None = None) -> Program:
        """A clock that wakes the workers."""
        schedule = self.grounds.data.clock / name
        options = ["--loglevel", "info", "--pidfile", "", "--schedule", str(schedule)]
        return self._program(name, [*CELERY, "beat", *options], says="beat: Starting", rules=rules)

    def start_sweep(self) -> None:
        """Start the sweep alone."""
        self.start_clockwork(0, clocks=0, with_sweep=True)

    def sweep(self, rules: Rules | None = None) -> Program:
        """What sends the letters that the workers leave, and needs no broker."""
        return self.command("sweep", "deliver", "--every", "1", rules=rules)

    def start_web(self, *, rules: Rules | None = None) -> None:
        """Start the web server."""
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", self.web_port))
            listener.listen(128)
            self.keeper.start(self.web(listener, rules))

    def web(self, listener: socket.socket, rules: Rules | None = None) -> Program:
        """A web server as large as the portal's."""
        command = [sys.executable, "-m", "gunicorn", "tests.faults.wsgi", "--no-control-socket"]
        command += ["--bind", f"fd://{listener.fileno()}", "--worker-class", "gthread"]
        return Program(
            name="web",
            command=[*command, "--workers", "2", "--threads", "4"],
            environment=self.environment(rules),
            why_not_ready=lambda: None if self.answers("/healthz") else "no answer",
            patience=600,
            folder=checkout(),
            sockets=(listener.fileno(),),
        )

    def answers(self, path: str) -> bool:
        """Whether the web server answers a page well."""
        line = http.client.HTTPConnection("127.0.0.1", self.web_port, timeout=20)
        try:
            line.request("GET", path)
            return line.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            line.close()

    def said(self, name: str, *words: str) -> int:
        """How many lines of a program's log hold all these words."""
        lines = (self.keeper.logs / f"{name}.log").read_text().splitlines()
        return sum(all(word in line for word in words) for line in lines)

    def manage(self, *arguments: str, rules: Rules | None = None) -> None:
        """Run a command of manage.py to its end."""
        self.keeper.finish(self.command("manage", *arguments, rules=rules))

    def command(self, name: str, *arguments: str, rules: Rules | None = None) -> Program:
        """A command of manage.py as a program."""
        command = [sys.executable, "-m", "tests.faults.clockwork", *arguments]
        return self._program(name, command, says="", rules=rules)

    def _why_silent(self, name: str, says: str) -> str | None:
        return None if self.said(name, says) else "it has not said so"

    def _program(self, name: str, command: list[str], *, says: str, rules: Rules | None) -> Program:
        return Program(
            name=name,
            command=command,
            environment=self.environment(rules),
            why_not_ready=lambda: self._why_silent(name, says) if says else None,
            patience=600,
            grace=45,
            folder=checkout(),
        )


@contextmanager
def built(own: Grounds) -> Iterator[House]:
    """A house on a copy of the migrated database, to which Django is connected meanwhile."""
    house = House(own, _free_port(), _free_port())
    own.sql(f"CREATE DATABASE {DATABASE} TEMPLATE {MODEL} STRATEGY FILE_COPY")
    try:
        with connected(own.folder):
            house.start_valkey()
            house.start_mail()
            yield house
    finally:
        for name in [name for name in own.keeper.running if name != "postgres"]:
            own.keeper.kill(name)
        if "postgres" not in own.keeper.running:
            own.start_postgres()
        own.sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        _empty(own.data.valkey, own.folder / "post-office", own.data.clock)


def migrated(own: Grounds) -> None:
    """Migrate the new, empty database."""
    own.keeper.finish(
        House(own, _free_port(), _free_port()).command("migrate", "migrate", "--verbosity", "0")
    )


def _empty(*folders: Path) -> None:
    for folder in folders:
        for file in folder.rglob("*") if folder.exists() else ():
            if file.is_file():
                file.unlink()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
