"""A workbook of 5,000 rows through import and export; and 10,000, to see how it grows."""

import io
import resource
import time
from collections.abc import Callable
from typing import Any

from app import wiring
from app.core.db import unit_of_work
from app.imports.queries import exported
from app.imports.rules.reports import Report
from app.imports.rules.wanted import Wanted
from app.imports.service import try_workbook, write_workbook
from app.imports.service.pictures import SentAlong
from app.imports.workbook.exports import EXPORTED, USUAL
from app.imports.workbook.parsing import parse
from app.imports.workbook.reading import read_upload
from app.imports.workbook.writing import write_large_workbook
from app.imports.workbook.writing import write_workbook as made_of
from app.sellers.models import SellerKind
from benchmarks.bench import Bench
from benchmarks.report import Row

ROWS = 5_000
SECONDS, MEGABYTES = 60, 300


def book(rows: int) -> dict[str, list[dict[str, Any]]]:
    """One seller in a hundred rows, three products in ten; the rest are packings."""
    sellers, products = rows // 100, rows // 10 * 3
    phones = [f"093{number:07}" for number in range(sellers)]
    return {
        "Đơn vị": [
            {
                "phone": phone,
                "kind": SellerKind.COOPERATIVE,
                "name": f"HTX đo {phone}",
                "legal_name": f"Hợp tác xã đo {phone}",
                "ward": "Xã Tân Cương",
                "street": "Xóm 1",
            }
            for phone in phones
        ],
        "Sản phẩm": [
            {
                "seller": phones[number % sellers],
                "sku": f"DO-{number}-0",
                "name": f"Chè đo số {number}",
                "category": "Chè búp cao cấp",
                "summary": "Búp non hái tay lúc sương chưa tan.",
                "description": "Sao suốt trên chảo gang, **hậu ngọt**. " * 5,
                "storage": "Nơi khô, kín.",
                "approved": True,
            }
            for number in range(products)
        ],
        "Quy cách": [
            {
                "seller": phones[number % products % sellers],
                "product": f"DO-{number % products}-0",
                "sku": f"DO-{number % products}-{number // products}",
                "name": f"Hộp {number // products}",
                "net_grams": 100,
                "price": 200_000 + number,
                "on_hand": 10,
            }
            for number in range(rows - sellers - products)
        ],
    }


def inside() -> dict[str, Any]:
    """Seconds of each step, and the most memory that the process ever took, in MB."""
    wiring.connect()
    content = made_of(book(ROWS))
    found: dict[str, Any] = {"read": _seconds(lambda: parse(read_upload("a.xlsx", content).grids))}
    for step, work in (("try", try_workbook), ("write", write_workbook), ("again", write_workbook)):
        found[step] = _seconds(lambda work=work: _through(work, content))
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    found["export"] = _seconds(_exported)
    larger = made_of(book(2 * ROWS))
    found["double"] = _seconds(lambda: _through(try_workbook, larger))
    return found


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _through(work: Callable[..., Report], content: bytes) -> None:
    with unit_of_work() as session:
        report = work(session, read_upload("a.xlsx", content), SentAlong())
    assert report.faults == []


def _exported() -> None:
    wanted = Wanted(sheets=list(USUAL))
    sheets = [EXPORTED[name] for name in USUAL]
    with unit_of_work() as session:
        write_large_workbook(
            io.BytesIO(), sheets, lambda sheet: exported.rows_of(session, sheet.name, wanted)
        )


def imports(bench: Bench) -> None:
    from benchmarks.works import measured_inside  # noqa: PLC0415  # which starts this module

    url = bench.databases.copy_of(bench.sizes[0], "bench_imports")
    found = measured_inside("imports", url)
    for step, said in (("try", "tried"), ("write", "written"), ("again", "again, unchanged")):
        seconds = found[step]
        note = f"{ROWS / seconds:,.0f} rows/s; {seconds / found['read']:.1f} × reading the file"
        work = f"{ROWS:,} rows of a workbook, {said}"
        target, met = f"< {SECONDS} s", seconds < SECONDS
        bench.report.add(Row(work, f"{seconds:.1f} s", target, met, note))
    peak = found["peak"]
    met = peak < MEGABYTES
    bench.report.add(Row("their memory", f"{peak:.0f} MB", f"< {MEGABYTES} MB", met))
    grown = found["double"] / found["try"]
    bench.report.add(Row("twice the rows, tried", f"{grown:.1f} × the time", "< 3 ×", grown < 3))
    note = f"{bench.sizes[0]:,} products of the market and these"
    bench.report.add(Row("everything exported", f"{found['export']:.1f} s", note=note))
