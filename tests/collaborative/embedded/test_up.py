"""`up`: starting in order, one start per data folder, and every way to end."""

import os
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import pytest

from collaborative.embedded.accounts import for_postgres
from tests.collaborative.embedded.conftest import (
    all_gone,
    embedded,
    family,
    finished,
    living,
    stand_in,
    standing,
)


def journal(data: Path) -> list[str]:
    return (data / "files" / "journal").read_text().splitlines()


def test_it_prepares_then_starts_and_says_where_it_is_ready(demo):
    process, line, data = demo
    published = (data / "environment").read_text().splitlines()
    assert (journal(data)[0], sorted(journal(data)[1:]), process.poll()) == (
        "prepared",
        ["start web", "start worker"],
        None,
    )
    assert f"SITE_URL={line.split()[1]}" in published


def test_a_second_start_on_the_same_data_is_refused_with_where_the_first_is(demo):
    process, line, data = demo
    address = line.removeprefix("Ready ").strip()
    assert finished(stand_in("orderly", data)) == (
        1,
        "",
        f"The portal is already running (pid {process.pid}) on the data in {data}: {address}.\n",
    )


def test_the_data_in_use_cannot_be_cleaned_away(demo):
    process, _, data = demo
    assert finished(embedded("clean", DATA=str(data))) == (
        1,
        "",
        f"Process {process.pid} uses {data}. Stop it first.\n",
    )


def test_secret_and_environment_are_readable_by_their_owner_only(demo):
    _, _, data = demo
    modes = {name: stat.S_IMODE((data / name).stat().st_mode) for name in ("secret", "environment")}
    assert modes == {"secret": 0o600, "environment": 0o600}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_the_portal_before_its_services_and_leaves_nothing(data, number):
    with standing("orderly", data) as (process, _):
        children = family(process.pid)
        process.send_signal(number)
        code, rest, _ = finished(process)
    log = (data / "log" / "postgres.log").read_text()
    assert (
        code,
        rest,
        sorted(journal(data)[-2:]),
        living(children),
        (data / "environment").exists(),
    ) == (
        0,
        "",
        ["stop beside the database web", "stop beside the database worker"],
        set(),
        False,
    )
    assert log.rstrip().endswith("database system is shut down")


def test_a_second_stop_signal_does_not_wait_for_a_program_that_will_not_stop(data):
    with standing("deaf", data) as (process, _):
        children = family(process.pid)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert finished(process)[0] == 0
    assert (living(children), time.monotonic() - started < 10) == (set(), True)


def test_killed_it_leaves_no_process_and_the_next_start_finds_its_data(data):
    with standing("parent", data) as (process, _):
        children = family(process.pid)
        process.kill()
        process.wait()
        with standing("parent", data) as (_, line):
            assert line.startswith("Ready ")
    assert all_gone(children)
    log = (data / "log" / "postgres.before.log").read_text()
    assert log.rstrip().endswith("database system is shut down")


def test_a_program_that_ends_by_itself_stops_the_lot_and_is_named(data):
    with standing("mortal", data) as (process, _):
        children = family(process.pid)
        code, _, errors = finished(process)
    said = f"worker ended by itself (exit code 3). The end of {data}/log/worker.log:"
    assert (code, errors.endswith(f"{said}\n    out of paper\n"), living(children)) == (
        1,
        True,
        set(),
    )


def test_a_service_that_is_killed_stops_the_lot_and_is_named(data):
    with standing("orderly", data) as (process, _):
        (broker,) = (
            number
            for number in family(process.pid)
            if Path(f"/proc/{number}/comm").read_text().startswith("valkey")
        )
        os.kill(broker, signal.SIGKILL)
        code, _, errors = finished(process)
    assert (code, "valkey ended by itself (signal SIGKILL)." in errors) == (1, True)


def test_a_stale_pid_file_that_names_a_living_process_does_not_stop_the_start(data):
    with standing("parent", data):
        pass
    account = for_postgres(data / "postgres")
    uid, gid = (account.uid, account.gid) if account else (os.getuid(), os.getgid())
    bystander = (
        subprocess.Popen(["sleep", "60"], user=uid, group=gid)
        if account
        else (subprocess.Popen(["sleep", "60"]))
    )
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(f"{bystander.pid}\n{data}/postgres\n1\n5432\n/tmp\n\n")
    os.chown(stale, uid, gid)
    try:
        with standing("parent", data) as (_, line):
            assert line.startswith("Ready ")
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_wanted_port_that_is_taken_is_an_error_that_says_so(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, output, errors = finished(stand_in("orderly", data, PORT=str(port)))
    said = f"Port {port} cannot be used: Address already in use. Give another one, as in PORT=8100."
    assert (code, output, errors) == (1, "", f"{said}\n")


def test_a_data_folder_that_is_a_file_is_an_error_that_says_so(data):
    data.write_text("not a folder")
    assert finished(stand_in("orderly", data)) == (
        1,
        "",
        f"The data folder {data} cannot be used: File exists ({data}).\n",
    )
