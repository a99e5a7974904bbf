"""Scans, labels, statements, memory, and how long until the first page."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any

import httpx

from benchmarks.addresses import addresses
from benchmarks.bench import Bench, Compared, ask
from benchmarks.pages import COLD_CONNECTIONS, OFF
from benchmarks.processes import ROOT, Log, free_port, memory_mib
from benchmarks.report import Row

WITHOUT_SCANS = "benchmarks.variants:without_scans()"
BY_ENTITIES = "benchmarks.variants:by_entities()"
STATEMENTS = {"listing": 1, "origin": 2, "product": 2}


def scans(bench: Bench) -> None:
    with_scans = _origin_warm(bench, "app.cli web")
    without = _origin_warm(bench, WITHOUT_SCANS)
    before, after = without.page.server_ms, with_scans.page.server_ms
    added = after / before - 1
    figure = f"{100 * added:.1f} % ({1000 * before:.0f} → {1000 * after:.0f} µs)"
    note = f"processor time of the web process, the writing included; {with_scans} with scans"
    bench.report.add(Row("a scan adds to the kept page", figure, "< 5 %", added < 0.05, note))
    rate = measured_inside("scans", bench.databases.copy_of(bench.sizes[0], "bench_scans"))["rate"]
    bench.report.add(
        Row("scans through the batch writer", f"{rate:,.0f}/s", "≥ 20,000/s", rate >= 20_000)
    )


def _origin_warm(bench: Bench, application: str) -> Compared:
    url = bench.databases.copy_of(bench.sizes[0], "bench_scans")
    targets = list(addresses(bench.databases.of(bench.sizes[0])).origin)
    with bench.serving(url, application) as server:

        def ask_twice() -> None:
            for target in targets * 2:
                ask(server, target)

        return bench.compare(server, targets, warm_up=ask_twice)


def entities(bench: Bench) -> None:
    products = bench.sizes[0]
    targets = ["/tim"]
    with bench.shop(products, **OFF) as server:
        rows = bench.compare(server, targets, connections=COLD_CONNECTIONS)
    with bench.shop(products, BY_ENTITIES, **OFF) as server:
        loaded = bench.compare(server, targets, connections=COLD_CONNECTIONS)
    times = rows.ratio / loaded.ratio
    note = f"{rows} against {loaded}; an entity's card is drawn anew, a row's is kept"
    bench.report.add(
        Row("listing, cold, against ORM entities", f"{times:.1f} ×", "≥ 2 ×", times >= 2, note)
    )


def labels(bench: Bench) -> None:
    seconds = measured_inside("labels", bench.databases.of(bench.sizes[0]))
    thousand, bulk = seconds["1000"], 20_000 / seconds["20000"]
    bench.report.add(Row("1,000 labels", f"{thousand:.2f} s", "< 1 s", thousand < 1))
    bench.report.add(Row("labels in bulk", f"{bulk:,.0f}/s", "≥ 20,000/s", bulk >= 20_000))
    _units(bench)


def _units(bench: Bench) -> None:
    """Every label with a code of its own: issued, and written as pages of sixty-five."""
    found = measured_inside("units", bench.databases.copy_of(bench.sizes[0], "bench_units"))
    rate, pages = 100_000 / found["written"], 100_000 / 65 / found["written"]
    note = f"{pages:,.0f} pages/s, {found['size']:.0f} MB of PDF"
    bench.report.add(
        Row("unit labels as PDF", f"{rate:,.0f}/s", "≥ 20,000/s", rate >= 20_000, note)
    )
    issued = f"{found['issued']:.1f} s"
    bench.report.add(Row("100,000 unit codes issued, signed", issued, note="one transaction"))
    peak = found["peak"]
    bench.report.add(Row("their memory", f"{peak:.0f} MB", "< 300 MB", peak < 300))


def statements(bench: Bench) -> None:
    for page, count in measured_inside("statements", bench.databases.of(bench.sizes[0])).items():
        most = STATEMENTS.get(page)
        target, met = (str(most), count <= most) if most else ("", None)
        bench.report.add(Row(f"{page}, statements", str(count), target, met))


def process(bench: Bench) -> None:
    """Memory after work, with every page of a page's kind kept; and the time to the first page."""
    products = bench.sizes[0]
    found = addresses(bench.databases.of(products))
    with bench.shop(products) as server:
        for page in ("home", "listing", "search", "product", "seller", "origin"):
            for target in getattr(found, page):
                ask(server, target, "br")
        used, started = memory_mib(server.pids), server.start_seconds
    note = f"after {len(found.product) + len(found.origin) + len(found.seller)} pages and more"
    bench.report.add(
        Row("memory of a web process", f"{used:.0f} MiB", "< 150 MB", used * 1.048576 < 150, note)
    )
    bench.report.add(Row("start of `web`", f"{started:.2f} s", "< 2.5 s", started < 2.5))


def demo(bench: Bench) -> None:
    """From nothing but the installed packages to the first page of the sample province."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="ng-bench-") as var:
        began = time.perf_counter()
        env = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_URL")}
        said = Log("demo")
        with said.writing() as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "demo", "--port", str(port)],
                cwd=ROOT,
                env=env | {"VAR_DIR": var},
                stdout=file,
                stderr=file,
            )
        try:
            _wait_for(f"http://127.0.0.1:{port}/", process)
            seconds = time.perf_counter() - began
        except RuntimeError:
            said.show()
            raise
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
            clean = [sys.executable, "-m", "app.cli", "clean-data"]
            quiet = subprocess.DEVNULL
            subprocess.run(clean, cwd=ROOT, env=env | {"VAR_DIR": var}, check=True, stdout=quiet)
    bench.report.add(Row("`make demo` after downloads", f"{seconds:.1f} s", "< 30 s", seconds < 30))


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1800):
        if process.poll() is not None:
            raise RuntimeError(f"The demo ended with {process.returncode}")
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("The demo did not answer in three minutes")


def measured_inside(work: str, url: str) -> dict[str, Any]:
    log = Log(f"inside {work}")
    with log.writing() as file:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.inside", work],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "PAGE_CACHE_MB": "0"},
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            check=False,
        )
    if done.returncode:
        log.show()
        done.check_returncode()
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said
