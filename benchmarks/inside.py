"""Measured inside a process of its own: `python -m benchmarks.inside WORK`, on `DATABASE_URL`.

Prints a JSON line. Started by `benchmarks.works`.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Engine, event, select
from sqlmodel import col
from sqlmodel import select as select_lot
from starlette.testclient import TestClient

from app.core import db
from app.main import create_app, write_scans
from app.traceability.labels.pdf import Label, label_sheet
from app.traceability.labels.sheets import BY_KEY
from app.traceability.models import Lot, LotStatus
from app.traceability.queries.labels import runs_of
from app.traceability.service.label_files import Wanted, write_file
from app.traceability.service.labels import (
    RunIn,
    VoidIn,
    print_labels,
    void_labels,
)
from app.traceability.service.opened import Opened
from benchmarks import epcis, log, sheets
from benchmarks.addresses import addresses

LABELS = (1_000, 20_000)
PACKETS = 100_000
PAGES = ("listing", "product", "search", "home", "origin")  # a scan is written behind, last
BATCH = 4000
"""What a busy quarter of a second brings."""
AGENT = "Mozilla/5.0 (Linux; Android 14) Chrome/149.0 Mobile"


def labels() -> dict[str, float]:
    """Seconds for so many labels of one lot."""
    label = Label(
        "HTTPS://NGUYENGOC.EXAMPLE/Q/K7Q4M9MXDT",
        "K7Q4M9MXDT",
        "Chè đinh Tân Cương, hộp thiếc",
        ("Hợp tác xã chè mẫu", "Lô TC-2610-01", "Đóng gói 12/10/2026, hạn dùng 12/10/2028"),
    )
    sheet = next(each for each in BY_KEY.values() if not each.is_roll)
    label_sheet(sheet, label, 10)  # fonts are read once a process
    return {str(count): _seconds(partial(label_sheet, sheet, label, count)) for count in LABELS}


def units() -> dict[str, float]:
    """A hundred thousand packets: codes issued, then one PDF of them; peak in megabytes of all."""
    with db.unit_of_work() as session:
        lot = session.exec(select_lot(Lot).where(Lot.status == LotStatus.PUBLISHED)).first()
        assert lot is not None
        lot.packs = PACKETS
        session.flush()
        asked = {"template": "a4-65", "labels": PACKETS, "kind": "unit", "number": 1}
        number = len(runs_of(session, lot.id)) + 1
        given = RunIn.model_validate(asked | {"number": number, "reason": "đo"})
        for earlier in range(1, number):
            void_labels(session, lot, earlier, VoidIn(whole=True, reason="đo thử"))
        began = time.perf_counter()
        run, _ = print_labels(session, lot, given)
        issued = time.perf_counter() - began
        with tempfile.TemporaryFile() as file:
            began = time.perf_counter()
            write_file(session, file, Wanted(lot, run))
            written, size = time.perf_counter() - began, file.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"issued": issued, "written": written, "size": size / 1e6, "peak": peak}


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def scans() -> dict[str, float]:
    """Scans a second through the writer of the batches, as phones of many people open many lots."""
    with db.engine.connect() as connection:
        codes = list(connection.scalars(select(col(Lot.code)).limit(500)))
    now = time.time()

    def batch(number: int) -> list[Opened]:
        return [
            Opened(
                now + i / 1000,
                codes[(number * 7 + i) % len(codes)],
                f"10.{number % 250}.{i % 250}.{i // 250}",
                AGENT,
                "vi",
            )
            for i in range(BATCH)
        ]

    batches = [batch(number) for number in range(16)]
    write_scans(batches[0])
    began = time.perf_counter()
    for each in batches[1:]:
        write_scans(each)
    seconds = time.perf_counter() - began
    return {"rate": BATCH * (len(batches) - 1) / seconds}


def statements() -> dict[str, int]:
    """Statements of a page that is rendered the second time: what is kept beside pages is there."""
    counted = 0

    def count(*_: Any) -> None:
        nonlocal counted
        counted += 1

    engines: tuple[Engine, ...] = (db.engine, db.reader)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    found = addresses(db.engine.url.render_as_string(hide_password=False))
    said = {}
    with TestClient(create_app()) as client:
        for page in PAGES:
            target = getattr(found, page)[0]
            client.get(target)
            counted = 0
            client.get(target).raise_for_status()
            said[page] = counted
    return said


WORKS: dict[str, Callable[[], dict[str, Any]]] = {
    "capture": epcis.measured_capture,
    "imports": sheets.inside,
    "labels": labels,
    "log": log.inside,
    "lots": epcis.measured_lots,
    "scans": scans,
    "statements": statements,
    "units": units,
}

if __name__ == "__main__":
    print(json.dumps(WORKS[sys.argv[1]]()))
