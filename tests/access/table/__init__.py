"""The access table: every address, who may open it and who may post to it.

`staff`, `liaison`, `evaluator` and `clerk` are of the city that owns the object in question;
those `_elsewhere` of another. A line names the exceptions and ends with everybody else.
"""

from tests.access.table.account import ACCOUNT, SECOND_FACTOR
from tests.access.table.house import DEMO, MEMBERS, ROOF
from tests.access.table.ideas import PROPOSALS, REVIEWS, ROUNDS
from tests.access.table.promises import AGREEMENTS, MAIL
from tests.access.table.sponsors import SPONSORS

TABLE = (
    ROOF
    | MEMBERS
    | PROPOSALS
    | SPONSORS
    | ROUNDS
    | REVIEWS
    | AGREEMENTS
    | MAIL
    | DEMO
    | ACCOUNT
    | SECOND_FACTOR
)
