"""`make soak MINUTES=2`: readers and buyers at once on two web processes and a worker.

What must stay true: nothing fails, memory does not creep, every unit sold is accounted for, and
the worker keeps up. Exits with 1 when anything of that is not met.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, LiteralString

import httpx
import psycopg

from benchmarks.addresses import addresses
from benchmarks.databases import databases
from benchmarks.orders import DISAGREES, EXPECTED, ON_SALE, PLENTY
from benchmarks.processes import PATIENCE, ROOT, free_port, memory_mib, tree
from benchmarks.report import Report, Row, machine

PRODUCTS = 2_000
READERS, BUYERS, SELLERS = 8, 4, 3
ROUND = 10
"""Seconds between two looks at the memory."""
CREEP = 1.15
"""Of memory, from a quarter of the time to its end: the page cache has filled by then."""


def main() -> None:
    seconds = 60 * float(os.environ.get("MINUTES", "2"))
    report = Report()
    with databases() as found:
        print(machine(found.url), "\n", flush=True)
        url = found.copy_of(PRODUCTS, "bench_soak")
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as database:
            _soak(report, database, url, seconds)
    sys.exit(any(row.met is False for row in report.rows))


def _soak(report: Report, database: psycopg.Connection, url: str, seconds: float) -> None:
    database.execute(PLENTY)
    began = _one(database, "SELECT clock_timestamp()::text")
    variants = [row[0] for row in database.execute(ON_SALE)]
    with _shop(url) as (address, pid), _buyers(address, seconds, variants) as buyers:
        rounds, memory = _read(address, url, pid, seconds)
        bought = json.loads(buyers.communicate()[0])
        _report_work(report, rounds, bought)
        _report_memory(report, memory)
        _report_books(report, database, began)
        _report_jobs(report, database)


@contextmanager
def _shop(url: str) -> Iterator[tuple[str, int]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--processes", "2"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "BASE_URL": address},
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address)
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/readyz", timeout=30).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} does not answer")


@contextmanager
def _buyers(address: str, seconds: float, variants: list[Any]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "benchmarks.buyers", address]
    command += [str(BUYERS), str(seconds), str(SELLERS)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    assert process.stdin
    process.stdin.write(json.dumps(variants))
    process.stdin.close()
    process.stdin = None
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _read(
    address: str, url: str, pid: int, seconds: float
) -> tuple[list[dict[str, Any]], list[float]]:
    """Every kind of public page by turns; the memory of the whole shop after each round."""
    shown = addresses(url)
    targets = [path for kind in fields(shown) for path in getattr(shown, kind.name)]
    command = [sys.executable, "-m", "benchmarks.client", address.removeprefix("http://")]
    command += [str(READERS), str(ROUND), ""]
    rounds, memory = [], []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        said = subprocess.run(
            command,
            cwd=ROOT,
            input="\n".join(targets),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        rounds.append(json.loads(said.stdout))
        memory.append(memory_mib(tree(pid)))
        print(f"  {len(rounds) * ROUND:5} s  {memory[-1]:6.0f} MiB", flush=True)
    return rounds, memory


def _report_work(report: Report, rounds: list[dict[str, Any]], bought: dict[str, Any]) -> None:
    visits, failed = (sum(each[name] for each in rounds) for name in ("requests", "failed"))
    slowest = max(each["p99"] for each in rounds)
    figure = f"{visits:,} visits, {failed} failed"
    report.add(Row("reading", figure, "0 failed", failed == 0, f"p99 up to {slowest:.0f} ms"))
    outcomes = bought["outcomes"]
    refused = {name: n for name, n in outcomes.items() if name not in EXPECTED}
    figure = f"{outcomes.get('placed', 0):,} orders, {sum(refused.values())} failed"
    note = f"p99 {bought['p99']:.0f} ms {refused or ''}"
    report.add(Row("buying", figure, "0 failed", not refused, note))


def _report_memory(report: Report, memory: list[float]) -> None:
    before, after = memory[len(memory) // 4], memory[-1]
    figure = f"{before:.0f} → {after:.0f} MiB"
    report.add(Row("memory of the shop", figure, f"< {CREEP} ×", after < before * CREEP))


def _report_books(report: Report, database: psycopg.Connection, began: str) -> None:
    wrong = database.execute(DISAGREES, (began,)).fetchone()
    figure = f"{wrong and wrong[0]} variants oversold or miscounted"
    report.add(Row("the books", figure, "0", wrong == (0,)))


def _report_jobs(report: Report, database: psycopg.Connection) -> None:
    """The worker gets half a minute to finish what the last orders deferred."""
    due = (
        "SELECT count(*)::text FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        " AND (scheduled_at IS NULL OR scheduled_at < now())"
    )
    deadline = time.monotonic() + 30
    while _one(database, due) != "0" and time.monotonic() < deadline:
        time.sleep(0.5)
    waiting = _one(database, due)
    failed = _one(database, "SELECT count(*)::text FROM procrastinate_jobs WHERE status = 'failed'")
    figure = f"{waiting} waiting, {failed} failed"
    report.add(Row("jobs", figure, "0 waiting, 0 failed", (waiting, failed) == ("0", "0")))


def _one(database: psycopg.Connection, query: LiteralString) -> str:
    row = database.execute(query).fetchone()
    assert row is not None
    return str(row[0])


if __name__ == "__main__":
    main()
