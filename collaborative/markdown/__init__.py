"""Limited Markdown: read once, then written as a page, a document or a mail needs it.

Paragraphs, headings, lists, quotes, tables, emphasis, code and links (http, https, mailto); no
pictures, no HTML. ``read_markdown`` returns plain nodes, ``rendered`` HTML, ``plain`` text;
``headings`` says where a text's headings stand.
"""

from collaborative.markdown.nodes import Heading, Node, headings, read_markdown
from collaborative.markdown.pages import rendered
from collaborative.markdown.plain import plain

__all__ = ["Heading", "Node", "headings", "plain", "read_markdown", "rendered"]
