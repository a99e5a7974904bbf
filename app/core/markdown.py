"""What a seller writes as Markdown, shown as safe HTML.

Headings, tables, pictures and links are not for sellers: their text stays, the markup goes.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote"}
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "link", "autolink", "reference", "code", "fence", "html_block"]
)


@lru_cache(maxsize=2000)
def to_html(text: str) -> Markup:
    """
    >>> str(to_html("Chè **đinh**, hái tay.")).strip()
    '<p>Chè <strong>đinh</strong>, hái tay.</p>'
    """
    return Markup(nh3.clean(_parser.render(text), tags=TAGS, attributes={}))  # noqa: S704  # cleaned
