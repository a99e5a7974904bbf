"""A scan on its way: as a page saw it, and as it is kept."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row

from app.traceability.rules import Verdict


class Opened(NamedTuple):
    """A code that somebody's browser asked for, as the page saw it; `at` in seconds of the epoch.

    The code is one by its form: it goes into `COPY` as it is. `lot` is the code of the lot when
    `code` is that of one packet (`rules.scans.unit_code`). With a `province` it is no scan: the
    reader of an earlier one says where they are.
    """

    at: float
    code: str
    address: str
    agent: str
    language: str
    lot: str = ""
    province: str = ""


class Counted(NamedTuple):
    """A scan as it is kept: `lot` is None for a code that names nothing public."""

    opened: Opened
    lot: Row[Any] | None
    device: str
    day: date
    verdict: Verdict
