"""Set words as a document: one accessible, archivable PDF, the same bytes every time.

``press(template, words=..., fonts=..., on=...)`` takes a typst template and plain values.
"""

from collaborative.typesetting.printing import FONT_FOLDERS, Unprintable, press, running_title

__all__ = ["FONT_FOLDERS", "Unprintable", "press", "running_title"]
