"""What is frozen is guarded alike in the whole house, whoever adds to it."""

from django.apps import apps

from collaborative.guards import Guard
from tests.architecture.test_repository import OURS

GUARD_NOTHING = {
    "keep_words": "keeps the words by which proposals are found",
    "insert_insert": "writes a row's history",
    "update_update": "writes a row's history",
}


def guarded() -> dict[str, dict[str, bool]]:
    """By table: its triggers that refuse something, and whether nobody can ignore them."""
    return {
        model._meta.db_table: {
            trigger.name: isinstance(trigger, Guard)
            for trigger in model._meta.triggers
            if trigger.name not in GUARD_NOTHING
        }
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if getattr(model._meta, "triggers", None)
    }


def test_no_guard_can_be_ignored_by_a_setting_of_the_session():
    """Take `collaborative.guards` for triggers that refuse; pgtrigger's own can be ignored."""
    weak = {
        f"{table}: {name}"
        for table, triggers in guarded().items()
        for name, is_guard in triggers.items()
        if not is_guard
    }
    assert weak == set()


def test_no_table_with_a_guard_can_be_emptied_around_it():
    """Add `guards.never_emptied()` to the triggers of its model."""
    assert {
        table
        for table, triggers in guarded().items()
        if triggers and "never_emptied" not in triggers
    } == set()
    assert len(guarded()) > 30
