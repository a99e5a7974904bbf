"""The public log: events into chains and into the tree, a proof, and the whole of it recomputed."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import UUID

from sqlmodel import select

from app.core import db
from app.core.config import settings
from app.sellers.models import Seller
from app.transparency.queries.proofs import proof_of, standing
from app.transparency.service import append, append_all, publish, sequence
from app.transparency.service.self_audit import run_audit
from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.works import measured_inside

ONES, CAPTURES, CAPTURE = 2_000, 400, 100
"""Events that come alone, a transaction each; captures of so many, a transaction each."""
LOT = 12
"""Events behind a lot's page."""


def event_hash(number: int) -> str:
    return f"ni:///sha-256;{sha256(b'bench %d' % number).hexdigest()}?ver=CBV2.0"


def inside() -> dict[str, float]:
    """Rates a second and milliseconds, on `DATABASE_URL`; events that come alone do so through as
    many connections as a web process has.
    """
    with db.unit_of_work() as session:
        sellers = list(session.exec(select(Seller.id).limit(40)))
    said = {"ones": ONES / _seconds(lambda: _ones(sellers))}
    said["captures"] = CAPTURES * CAPTURE / _seconds(lambda: _captures(sellers))
    total = ONES + CAPTURES * CAPTURE
    said["sequenced"] = total / _seconds(_sequence)
    with db.unit_of_work() as session:
        publish(session)
    said["audited"] = total / _seconds(_audit)
    hashes = [event_hash(number) for number in range(0, total, total // LOT)][:LOT]
    with db.reader.connect() as connection:
        said["proof_ms"] = 10 * _seconds(lambda: [proof_of(connection, hashes) for _ in range(100)])
        said["page_ms"] = 10 * _seconds(lambda: [standing(connection, hashes) for _ in range(100)])
    return said


def _ones(sellers: list[UUID]) -> None:
    def one(number: int) -> None:
        with db.unit_of_work() as session:
            append(session, sellers[number % len(sellers)], event_hash(number))

    with ThreadPoolExecutor(settings.concurrency) as pool:
        list(pool.map(one, range(ONES)))


def _captures(sellers: list[UUID]) -> None:
    for number in range(CAPTURES):
        first = ONES + number * CAPTURE
        hashes = [event_hash(first + place) for place in range(CAPTURE)]
        with db.unit_of_work() as session:
            append_all(session, sellers[number % len(sellers)], hashes)


def _sequence() -> None:
    while _placed():
        pass


def _placed() -> int:
    with db.unit_of_work() as session:
        return sequence(session)


def _audit() -> None:
    with db.unit_of_work() as session:
        if found := run_audit(session).findings:
            raise RuntimeError(f"the self-audit found {found} faults")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def log(bench: Bench) -> None:
    said = measured_inside("log", bench.databases.copy_of(bench.sizes[0], "bench_log"))
    for work, words, target in (
        ("ones", "events into their chains, a transaction each", None),
        ("captures", f"events into their chains, captures of {CAPTURE}", 1_000),
        ("sequenced", "events from chains into the tree", 1_000),
        ("audited", "events recomputed by a self-audit", None),
    ):
        rate = said[work]
        met, wanted = (rate >= target, f"≥ {target:,}/s") if target else (None, "")
        bench.report.add(Row(words, f"{rate:,.0f}/s", wanted, met))
    for work, words in (("proof_ms", "a lot's proof"), ("page_ms", "what a lot's page says of it")):
        note = f"{LOT} events of a log of {ONES + CAPTURES * CAPTURE:,}"
        bench.report.add(Row(words, f"{said[work]:.2f} ms", note=note))
