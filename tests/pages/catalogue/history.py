"""The texts that a proposal has had."""

from tests.pages.states import bare, filled

HISTORY = "initiatives:proposal_history"
REVISION = "initiatives:revision"
RESTORE = "initiatives:restore_revision"

FILLED = (
    filled("initiatives/proposal_history.html", "author", HISTORY, "rewritten"),
    filled("initiatives/proposal_history.html", "facilitator", HISTORY, "rewritten"),
    filled("initiatives/proposal_history.html", "nobody", HISTORY, "released"),
    bare("initiatives/proposal_history.html", "author", HISTORY, "bare_draft"),
    filled("initiatives/proposal_revision.html", "author", REVISION, "rewritten", "1"),
    filled(
        "initiatives/proposal_revision.html",
        "author",
        REVISION,
        "rewritten",
        "4",
        query="?from=1",
        name="compared",
        says="Costs and savings",
    ),
    filled("initiatives/proposal_restore.html", "author", RESTORE, "rewritten", "1"),
    bare("initiatives/proposal_restore.html", "author", RESTORE, "rewritten", "6"),
)

EMPTY = ()
