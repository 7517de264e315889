"""What PostgreSQL itself refuses: changes to an assessment outside the states that allow them.

Each guard holds the assessment's row until the transaction ends, so that it cannot open or close
between the look and the change. A refusal reaches Python as IntegrityError.
"""

from collections.abc import Collection

import pgtrigger

from collaborative.guards import Guard


def only_while(
    states: Collection[str], *, assessments: str, name: str, inserted: Collection[str] = ()
) -> Guard:
    """Refuse to insert, change or delete a row unless its assessment is in one of the states.

    `assessments` is SQL for the keys of the assessments that the rows NEW and OLD belong to; in
    the states `inserted` a row may be added besides.
    """
    return Guard(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("held", "RECORD")],
        func=f"""
            FOR held IN
                SELECT state FROM training_assessment WHERE id IN ({assessments}) FOR SHARE
            LOOP
                IF held.state NOT IN ({_listed(states)})
                   AND NOT (TG_OP = 'INSERT' AND held.state IN ({_listed(inserted)})) THEN
                    RAISE EXCEPTION USING ERRCODE = 'check_violation',
                        MESSAGE = 'The assessment is ' || held.state
                                  || ': {name} refuses this change.';
                END IF;
            END LOOP;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - the SQL stands in the models; nobody types it
    )


def fixed_once_open(assessments: str) -> Guard:
    """Refuse to change what is asked once people answer; a row can still be added while open."""
    return only_while(["draft"], assessments=assessments, name="fixed_once_open", inserted=["open"])


def _listed(states: Collection[str]) -> str:
    return ", ".join(f"'{state}'" for state in states) or "''"
