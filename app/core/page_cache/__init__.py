"""Whole public pages, kept in memory ahead of routing.

A page says what it is made of, a command says what it changed, and nothing else needs to know:

- once, beside the routes: `page_cache.keep("/tim", "q", "loai")` – pages under `/tim` may be kept,
  and see no query keys but these;
- in the route: `page_cache.public(response, "listing", until=…)` – the same for everybody;
- in the command: `page_cache.touch(session, "listing")` – dropped everywhere at commit.

The reasons are in `docs/decisions/0008-page-cache.md`.
"""

from app.core.page_cache.marks import (
    EVERYTHING,
    keep,
    keep_copies,
    means,
    public,
    touch,
    when_dropped,
    when_served,
)
from app.core.page_cache.middleware import PageCache
from app.core.page_cache.squeezing import squeezed

__all__ = [
    "EVERYTHING",
    "PageCache",
    "keep",
    "keep_copies",
    "means",
    "public",
    "squeezed",
    "touch",
    "when_dropped",
    "when_served",
]
