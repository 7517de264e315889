"""The contract with the settings: nothing they read may come from the caller unseen."""

import os
import re
from pathlib import Path

from collaborative.embedded.environment import Services, bare, given, inherited, is_left_out
from collaborative.embedded.folders import DataFolder

SETTINGS = Path(__file__).parents[3] / "collaborative" / "settings.py"
THE_CALLERS_CHOICE = {"LOG_LEVEL"}


def read_by_the_settings() -> set[str]:
    """Return the variables that the settings read, as they stand in the source."""
    return set(re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z_]+)"', SETTINGS.read_text()))


def test_what_the_services_give_is_the_whole_contract(tmp_path):
    data = DataFolder(tmp_path)
    services = Services(
        database_folder=Path("/tmp/run"),
        broker_socket=Path("/tmp/run/broker"),
        mail_port=2525,
        web_port=8100,
    )
    assert given(services, data=data, mode="demo") == {
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BROKER_URL": "redis+socket:///tmp/run/broker?virtual_host=0",
        "DATABASE_OWNER_URL": "postgresql://portal@%2Ftmp%2Frun/portal",
        "DATABASE_URL": "postgresql://portal_application@%2Ftmp%2Frun/portal",
        "DJANGO_SETTINGS_MODULE": "collaborative.settings",
        "EMAIL_URL": "smtp://127.0.0.1:2525",
        "MAIL_FOLDER": f"{tmp_path}/mail",
        "MEDIA_ROOT": f"{tmp_path}/files",
        "MODE": "demo",
        "SECRET_KEY": (tmp_path / "secret").read_text(),
        "SITE_URL": "http://127.0.0.1:8100",
    }


def test_every_variable_that_the_settings_read_is_kept_from_the_caller():
    let_in = {name for name in read_by_the_settings() if not is_left_out(name)}
    assert (let_in, "DATABASE_URL" in read_by_the_settings()) == (THE_CALLERS_CHOICE, True)


def test_the_rest_of_the_callers_environment_stays_and_our_python_comes_first(monkeypatch):
    monkeypatch.setattr("sys.executable", "/portal/bin/python")
    caller = {
        "HOME": "/home/liaison",
        "PATH": "/usr/bin",
        "PGPASSWORD": "x",
        "WEB_CONCURRENCY": "9",
    }
    assert inherited(caller) == {
        "HOME": "/home/liaison",
        "PATH": f"/portal/bin{os.pathsep}/usr/bin",
    }


def test_postgresql_and_valkey_see_the_same_few_variables_everywhere(monkeypatch):
    monkeypatch.setenv("PGDATA", "/elsewhere")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert bare() == {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
