"""Rows of the list as it is taken away."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM, PUBLIC

FINDING = {
    "initiatives:proposals_csv": Row(get=PUBLIC, post=NO_FORM),
    "initiatives:proposals_xlsx": Row(get=PUBLIC, post=NO_FORM),
}
"""Each holds what its reader may see; the workbook is looked into by the tests of two worlds."""
