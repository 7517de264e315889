"""A table that somebody uploads, as CSV or as an Excel file: read whole, every fault by its place.

Pure: `read_table` turns a file into rows of text by the names of the columns, and a `Reading` of a
row turns its cells into amounts, numbers, days and words. What is wrong is a `Fault` with its line,
its column and a sentence; nothing is guessed, and a caller with a single fault writes nothing.
"""

from collaborative.tables.reading import (
    MOST_BYTES,
    MOST_ROWS,
    STARTS_OF_FORMULAS,
    Column,
    Fault,
    Row,
    Table,
    read_table,
    short,
)
from collaborative.tables.values import Reading

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "STARTS_OF_FORMULAS",
    "Column",
    "Fault",
    "Reading",
    "Row",
    "Table",
    "read_table",
    "short",
]
