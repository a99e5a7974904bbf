"""Rows of several tables in one statement: a unit of work costs a statement a table, and far more
of the processor than the rows are worth.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import text
from sqlmodel import Session, SQLModel


def blank(model: type[SQLModel]) -> dict[str, Any]:
    """The columns of a new row that have a constant default."""
    fields = model.model_fields.items()
    return {name: field.default for name, field in fields if field.default is not PydanticUndefined}


class Together:
    """Inserts rows into the tables of `models`, whatever their number, in one statement.

    The tables may refer to one another: foreign keys are checked at the end of the statement.
    """

    def __init__(self, *models: type[SQLModel]) -> None:
        self._names = [str(model.__tablename__) for model in models]
        named = [f"new_{model.__tablename__} AS ({insert_of(model)})" for model in models]
        self._statement = text(f"WITH {', '.join(named)} SELECT")

    def insert(self, session: Session, *rows: Iterable[Mapping[str, Any]]) -> None:
        """The rows of each table, as whole as the table: a column left out becomes NULL."""
        texts = {name: as_json(each) for name, each in zip(self._names, rows, strict=True)}
        session.connection().execute(self._statement, texts)


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(list(rows), default=str)


def insert_of(model: type[SQLModel]) -> str:
    """The rows of a parameter named as the table, which holds JSON.

    Columns by name: during an update of the shop a table may have one more than we know of.
    """
    table, names = model.__tablename__, ", ".join(model.model_fields)
    given = f"json_populate_recordset(CAST(NULL AS {table}), CAST(:{table} AS json))"
    return f"INSERT INTO {table} ({names}) SELECT {names} FROM {given}"  # noqa: S608  # our own names
