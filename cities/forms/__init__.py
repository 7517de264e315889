"""What people type about the members: shape and help, no acts."""

from cities.forms.bodies import BodyForm
from cities.forms.calendar import (
    CancelForm,
    MeetingForm,
    PlannedRow,
    PlanRows,
    RuleForm,
    initial_rows,
)
from cities.forms.holidays import HolidayForm
from cities.forms.members import DepartmentForm, InvitationForm, OpenAccountForm

__all__ = [
    "BodyForm",
    "CancelForm",
    "DepartmentForm",
    "HolidayForm",
    "InvitationForm",
    "MeetingForm",
    "OpenAccountForm",
    "PlanRows",
    "PlannedRow",
    "RuleForm",
    "initial_rows",
]
