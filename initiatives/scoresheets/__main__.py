"""The other process of `cells_apart`: a workbook comes in, and its cells go out."""

import sys

from initiatives.scoresheets.cells import read_cells
from initiatives.uploads import answer, limit

if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), read_cells))
