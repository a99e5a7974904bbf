"""The rights of a database role that the shop runs as, apart from the owner of its tables.

A trigger keeps recorded rows from being changed; such a role may not even try, nor drop the
trigger, since it owns nothing.
"""

import re

from sqlalchemy import text
from sqlmodel import Session

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_APPEND_ONLY = text("""
    SELECT tgrelid::regclass::text FROM pg_trigger
    WHERE tgfoid = 'refuse_change'::regproc ORDER BY 1
""")


class NoRole(ValueError):
    """The text is what is wrong with the role's name, in English."""


def append_only(session: Session) -> list[str]:
    """Tables whose rows are only ever added."""
    return list(session.connection().execute(_APPEND_ONLY).scalars())


def grant_to(session: Session, role: str) -> list[str]:
    """Everything that the shop needs, and of what is only added to, no change; those tables.

    Safe to repeat, and to be repeated after each migration. Raises NoRole.
    """
    _refuse_unknown(session, role)
    kept = append_only(session)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
        *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}" for table in kept),
    ):
        session.connection().exec_driver_sql(statement)
    return kept


def _refuse_unknown(session: Session, role: str) -> None:
    """A name goes into statements as it is, so it is a plain one."""
    if not _NAME.fullmatch(role):
        raise NoRole(f"{role} is no plain name: small letters, digits and _.")
    found = text("SELECT rolsuper FROM pg_roles WHERE rolname = :role")
    is_super = session.connection().execute(found, {"role": role}).scalar()
    if is_super is None:
        raise NoRole(f"{role} does not exist: CREATE ROLE {role} LOGIN PASSWORD '…'.")
    if is_super:
        raise NoRole(f"{role} is a superuser, whom no right binds.")
