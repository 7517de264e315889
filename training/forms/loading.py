"""A file with courses that comes in."""

from django import forms

from training.catalogues import COLUMNS
from training.forms.tables import TableField


class LoadForm(forms.Form):
    """One file with a table of courses."""

    file = TableField(label="File with courses", columns=tuple(COLUMNS.values()))
