"""What PostgreSQL itself refuses about a year's plan, each guard with the plan's row held."""

from collections.abc import Collection

import pgtrigger

from collaborative.guards import Guard, Protect, never_emptied

_REFUSE = "RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = "
_OF_PLAN = "NEW.plan_id, OLD.plan_id"
_OF_CLASS = """
    SELECT plan_id FROM training_plannedclass WHERE id IN (NEW.planned_id, OLD.planned_id)
"""


def given_before_asking() -> list[pgtrigger.Trigger]:
    """Refuse to change what a plan is made from, once the plan was asked for."""
    return [never_emptied(), _only_while(["draft"], name="given_before_asking", plans=_OF_PLAN)]


def found_by_the_worker(*, plans: str = _OF_PLAN) -> list[pgtrigger.Trigger]:
    """Refuse to write what was found when nobody works on the plan, or to change it ever."""
    return [
        never_emptied(),
        _only_while(["running"], name="found_by_the_worker", plans=plans),
    ]


def seats_found_by_the_worker() -> list[pgtrigger.Trigger]:
    """Refuse the same of the seats of a planned class."""
    return found_by_the_worker(plans=_OF_CLASS)


def stays(*, name: str, when: str, columns: Collection[str]) -> Protect:
    """Refuse to change these columns of a row that is as the SQL of `when` says."""
    changed = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)
    return Protect(
        name=name,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"(({when}) AND ({changed}))"),
    )


def _only_while(states: Collection[str], *, name: str, plans: str) -> Guard:
    listed = ", ".join(f"'{state}'" for state in states)
    return Guard(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("held", "RECORD")],
        func=f"""
            FOR held IN SELECT state FROM training_yearplan WHERE id IN ({plans}) FOR SHARE LOOP
                IF held.state NOT IN ({listed}) THEN
                    {_REFUSE}'The plan is ' || held.state || ': {name} refuses this change.';
                END IF;
            END LOOP;
            RETURN COALESCE(NEW, OLD);
        """,  # noqa: S608 - the SQL stands in the models; nobody types it
    )
