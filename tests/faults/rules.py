"""What may be other than in the portal, in a process that the faults start."""

import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Seconds, a moment (ISO 8601), and the name of a guard to leave out (`wrong.GUARDS`).

    `every` is how often the clock wakes the notifications' tasks; 0 leaves the portal's times.
    """

    lease: float = 120
    left_for: float = 60
    silent_for: float = 120
    mail_timeout: float = 15
    waits: tuple[float, ...] = (60, 300, 900, 3600)
    every: float = 0
    at: str = ""
    guard_off: str = ""

    def without(self, guard: str) -> "Rules":
        """The same, with a guard left out."""
        return replace(self, guard_off=guard)

    def at_time(self, moment: str) -> "Rules":
        """The same, with the clock set."""
        return replace(self, at=moment)

    def variables(self) -> dict[str, str]:
        """The environment for a process that is to follow them."""
        return {"FAULTS": json.dumps(asdict(self))}


AS_EVER = Rules()
"""All as in the portal."""
HURRIED = Rules(lease=20, left_for=1, silent_for=5, mail_timeout=3, waits=(1, 1, 2), every=1)
"""All as in the portal, with shorter waits."""
DYING = replace(HURRIED, lease=4)
"""The same where workers die, and what they held is to be taken over soon."""
IMPATIENT = replace(HURRIED, mail_timeout=1)
"""The same where the mail server is silent, and that is to be found out soon."""
