"""What to ask for: real addresses of a generated shop, the same ones in every run."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote_plus

import psycopg

SAMPLE = 300
PHRASES = ("che tan cuong", "chè đinh", "dinh", "mật ong", "trà sen", "mien", "che xanh hop")


@dataclass(frozen=True)
class Addresses:
    home: tuple[str, ...]
    listing: tuple[str, ...]
    search: tuple[str, ...]
    product: tuple[str, ...]
    origin: tuple[str, ...]
    seller: tuple[str, ...]


@cache
def addresses(url: str) -> Addresses:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:

        def of(pattern: str, query: str) -> tuple[str, ...]:
            rows = connection.execute(f"{query} ORDER BY md5(1::text || id::text) LIMIT {SAMPLE}")
            return tuple(pattern.format(row[0]) for row in rows)

        return Addresses(
            home=("/",),
            listing=("/tim",),
            search=tuple(f"/tim?q={quote_plus(phrase)}" for phrase in PHRASES),
            product=of("/san-pham/{}", "SELECT slug FROM product WHERE listed"),
            origin=of("/Q/{}", "SELECT code FROM lot WHERE status = 'published'"),
            seller=of("/nha-ban/{}", "SELECT slug FROM seller WHERE status = 'approved'"),
        )


def vocabulary(url: str) -> list[str]:
    """Every word that somebody could search for, folded, without numbers."""
    query = (
        "SELECT word FROM ts_stat('SELECT search FROM product WHERE listed')"
        " WHERE word ~ '^[a-z]{2,}$' ORDER BY word"
    )
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return [row[0] for row in connection.execute(query)]
