"""What PostgreSQL itself refuses: changes to a round's parts outside the states that allow them.

Each guard holds the round's row until the transaction ends, so that a round cannot open or
close between the look and the change. A refusal reaches Python as IntegrityError.
"""

from collections.abc import Collection

import pgtrigger

from collaborative.guards import Guard, Protect

_REFUSE = "RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = "


def only_while(
    states: Collection[str], *, rounds: str, name: str, of: str = "round", unless: str = ""
) -> Guard:
    """Refuse to insert, change or delete a row unless its round is in one of the states.

    `rounds` is SQL for the keys of the rounds that the rows NEW and OLD belong to; `of` names
    another thing with a life whose keys they are; `unless` is SQL for what may happen in other
    states, and knows the round as `held`.
    """
    otherwise = f" AND NOT ({unless})" if unless else ""
    listed = ", ".join(f"'{state}'" for state in states)
    return Guard(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("held", "RECORD")],
        func=f"""
            FOR held IN SELECT state FROM initiatives_{of} WHERE id IN ({rounds}) FOR SHARE LOOP
                IF held.state NOT IN ({listed}){otherwise} THEN
                    {_REFUSE}'The {of} is ' || held.state || ': {name} refuses this change.';
                END IF;
            END LOOP;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - the SQL stands in the models; nobody types it
    )


def refuse_when(found: str, *, name: str, sentence: str) -> Guard:
    """Refuse to insert or change a row NEW for which the query finds something."""
    return Guard(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF EXISTS ({found}) THEN
                {_REFUSE}'{sentence}';
            END IF;
            RETURN NEW;
        """,
    )


def written_once() -> Guard:
    """Refuse to change or delete a row."""
    return Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
