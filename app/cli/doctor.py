"""What is configured here, what is missing, and what follows from that."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app.core import health
from app.core.config import settings
from app.core.db import reader

OLDEST_POSTGRES = 150000
LITTLE_SPACE = 1 << 30


class State(StrEnum):
    OK = "ok"
    UNSET = "-"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    subject: str
    state: State
    remark: str


def examine() -> bool:
    """Prints every finding; whether nothing is wrong."""
    findings = [*_database(), _secret(), _addresses(), _mail(), _storage(), _chromium()]
    for finding in findings:
        print(f"{finding.state:<6} {finding.subject:<12} {finding.remark}")
    return all(finding.state is not State.WRONG for finding in findings)


def _database() -> Iterator[Finding]:
    try:
        with reader.connect() as connection:
            yield _server(connection)
            yield _tables(connection)
            yield _worker(connection)
    except SQLAlchemyError as error:
        reason = str(error).strip().splitlines()[0]
        yield Finding("database", State.WRONG, f"no answer; set DATABASE_URL ({reason})")


def _server(connection: Connection) -> Finding:
    number, version, database = connection.execute(
        text(
            "SELECT current_setting('server_version_num')::int,"
            " current_setting('server_version'), current_database()"
        )
    ).one()
    state = State.OK if number >= OLDEST_POSTGRES else State.WRONG
    return Finding("database", state, f"PostgreSQL {version}, database {database} (15 or newer)")


def _tables(connection: Connection) -> Finding:
    current, newest = health.tables(connection), health.newest_tables()
    if current == newest:
        return Finding("migrations", State.OK, f"at {newest}")
    return Finding("migrations", State.WRONG, f"at {current}, newest is {newest}: run `migrate`")


def _worker(connection: Connection) -> Finding:
    if health.tables(connection) is None:
        return Finding("worker", State.UNSET, "no job queue yet")
    workers, waiting = health.queue(connection)
    state = State.OK if workers else State.UNSET
    return Finding("worker", state, f"{workers} running, {waiting} jobs waiting")


def _secret() -> Finding:
    if settings.secret_key.get_secret_value():
        return Finding("secret key", State.OK, "from SECRET_KEY")
    return Finding(
        "secret key",
        State.UNSET,
        f"kept in {settings.var_dir}/secret_key; several machines need one SECRET_KEY",
    )


def _addresses() -> Finding:
    if settings.qr_base_url:
        return Finding("addresses", State.OK, f"{settings.base_url}, codes {settings.qr_base_url}")
    return Finding(
        "addresses",
        State.UNSET,
        f"printed codes begin with {settings.base_url}: set QR_BASE_URL before printing labels",
    )


def _mail() -> Finding:
    if settings.smtp_url.get_secret_value():
        return Finding("e-mail", State.OK, f"by SMTP, from {settings.mail_from}")
    return Finding("e-mail", State.UNSET, "only written to the log: set SMTP_URL to send")


def _storage() -> Finding:
    folder = settings.var_dir
    if not os.access(folder, os.W_OK):
        return Finding("storage", State.WRONG, f"{folder} cannot be written: set VAR_DIR")
    free = shutil.disk_usage(folder).free
    state = State.OK if free > LITTLE_SPACE else State.WRONG
    return Finding("storage", state, f"{folder}, {free >> 30} GiB free")


def _chromium() -> Finding:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return Finding("chromium", State.OK, f"{found}, for the browser tests")
    return Finding("chromium", State.UNSET, "browser tests would be skipped: apt install chromium")
