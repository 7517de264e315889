"""Somebody at a browser who goes on working while things break."""

import http.client
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings

from collaborative.models import Actor
from initiatives.models import Proposal
from tests.conftest import sign_in

TOKEN = "0123456789abcdefghijklmnopqrstuv"
PATIENCE = 30


@dataclass(frozen=True)
class Answer:
    """How a request was answered: 0 where the line was cut."""

    status: int
    seconds: float
    body: str = ""
    leads_to: str = ""


@dataclass
class Visitor:
    """One person's browser, on a line of its own for each request."""

    port: int
    session: str = ""
    acknowledged: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @classmethod
    def of(cls, actor: Actor, *, port: int) -> "Visitor":
        """Somebody who has signed in."""
        return cls(port, sign_in(actor).cookies[settings.SESSION_COOKIE_NAME].value)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> Answer:
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **fields}))

    def begin_a_draft(self) -> Answer:
        """Begin a proposal; what was answered well is remembered as acknowledged."""
        key, title = str(uuid.uuid4()), f"Sample {uuid.uuid4()}"
        answer = self.post("/proposals/new/", key=key, title=title)
        self.answers.append(answer)
        if answer.leads_to.startswith("/proposals/"):
            self.acknowledged.append(title)
        return answer

    def lost(self) -> list[str]:
        """The drafts that were acknowledged and are not there."""
        there = Proposal.objects.filter(title__in=self.acknowledged)
        return sorted(set(self.acknowledged) - set(there.values_list("title", flat=True)))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        began = time.monotonic()
        try:
            line.request(method, path, body=body, headers=headers)
            got = line.getresponse()
            words = got.read().decode(errors="replace")
            took = time.monotonic() - began
            return Answer(got.status, took, words, got.headers.get("Location", ""))
        except (OSError, http.client.HTTPException):
            return Answer(0, time.monotonic() - began)
        finally:
            line.close()


@contextmanager
def at_work(visitors: list[Visitor], *, pause: float = 0.1) -> Iterator[None]:
    """Let all begin drafts, one after another, until the block ends."""
    ended = threading.Event()

    def work(visitor: Visitor) -> None:
        while not ended.is_set():
            visitor.begin_a_draft()
            ended.wait(pause)

    threads = [threading.Thread(target=work, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(timeout=2 * PATIENCE)


def slowest(answers: list[Answer]) -> float:
    """The seconds that nineteen of twenty answers did not exceed."""
    return sorted(answer.seconds for answer in answers)[int(len(answers) * 0.95)]
