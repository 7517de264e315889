"""The portal's own programs: when each counts as ready, and what preparing runs."""

import http.server
import os
import socket
import subprocess
import sys
import threading
import time

import pytest
import redis

from collaborative.embedded import portal, valkey
from collaborative.embedded.environment import Services
from collaborative.embedded.folders import DataFolder
from collaborative.embedded.services import Run, checkout
from collaborative.embedded.supervisor import Supervisor, wait_until


@pytest.fixture
def run(tmp_path):
    """A run whose services are only named, not started."""
    data = DataFolder(tmp_path)
    data.make()
    services = Services(
        database_folder=tmp_path, broker_socket=tmp_path / "broker", mail_port=25, web_port=8000
    )
    return Run(Supervisor(logs=data.logs), data, services, {"SITE_URL": "http://127.0.0.1:8000"})


@pytest.fixture
def answering():
    """A web server that gives one answer to everything; returns what sets it, and its port."""
    answer = {"status": 503, "body": b'{"beat": {"ok": false}}'}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(answer["status"])
            self.end_headers()
            self.wfile.write(answer["body"] if self.path == "/readyz" else b"")

        def log_message(self, *_):
            """Keep the test's output clean."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield answer, server.server_port
        server.shutdown()
        thread.join()


def test_the_portal_is_well_when_readyz_says_so_and_else_its_words_are_shown(answering):
    answer, port = answering
    before = portal.why_not_well(port)
    answer["status"] = 200
    assert (before, portal.why_not_well(port)) == (
        '/readyz answers 503 {"beat": {"ok": false}}',
        None,
    )


def test_a_portal_that_does_not_answer_is_not_well():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert portal.why_not_well(port) == "/readyz cannot be asked ([Errno 111] Connection refused)"


def test_the_worker_is_ready_when_somebody_waits_for_tasks_at_the_broker(run, tmp_path):
    broker = run.services.broker_socket
    assert "broker" in portal.why_nobody_consumes(broker)
    with run.supervisor as supervisor:
        supervisor.start(valkey.server(socket=broker, folder=run.data.valkey, throwaway=True))
        assert portal.why_nobody_consumes(broker) == "it does not wait for tasks yet"
        with redis.Redis(unix_socket_path=str(broker)) as client:
            waiting = threading.Thread(target=client.brpop, args=(["celery"],))
            waiting.start()
            assert wait_until(lambda: portal.why_nobody_consumes(broker) is None, seconds=10)
            with redis.Redis(unix_socket_path=str(broker)) as other:
                other.lpush("celery", "a task")
            waiting.join()


def test_the_clock_is_ready_when_its_schedule_is_newer_than_its_start(tmp_path):
    schedule = tmp_path / "schedule.db"
    schedule.touch()
    started_at = time.time()
    os.utime(schedule, (started_at - 60, started_at - 60))
    before = portal.why_not_written(tmp_path, since=started_at)
    os.utime(schedule, (started_at + 1, started_at + 1))
    assert (before, portal.why_not_written(tmp_path, since=started_at)) == (
        "it has not read its schedule yet",
        None,
    )


def test_the_web_server_comes_last_and_takes_over_the_open_socket(run):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        programs = portal.programs(run, listener)
        web = programs[-1]
        assert [each.name for each in programs] == [
            "worker",
            "maker",
            "beat",
            "sweep",
            "web",
        ]
        assert (web.sockets, f"fd://{listener.fileno()}" in web.command) == (
            (listener.fileno(),),
            True,
        )


def test_commands_are_run_in_order_until_one_fails(run):
    step = portal._step("prepare", run, "version", "no_such_command", "version")
    done = subprocess.run(step.command, cwd=checkout(), capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert (done.returncode, said[0], said[-1], len(said)) == (
        1,
        "version ...",
        "no_such_command ...",
        3,
    )


def test_a_program_sees_the_callers_environment_below_what_the_services_give(run, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://real.example.gov")
    monkeypatch.setenv("LIBRARY", "stays")
    environment = portal.migration(run).environment
    assert (environment["SITE_URL"], environment["LIBRARY"], portal.migration(run).command[0]) == (
        "http://127.0.0.1:8000",
        "stays",
        sys.executable,
    )
