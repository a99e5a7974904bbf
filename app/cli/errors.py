"""What a newcomer can set right is said in one line, without a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy.exc

from app.core.postgres import PostgresUnavailable
from app.core.supervisor import Fallen


class Refused(Exception):
    """Why a command cannot do its work, and what to do about it."""


@contextmanager
def one_line() -> Iterator[None]:
    try:
        yield
    except (Refused, PostgresUnavailable, Fallen) as error:
        sys.exit(str(error))
    except (psycopg.OperationalError, sqlalchemy.exc.OperationalError) as error:
        reason = str(error).strip().splitlines()[0]
        sys.exit(f"The database does not answer; is DATABASE_URL right? {reason}")
    except PermissionError as error:
        sys.exit(f"{error.filename} is not ours to write; was it made by another user (root)?")
