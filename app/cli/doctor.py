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
from app.core.ids import new_id
from app.core.storage import AREAS, store
from app.identity.service import openid

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
    ours = [_secret(), _addresses(), _mail()]
    findings = [*_database(), *ours, *_storage(), *_providers(), _chromium()]
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


def _storage() -> Iterator[Finding]:
    folder = settings.var_dir
    if not os.access(folder, os.W_OK):
        yield Finding("storage", State.WRONG, f"{folder} cannot be written: set VAR_DIR")
        return
    free = shutil.disk_usage(folder).free
    state = State.OK if free > LITTLE_SPACE else State.WRONG
    yield Finding("storage", state, f"{folder}, {free >> 30} GiB free")
    yield from map(_area, AREAS)


def _area(area: str) -> Finding:
    """Whether a file can be written, read and deleted there."""
    where = settings.storage_url.partition("?")[0] or str(settings.var_dir)
    key, body = f"doctor-{new_id().hex}", os.urandom(1000)
    try:
        files = store(area)
        files.put(key, body)
        right = files.get(key) == body
        files.delete(key)
    except (OSError, ValueError) as error:
        return Finding(area, State.WRONG, f"{where}: {error}")
    if not right or files.has(key):
        return Finding(area, State.WRONG, f"{where} does not keep what it was given")
    return Finding(area, State.OK, f"{where}: written, read, deleted")


def _providers() -> Iterator[Finding]:
    try:
        connected = openid.open_profiles()
        for profile in connected:
            openid.secret_of(profile)
    except (OSError, ValueError) as error:
        yield Finding("sign-in", State.WRONG, f"OIDC_PROFILES: {error}")
        return
    if connected:
        names = ", ".join(profile.name for profile in connected)
        yield Finding("sign-in", State.OK, f"by password, and by {names}")
    else:
        yield Finding("sign-in", State.UNSET, "by password alone: OIDC_PROFILES connects nobody")


def _chromium() -> Finding:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return Finding("chromium", State.OK, f"{found}, for the browser tests")
    return Finding("chromium", State.UNSET, "browser tests would be skipped: apt install chromium")
