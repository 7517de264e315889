"""What must hold for the whole house, whatever room a change is in."""

import json
import re
import subprocess
from enum import StrEnum
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission as DatabasePermission
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template

import agreements.events
import cities.events
import initiatives.events
import notifications.events
import training.events
from collaborative.management.commands.write_docs import LIVES
from collaborative.models import Stateful
from collaborative.roles import PERMISSIONS, Permission, Role
from notifications.catalogue import NOTICES, SILENT

ROOT = Path(__file__).resolve().parents[2]
OURS = ("collaborative", "cities", "initiatives", "training", "agreements", "notifications")
EVENT_MODULES = (
    cities.events,
    initiatives.events,
    agreements.events,
    training.events,
    notifications.events,
)


def our_models() -> list[type[models.Model]]:
    """Every model of ours that is a thing; row histories made by triggers are not."""
    return [
        model
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def event_kinds() -> list[StrEnum]:
    """Every kind of event of every app."""
    return [
        kind
        for module in EVENT_MODULES
        for enum in vars(module).values()
        if isinstance(enum, type) and issubclass(enum, StrEnum) and enum is not StrEnum
        for kind in enum
    ]


def sources() -> dict[str, str]:
    """The text of every module of ours but the migrations, by path."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for app in OURS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }


def test_every_permission_is_held_by_an_office():
    held = frozenset().union(*PERMISSIONS.values())
    assert (held, set(PERMISSIONS)) == (frozenset(Permission), set(Role))


def test_every_permission_is_asked_for_in_its_own_app_or_above():
    code = "\n".join(text for path, text in sources().items() if not path.endswith("/roles.py"))
    assert [p.name for p in Permission if f"Permission.{p.name}" not in code] == []


@pytest.mark.django_db
def test_every_object_grant_exists_in_the_database():
    wanted = {"edit_draft", "comment_draft", "read_draft"}
    found = DatabasePermission.objects.filter(codename__in=wanted)
    assert set(found.values_list("codename", flat=True)) == wanted


def test_every_event_is_told_to_somebody_or_silent_with_a_reason():
    kinds = set(event_kinds())
    assert (set(NOTICES) | set(SILENT), set(NOTICES) & set(SILENT)) == (kinds, set())
    assert all(reason.strip() for reason in SILENT.values())


def test_every_kind_of_event_is_recorded_somewhere():
    told = "notifications/catalogue"
    code = "\n".join(text for path, text in sources().items() if told not in path)
    unused = [
        f"{type(kind).__name__}.{kind.name}"
        for kind in event_kinds()
        if f"{type(kind).__name__}.{kind.name}" not in code
    ]
    assert unused == []


def test_every_state_of_every_life_can_be_reached_and_no_other():
    stateful = [model for model in our_models() if issubclass(model, Stateful)]
    reached = {name: set(life.states()) for name, life in LIVES.items()}
    assert reached == {
        model.__name__: set(model.State.values)
        for model in stateful
        if model.__name__ in reached or model.__name__ != "Message"
    }


def test_every_model_has_a_docstring_of_its_own():
    bare = [
        model.__name__
        for model in our_models()
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    ]
    assert bare == []


def test_every_model_has_a_factory():
    code = "\n".join(path.read_text() for path in (ROOT / "tests" / "factories").glob("*.py"))
    made = set(re.findall(r"^        model = (\w+)$", code, re.MULTILINE))
    assert sorted({model.__name__ for model in our_models()} - made) == []


@pytest.mark.parametrize(
    "name",
    sorted(str(p.relative_to(ROOT / "templates")) for p in (ROOT / "templates").rglob("*.html")),
)
def test_every_template_compiles(name):
    assert get_template(name).template.nodelist is not None


def test_no_template_holds_inline_style_or_script():
    inline = re.compile(
        r"<[a-z][^>%]*\s(style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)[^>]*>(?=[^<])"
    )
    pages = [p for p in (ROOT / "templates").rglob("*.html") if "/mail/" not in str(p)]
    assert [str(p.relative_to(ROOT)) for p in pages if inline.search(p.read_text())] == []


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_migration_is_named_by_the_machine():
    names = [p.name for app in OURS for p in (ROOT / app / "migrations").glob("0*.py")]
    assert [name for name in names if re.search(r"auto_|alter_|_and_more", name)] == []


def test_the_generated_docs_are_up_to_date():
    call_command("write_docs", check=True)


def test_no_module_is_named_for_nothing():
    junk = {"utils", "helpers", "common", "core", "misc"}
    assert [
        path for path in sources() if Path(path).stem in junk or junk & {*Path(path).parts}
    ] == []


def test_no_file_names_a_registry_or_this_machine():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    hosts = re.compile(
        r"pypi\.|pythonhosted|registry\.npm|npmjs|/" + "work/|/" + "root/", re.IGNORECASE
    )
    me = Path(__file__).relative_to(ROOT)
    found = []
    for name in files:
        path = ROOT / name
        if name == str(me) or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {hit.group()}" for hit in hosts.finditer(text)]
    assert found == []


def test_the_lock_of_the_front_end_names_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_ci_and_compose_run_what_the_readme_says():
    readme, ci = (ROOT / "README.md").read_text(), (ROOT / ".ci" / "run").read_text()
    assert ("make test" in readme, "make test" in ci, "make lint" in ci) == (True, True, True)
