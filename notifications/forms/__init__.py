"""What people type about mail: shape and help, no acts."""

from notifications.forms.absences import AbsenceForm
from notifications.forms.clockwork import ReleaseForm
from notifications.forms.ladders import LadderForm
from notifications.forms.letters import LetterForm
from notifications.forms.notices import HoldForm, WordingForm
from notifications.forms.own import PreferenceForm, SeenForm

__all__ = [
    "AbsenceForm",
    "HoldForm",
    "LadderForm",
    "LetterForm",
    "PreferenceForm",
    "ReleaseForm",
    "SeenForm",
    "WordingForm",
]
