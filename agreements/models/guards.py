"""What the database refuses for versions, for what belongs to them, and for parties."""

from __future__ import annotations

import pgtrigger

from collaborative.guards import Guard, Protect

_REFUSAL = """
    FOR held IN SELECT circulated_at, dropped_at FROM agreements_version
        WHERE id IN (OLD.version_id, NEW.version_id) FOR SHARE
    LOOP
        IF held.circulated_at IS NOT NULL OR held.dropped_at IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                MESSAGE = 'What belongs to a version that is no draft does not change.';
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
"""


def frozen_with_the_version() -> Guard:
    """Rows of a version come, change and go only while it is a draft.

    The version's row is held, so that nobody circulates it in between.
    """
    return Guard(
        name="frozen_with_the_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("held", "RECORD")],
        func=_REFUSAL,
    )


FROZEN_VERSION = [
    Protect(
        name="frozen_once_circulated",
        # Since when it binds follows from the councils' acts, which come later.
        operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call] # untyped at its source
            "id",
            "agreement_id",
            "number",
            "draft",
            "text_id",
            "revision",
            "shared_at",
            "circulated_at",
            "dropped_at",
            "drop_reason",
            "source",
        ),
        condition=pgtrigger.Q(old__circulated_at__isnull=False),
    ),
    Protect(
        name="kept_once_circulated",
        operation=pgtrigger.Delete,
        condition=pgtrigger.Q(old__circulated_at__isnull=False),
    ),
    Protect(
        name="frozen_once_dropped",
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__dropped_at__isnull=False),
    ),
]
FROZEN_PARTY = Guard(
    name="frozen_once_circulated",
    when=pgtrigger.Before,
    # That it has left follows from its notice, which comes later.
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf("id", "agreement_id", "organisation_id", "adopts")  # type: ignore[no-untyped-call] # untyped at its source
    | pgtrigger.Delete,
    declare=[("held", "RECORD")],
    func="""
        FOR held IN SELECT state FROM agreements_agreement
            WHERE id IN (OLD.agreement_id, NEW.agreement_id) FOR SHARE
        LOOP
            IF held.state <> 'draft' THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation',
                    MESSAGE = 'The parties of a circulated agreement do not change.';
            END IF;
        END LOOP;
        RETURN COALESCE(NEW, OLD);
    """,
)
