"""Addresses made of names: the first free one, numbered when the name is taken."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, union_all
from sqlmodel import Session

from app.core.text import slugify

LONGEST = 100


def free_slug(session: Session, name: str, taken_in: Sequence[Any], fallback: str) -> str:
    """An address for `name` that none of the columns `taken_in` holds.

    Two makers of the same address wait for each other until the first has committed.
    """
    base = slugify(name)[:LONGEST].strip("-") or fallback
    session.connection().execute(select(func.pg_advisory_xact_lock(func.hashtext(f"slug {base}"))))
    found = union_all(*(select(column).where(_like(column, base)) for column in taken_in))
    return numbered(base, set(session.connection().scalars(found)))


def _like(column: Any, base: str) -> ColumnElement[bool]:
    return or_(column == base, column.startswith(f"{base}-", autoescape=True))


def numbered(base: str, taken: set[str]) -> str:
    """
    >>> numbered("che-dinh", {"che-dinh", "che-dinh-2"}), numbered("che-dinh", set())
    ('che-dinh-3', 'che-dinh')
    """
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def fits(slug: str, name: str, fallback: str) -> bool:
    """Whether `slug` is what `name` gives, but for a number behind it.

    >>> fits("che-dinh-2", "Chè đinh", "x"), fits("che-dinh", "Chè đinh nõn", "x")
    (True, False)
    """
    base = slugify(name)[:LONGEST].strip("-") or fallback
    rest = slug.removeprefix(base)
    return slug.startswith(base) and (rest == "" or (rest[0] == "-" and rest[1:].isdigit()))
