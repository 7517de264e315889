"""Sets of criteria as data: pure, so that one is read, judged and compared without a database.

``read`` and ``write`` go between questions and their JSON; ``faults`` says in sentences why a set
cannot be used as it stands; ``wordless`` which marks have no words yet; ``differences`` what one
set asks and another not; ``is_wanted`` and ``when_wanted`` when a mark needs its reason.
"""

from initiatives.rubrics.differences import Changed, Differences, differences
from initiatives.rubrics.faults import WHOLE, faults, wordless
from initiatives.rubrics.questions import Question, plain, read, write
from initiatives.rubrics.reasons import Answered, is_wanted, when_wanted

__all__ = [
    "WHOLE",
    "Answered",
    "Changed",
    "Differences",
    "Question",
    "differences",
    "faults",
    "is_wanted",
    "plain",
    "read",
    "when_wanted",
    "wordless",
    "write",
]
