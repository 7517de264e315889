"""The design system's files: what the style sheet points at, and nothing else."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from collaborative.assets import NpmFinder, referenced

ROOT = Path(__file__).resolve().parents[2]
SHEET = PurePosixPath("css/uswds.min.css")


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A design system of six files, of which the style sheet points at two."""
    files = {
        "css/uswds.min.css": 'a{src:url("../fonts/a.woff2?x#y")}b{background:url(../img/b.svg)}',
        "css/uswds.min.css.map": "{}",
        "fonts/a.woff2": "",
        "fonts/unused.woff2": "",
        "img/b.svg": "",
        "img/sprite.svg": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(NpmFinder, "root", tmp_path)
    return tmp_path


def test_a_sheet_points_at_files_beside_it_and_not_at_data():
    sheet = "a{b:url(../img/x.svg)}c{d:url('data:image/png;base64,AA')}e{f:url(#g)}h{i:url()}"
    assert referenced(sheet, at=SHEET) == {"img/x.svg"}


def test_the_finder_lists_what_the_sheet_points_at_in_order(package):
    listed = [(path, storage.prefix) for path, storage in NpmFinder().list(None)]
    assert listed == [
        ("css/uswds.min.css", "uswds"),
        ("css/uswds.min.css.map", "uswds"),
        ("fonts/a.woff2", "uswds"),
        ("img/b.svg", "uswds"),
        ("img/sprite.svg", "uswds"),
    ]


def test_the_finder_leaves_out_what_collectstatic_ignores(package):
    listed = [path for path, _ in NpmFinder().list(["*.map", "img"])]
    assert listed == ["css/uswds.min.css", "fonts/a.woff2", "img/b.svg", "img/sprite.svg"]


def test_the_finder_finds_a_used_file_under_its_prefix_only(package):
    finder = NpmFinder()
    place = str(package / "img/b.svg")
    assert finder.find("uswds/img/b.svg") == place
    assert finder.find("uswds/img/b.svg", find_all=True) == [place]
    assert finder.find("uswds/fonts/unused.woff2") is None
    assert finder.find("img/b.svg") is None
    assert finder.find("uswds/fonts/unused.woff2", find_all=True) == []


def test_a_missing_package_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(NpmFinder, "root", tmp_path)
    with pytest.raises(ImproperlyConfigured, match=r"is not installed .* run `make setup`"):
        list(NpmFinder().list(None))


def test_the_installed_package_is_found_by_django():
    assert finders.find("uswds/css/uswds.min.css") == str(NpmFinder.root / SHEET)


def test_production_gathers_a_small_whole_set_of_files(settings, tmp_path):
    """Collecting with the manifest storage fails by itself on any reference to a missing file."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    ours = {path for path in manifest if path.startswith("uswds/")}
    weight = sum((tmp_path / manifest[path]).stat().st_size for path in ours)
    assert ours == {f"uswds/{path}" for path in NpmFinder().files}
    assert weight < 3_000_000
    assert named_by_templates() <= set(manifest)


def named_by_templates() -> set[str]:
    """Every static file that a template of the portal names."""
    templates = (ROOT / "templates").rglob("*.html")
    return {
        name
        for template in templates
        for name in re.findall(r"{% static ['\"]([^'\"]+)", template.read_text())
    }


def test_the_lock_names_no_address():
    lock = (ROOT / "package-lock.json").read_text()
    assert re.findall(r"https?:|\"resolved\"", lock) == []
