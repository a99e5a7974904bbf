"""Alembic environment."""

import re
from typing import Any, Literal

from alembic import context
from sqlalchemy import NullPool, create_engine, text

from app.core.config import settings
from app.core.db import UtcDateTime
from app.schema import metadata

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7032026)")
NOT_OURS = re.compile(r"procrastinate_|scan_\d{8}$")


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Keep application types out of migrations, which must outlive them."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def is_ours(name: str | None, kind: str, _: Any) -> bool:
    """The job queue's own tables are its library's business; days of scans come and go."""
    return not (kind == "table" and name is not None and NOT_OURS.match(name))


url = context.config.attributes.get("url", settings.database_url)
with create_engine(url, poolclass=NullPool).begin() as connection:
    connection.execute(text("SET lock_timeout = '10s'"))
    connection.execute(ONE_AT_A_TIME)
    context.configure(
        connection,
        target_metadata=metadata,
        render_item=render_item,
        include_name=is_ours,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
