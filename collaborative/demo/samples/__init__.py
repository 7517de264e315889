"""The sample collaborative: proposals, rounds and agreements as the five cities might have them.

What is said stands in the JSON and Markdown files beside the code; the code only puts it through
the operations, step by step, in the order in which it would have happened. Days are counted back
from the day of loading ("ago"; negative days lie ahead), so that the demo is always of today.
"""

from collaborative.demo.samples.story import Told, tell

__all__ = ["Told", "tell"]
