"""Exports of many packets: asked for, made by a worker that may die, kept for a while.

The row is the promise. A worker leases it, makes one packet after the other, and puts them into
one file under another name; only the whole file gets its own name, and only then the row says
that it is ready. Whoever comes after a worker that died goes on with the first packet not made.
"""

from agreements.operations.exports.asking import ask, ask_again, cancel, note_taken
from agreements.operations.exports.keeping import expire, sweep
from agreements.operations.exports.making import make_waiting

__all__ = ["ask", "ask_again", "cancel", "expire", "make_waiting", "note_taken", "sweep"]
