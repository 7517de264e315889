"""The access table: every address, who may open it and who may post to it.

`staff`, `liaison`, `evaluator` and `clerk` are of the city that owns the object in question;
those `_elsewhere` of another. A line names the exceptions and ends with everybody else.
"""

from tests.access.table.account import ACCOUNT, SECOND_FACTOR
from tests.access.table.after import AFTER
from tests.access.table.assigning import ASSIGNING
from tests.access.table.clockwork import CLOCKWORK
from tests.access.table.councils import COUNCILS
from tests.access.table.deciding import DECIDING
from tests.access.table.exports import EXPORTS
from tests.access.table.finding import FINDING
from tests.access.table.history import HISTORY
from tests.access.table.house import DEMO, MEMBERS, ROOF
from tests.access.table.ideas import PROPOSALS, REVIEWS, ROUNDS
from tests.access.table.inbox import INBOX
from tests.access.table.letters import LETTERS
from tests.access.table.library import LIBRARY
from tests.access.table.meetings import MEETINGS
from tests.access.table.packets import PACKETS
from tests.access.table.papers import PAPERS
from tests.access.table.promises import AGREEMENTS, MAIL
from tests.access.table.records import RECORDS
from tests.access.table.reminders import REMINDERS
from tests.access.table.scoring import SCORING
from tests.access.table.screening import SCREENING
from tests.access.table.sponsors import SPONSORS
from tests.access.table.standings import STANDINGS
from tests.access.table.talk import TALK
from tests.access.table.texts import TEXTS
from tests.access.table.training import TRAINING
from tests.access.table.training_catalogue import TRAINING_CATALOGUE
from tests.access.table.training_cohorts import COHORTS
from tests.access.table.training_gaps import TRAINING_GAPS
from tests.access.table.training_needs import TRAINING_NEEDS
from tests.access.table.training_plan import TRAINING_PLAN
from tests.access.table.training_programmes import PROGRAMMES
from tests.access.table.training_records import TRAINING_RECORDS
from tests.access.table.writing import WRITING

TABLE = (
    ROOF
    | MEMBERS
    | COUNCILS
    | PROPOSALS
    | WRITING
    | HISTORY
    | AFTER
    | REMINDERS
    | SCREENING
    | TALK
    | FINDING
    | SPONSORS
    | ROUNDS
    | DECIDING
    | ASSIGNING
    | LIBRARY
    | REVIEWS
    | STANDINGS
    | SCORING
    | MEETINGS
    | AGREEMENTS
    | PACKETS
    | EXPORTS
    | PAPERS
    | TEXTS
    | RECORDS
    | TRAINING
    | TRAINING_GAPS
    | TRAINING_NEEDS
    | PROGRAMMES
    | TRAINING_RECORDS
    | TRAINING_CATALOGUE
    | COHORTS
    | TRAINING_PLAN
    | MAIL
    | CLOCKWORK
    | INBOX
    | LETTERS
    | DEMO
    | ACCOUNT
    | SECOND_FACTOR
)
