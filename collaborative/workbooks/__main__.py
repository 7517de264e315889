"""The other process of `cells_apart`: a workbook comes in, and its cells go out."""

import sys

from collaborative.uploads import answer, limit
from collaborative.workbooks.cells import read_cells

if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), read_cells))
