"""Limited Markdown: read once, then written as a page, a document or a mail needs it.

Paragraphs, headings, lists, quotes, tables, emphasis, code and links (http, https, mailto); no
pictures, no HTML. ``read_markdown`` returns plain nodes, ``rendered`` HTML, ``plain`` text.
"""

from collaborative.markdown.nodes import Node, read_markdown
from collaborative.markdown.pages import rendered
from collaborative.markdown.plain import plain

__all__ = ["Node", "plain", "read_markdown", "rendered"]
