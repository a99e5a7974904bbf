"""Rows of several tables in one statement: a unit of work costs a statement a table, and far more
of the processor than the rows are worth.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import TextClause, text
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
        self._tables = [model.__table__ for model in models]  # type: ignore[attr-defined]  # SQLModel makes it
        self._statement = self._inserts()

    def insert(self, session: Session, *rows: Iterable[Mapping[str, Any]]) -> None:
        """The rows of each table, as whole as the table: a column left out becomes NULL."""
        texts = [json.dumps(list(each), default=str) for each in rows]
        names = [table.name for table in self._tables]
        session.connection().execute(self._statement, dict(zip(names, texts, strict=True)))

    def _inserts(self) -> TextClause:
        named = [f"new_{table.name} AS ({_insert(table)})" for table in self._tables]
        return text(f"WITH {', '.join(named)} SELECT")


def _insert(table: Any) -> str:
    """Columns by name: during an update of the shop a table may have one more than we know of."""
    names = ", ".join(table.columns.keys())
    given = f"json_populate_recordset(CAST(NULL AS {table.name}), CAST(:{table.name} AS json))"
    return f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {given}"  # noqa: S608  # our own names
