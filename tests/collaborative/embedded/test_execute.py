"""`exec`: the command's environment, exit code and signals; nothing left afterwards."""

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.collaborative.embedded.conftest import all_gone, embedded, family, finished

SHOWS_ITS_ENVIRONMENT = "import json, os; print(json.dumps(dict(os.environ))); raise SystemExit(7)"
HEEDS_TERM = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
print("waiting", flush=True)
time.sleep(60)
"""


def throwaway(*command: str, **variables: str):
    return embedded("exec", "--throwaway", "--", *command, **variables)


@pytest.fixture(scope="module")
def run():
    """One throwaway run, by somebody whose own variables point elsewhere."""
    return finished(
        throwaway(
            sys.executable,
            "-c",
            SHOWS_ITS_ENVIRONMENT,
            DATABASE_OWNER_URL="postgresql://owner@elsewhere/real",
            DATABASE_URL="postgresql://elsewhere/real",
            PGHOST="elsewhere",
            MAIL_FROM="real@example.gov",
            MODE="production",
            SECRET_KEY="real",
            LIBRARY="stays",
        )
    )


def test_the_commands_exit_code_is_passed_on(run):
    assert (run[0], run[2]) == (7, "")


def test_nothing_of_the_callers_that_would_lead_elsewhere_gets_in(run):
    seen = json.loads(run[1])
    assert (
        seen["LIBRARY"],
        seen["MODE"],
        seen["DATABASE_URL"].startswith("postgresql://portal_application@%2Ftmp%2Fportal-run-"),
        len(seen["SECRET_KEY"]),
        [name for name in ("PGHOST", "MAIL_FROM", "PORT") if name in seen],
    ) == ("stays", "test", True, 64, [])


def test_the_data_of_a_throwaway_run_is_gone(run):
    assert Path(json.loads(run[1])["MEDIA_ROOT"]).parents[1].exists() is False


def test_the_services_answer_where_the_environment_says():
    code = (
        "import dj_database_url, kombu, os, psycopg, smtplib\n"
        "at = dj_database_url.parse(os.environ['DATABASE_URL'])\n"
        "with psycopg.connect(host=at['HOST'], user=at['USER'], dbname=at['NAME']) as database:\n"
        "    print(*database.execute('SELECT datname, datcollate, datlocprovider, datlocale,'\n"
        "        ' pg_encoding_to_char(encoding) FROM pg_database ORDER BY oid DESC').fetchone())\n"
        "kombu.Connection(os.environ['BROKER_URL']).ensure_connection(max_retries=1)\n"
        "host, port = os.environ['EMAIL_URL'].removeprefix('smtp://').split(':')\n"
        "print(smtplib.SMTP(host, int(port)).noop()[0])\n"
    )
    assert finished(throwaway(sys.executable, "-c", code)) == (
        0,
        "portal C.UTF-8 b C.UTF-8 UTF8\n250\n",
        "",
    )


def test_a_signal_is_passed_on_and_the_commands_answer_counts():
    process = throwaway(sys.executable, "-c", HEEDS_TERM)
    assert process.stdout.readline() == "waiting\n"
    children = family(process.pid)
    process.send_signal(signal.SIGTERM)
    assert (finished(process)[0], all_gone(children)) == (5, True)


def test_killed_it_takes_command_and_services_with_it():
    process = throwaway("sh", "-c", "echo waiting; exec sleep 600")
    assert process.stdout.readline() == "waiting\n"
    children = family(process.pid)
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    assert all_gone(children)


def test_a_command_that_does_not_exist_starts_nothing():
    assert finished(throwaway("no-such-command")) == (
        127,
        "",
        "There is no command no-such-command.\n",
    )


def test_beside_a_running_demo_it_shares_its_services(demo):
    _, line, data = demo
    code, output, errors = finished(
        embedded(
            "exec", "--", sys.executable, "-c", SHOWS_ITS_ENVIRONMENT, DATA=str(data), PGHOST="x"
        )
    )
    seen = json.loads(output)
    assert (code, errors, seen["MODE"], f"Ready {seen['SITE_URL']}\n", "PGHOST" in seen) == (
        7,
        "",
        "demo",
        line,
        False,
    )


def test_without_a_demo_it_starts_and_migrates_the_services_for_the_run(data):
    counts = "from django.contrib.auth import get_user_model as user; print(user().objects.count())"
    code, output, _ = finished(
        embedded(
            "exec", "--", sys.executable, "manage.py", "shell", "-v0", "-c", counts, DATA=str(data)
        )
    )
    assert (code, output, (data / "postgres").exists(), (data / "environment").exists()) == (
        0,
        "0\n",
        True,
        False,
    )


OLD_CLUSTER = """
import os, psycopg, urllib.parse
at = urllib.parse.urlsplit(os.environ["DATABASE_OWNER_URL"])
host = urllib.parse.unquote(at.hostname)
with psycopg.connect(host=host, user=at.username, dbname="portal") as database:
    database.execute("DROP OWNED BY portal_application")
    database.execute("DROP ROLE portal_application")
"""
IN_THE_PORTAL = (sys.executable, "manage.py", "shell", "-v0", "-c")
WHO = """
from django.contrib.auth import get_user_model
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user, session_user")
    print(*cursor.fetchone(), get_user_model().objects.count())
"""


def test_data_from_before_the_portal_had_a_role_of_its_own_are_taken_on(data):
    code, _, errors = finished(
        embedded("exec", "--", sys.executable, "-c", OLD_CLUSTER, DATA=str(data))
    )
    assert (code, errors) == (0, "")
    code, output, _ = finished(embedded("exec", "--", *IN_THE_PORTAL, WHO, DATA=str(data)))
    assert (code, output) == (0, "portal_application portal_application 0\n")
