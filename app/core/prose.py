"""A seller's own text as HTML: a little Markdown, and nothing that could do harm."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote"}
"""No headings, which would break the page's order, no links and no pictures from elsewhere."""

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "link"])


@lru_cache(maxsize=512)
def prose(text: str) -> Markup:
    """
    >>> str(prose("Hái **sớm**.<script>x</script>")).strip()
    '<p>Hái <strong>sớm</strong>.&lt;script&gt;x&lt;/script&gt;</p>'
    """
    return Markup(nh3.clean(_markdown.render(text), tags=TAGS, attributes={}))  # noqa: S704
