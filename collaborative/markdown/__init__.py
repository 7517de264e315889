"""Limited Markdown: read once, then written as a page or a document needs it.

``read_markdown(source)`` returns plain nodes: text and structure, and nothing else.
"""

from collaborative.markdown.nodes import Node, read_markdown

__all__ = ["Node", "read_markdown"]
