"""Rows straight into tables by COPY, in the order in which they refer to one another."""

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel

STARTED = 1_788_000_000_000
"""Milliseconds: the moment that the invented ids say they were made."""


def copy_rows(session: Session, rows: Iterable[SQLModel]) -> int:
    """Copies rows of one table; how many."""
    copied = 0
    each = iter(rows)
    first = next(each, None)
    if first is None:
        return 0
    table = type(first).__table__  # type: ignore[attr-defined]  # SQLModel's table
    names = [column.name for column in table.columns]
    cursor = session.connection().connection.cursor()
    with cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in _again(first, each):
            copy.write_row(_values(row, names))
            copied += 1
    return copied


def _again(first: SQLModel, rest: Iterator[SQLModel]) -> Iterator[SQLModel]:
    yield first
    yield from rest


def _values(row: SQLModel, names: Sequence[str]) -> list[Any]:
    values = row.__dict__
    return [_plain(values.get(name)) for name in names]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value


def made_id(random: Random, number: int) -> UUID:
    """A UUIDv7 that a number and a seeded chance decide: the same in every run."""
    stamp = (STARTED + number) << 80
    noise = random.getrandbits(74)
    return UUID(int=stamp | 0x7 << 76 | (noise >> 62) << 64 | 0b10 << 62 | noise & ((1 << 62) - 1))
