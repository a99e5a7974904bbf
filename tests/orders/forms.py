"""Reading our own pages in tests."""

import re

_INPUT = re.compile(r"<input\b[^>]*>")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, the first of each name."""
    found: dict[str, str] = {}
    for tag in _INPUT.findall(page):
        if 'type="hidden"' in tag:
            name = re.search(r'name="([^"]*)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name:
                found.setdefault(name[1], value[1] if value else "")
    return found
