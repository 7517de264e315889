"""Who may do what in training, and why not."""

from training.rules.catalogue import why_not_keep_courses, why_not_resume, why_not_retire
from training.rules.cohorts import (
    why_not_attend,
    why_not_change_cohort,
    why_not_enrol,
    why_not_enrol_of,
    why_not_evaluate,
    why_not_give_up,
    why_not_hold,
    why_not_open_enrolment,
    why_not_read_evaluation,
    why_not_run_cohorts,
    why_not_withdraw_certificate,
)
from training.rules.gaps import why_not_read_exactly, why_not_read_gaps, why_not_show_gaps
from training.rules.overview import why_not_read_courses
from training.rules.programmes import (
    why_not_carry_out,
    why_not_change_programme,
    why_not_drop,
    why_not_judge,
    why_not_make_proposal,
    why_not_read_programmes,
    why_not_study,
    why_not_take_back,
)

__all__ = [
    "why_not_attend",
    "why_not_carry_out",
    "why_not_change_cohort",
    "why_not_change_programme",
    "why_not_drop",
    "why_not_enrol",
    "why_not_enrol_of",
    "why_not_evaluate",
    "why_not_give_up",
    "why_not_hold",
    "why_not_judge",
    "why_not_keep_courses",
    "why_not_make_proposal",
    "why_not_open_enrolment",
    "why_not_read_courses",
    "why_not_read_evaluation",
    "why_not_read_exactly",
    "why_not_read_gaps",
    "why_not_read_programmes",
    "why_not_resume",
    "why_not_retire",
    "why_not_run_cohorts",
    "why_not_show_gaps",
    "why_not_study",
    "why_not_take_back",
    "why_not_withdraw_certificate",
]
