"""A sheet of many lines, looked at before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from collaborative.tables import Column
from training.forms.tables import TableField


class SheetForm(forms.Form):
    """One file with a table."""

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        """Take the columns that may be in it."""
        super().__init__(*args, **kwargs)
        self.fields["file"] = TableField(columns=columns, label="The sheet")
