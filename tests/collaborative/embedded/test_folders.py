"""Data folders and runtime folders: locks that cannot go stale, secrets, sweeping up."""

import os
import stat

import pytest

from collaborative.embedded import folders
from collaborative.embedded.folders import DataFolder, runtime_folder
from collaborative.embedded.refusals import CannotStart


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.make()
    return folder


@pytest.fixture
def runtime(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "RUNTIME_PARENT", tmp_path)
    return tmp_path


def grow_old(folder):
    os.utime(folder, (1_000_000, 1_000_000))


def test_the_secret_is_made_once_long_and_private(data):
    first = data.secret()
    mode = stat.S_IMODE((data.root / "secret").stat().st_mode)
    assert (data.secret(), len(first), mode) == (first, 64, 0o600)


def test_a_folder_is_held_by_one_at_a_time_and_free_again_afterwards(data):
    with data.held() as first, data.held() as second:
        assert (first, second, data.holder()) == (True, False, str(os.getpid()))
    with data.held() as third:
        assert third is True


def test_what_is_published_can_be_read_whole_and_is_gone_afterwards(data):
    environment = {"SECRET_KEY": "it's $HOME\nand more", "MODE": "demo"}
    with data.published(environment):
        assert data.read_published() == environment
    assert data.read_published() is None


def test_what_a_killed_holder_published_is_not_believed(data):
    (data.root / "environment").write_text("MODE=demo\n")
    with data.held():
        assert data.read_published() is None


def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart) as refusal:
        DataFolder(tmp_path / "file" / "data").make()
    assert str(refusal.value) == (
        f"The data folder {tmp_path}/file/data cannot be used: "
        f"Not a directory ({tmp_path}/file/data)."
    )


def test_removing_leaves_what_somebody_else_put_there(data):
    data.secret()
    (data.root / "notes.txt").write_text("mine")
    data.remove()
    assert [part.name for part in data.root.iterdir()] == ["notes.txt"]


def test_a_runtime_folder_is_private_and_gone_afterwards(runtime):
    with runtime_folder(owner=None) as folder:
        assert (folder.parent, stat.S_IMODE(folder.stat().st_mode)) == (runtime, 0o700)
    assert list(runtime.iterdir()) == []


def test_a_runtime_folder_whose_owner_was_killed_is_swept_up(runtime):
    abandoned = runtime / "portal-run-abandoned"
    abandoned.mkdir()
    grow_old(abandoned)
    with runtime_folder(owner=None) as folder:
        assert list(runtime.iterdir()) == [folder]


def test_a_runtime_folder_in_use_or_just_being_made_is_left_alone(runtime):
    with runtime_folder(owner=None) as in_use:
        grow_old(in_use)
        fresh = runtime / "portal-run-fresh"
        fresh.mkdir()
        with runtime_folder(owner=None) as mine:
            assert set(runtime.iterdir()) == {in_use, fresh, mine}
