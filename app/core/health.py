"""Whether this deployment can work: its database, its tables, its worker."""

import re
from functools import cache

from sqlalchemy import Connection, text

from app.core.config import ROOT

_REVISION = re.compile(r'^(down_)?revision\b[^=]*= "(\w+)"', re.MULTILINE)
_TABLES = text("SELECT version_num FROM alembic_version")
_WORKERS = text(
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 s'"
)
_WAITING = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")


@cache
def newest_tables() -> str:
    """The revision that no other one follows; read without loading the migrations."""
    files = (ROOT / "migrations" / "versions").glob("*.py")
    found = [match.groups() for file in files for match in _REVISION.finditer(file.read_text())]
    followed = {revision for down, revision in found if down}
    return next(revision for down, revision in found if not down and revision not in followed)


def tables(connection: Connection) -> str | None:
    """The revision that the database is at; None before the first migration."""
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    revision: str | None = connection.scalar(_TABLES)
    return revision


def queue(connection: Connection) -> tuple[int, int]:
    """Workers that have shown themselves lately, and jobs that wait. The tables must be there."""
    return connection.scalar(_WORKERS) or 0, connection.scalar(_WAITING) or 0
