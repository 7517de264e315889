"""People who press at the same moment, each with a browser of their own, against a real server."""

import http.client
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from collaborative.models import Actor
from tests.conftest import sign_in

TOKEN = "0123456789abcdefghijklmnopqrstuv"
WON, LATE = 302, 409
Post = tuple[str, Mapping[str, str]]
"""Where to, and what is sent."""


class Track:
    """A server, and people on their marks."""

    def __init__(self, url: str, people: list[Actor]) -> None:
        """Sign everybody in."""
        self.address = urlsplit(url)
        self.people = people
        sessions = [sign_in(one).cookies[settings.SESSION_COOKIE_NAME].value for one in people]
        self.sessions = sessions
        self.ready = threading.Barrier(len(sessions))
        self.pool = ThreadPoolExecutor(len(sessions))

    def race(self, *posts: Post) -> list[int]:
        """Let all post at the same moment, one and the same or each their own.

        Return how they were answered, in order of the answers' numbers.
        """
        given = posts if len(posts) > 1 else posts * len(self.sessions)
        runs = [
            self.pool.submit(self._run, post, session)
            for post, session in zip(given, self.sessions, strict=True)
        ]
        return sorted(run.result(timeout=30) for run in runs)

    def _run(self, post: Post, session: str) -> int:
        path, fields = post
        visitor = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=20)
        visitor.connect()
        self.ready.wait(timeout=20)
        visitor.request(
            "POST",
            path,
            body=urlencode({"csrfmiddlewaretoken": TOKEN, **fields}),
            headers={
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        answer = visitor.getresponse()
        answer.read()
        visitor.close()
        return answer.status
