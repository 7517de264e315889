"""The other process of `apart`: a file comes in, and what is kept of it goes out."""

import sys

from collaborative.uploads.apart import answer, limit

if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
