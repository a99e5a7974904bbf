"""`make soak`: minutes of mixed traffic, watching memory, errors and stock.

Shoppers read from memory and not, buyers order, all at once, against one web process on a copy of
the shop of 2,000 products. Ends with a non-zero status when something failed or does not add up.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from typing import Any

import psycopg

from benchmarks.addresses import addresses
from benchmarks.databases import databases
from benchmarks.load import ask_in_turn
from benchmarks.orders import ON_SALE, PLENTY, errors, now, wrong
from benchmarks.processes import ROOT, Server, memory_mib

PRODUCTS = 2_000
READERS, BUYERS = 8, 8
EVERY = 5.0
"""Seconds between two looks at the memory."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3)
    seconds = parser.parse_args().minutes * 60
    with databases() as found:
        url = found.copy_of(PRODUCTS, "bench_soak")
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as database:
            began = now(database)
            database.execute(PLENTY)
            variants = [row[0] for row in database.execute(ON_SALE)]
            with Server("app.cli web", "/healthz", DATABASE_URL=url) as server:
                said = traffic(server, url, variants, seconds)
            miscounted = wrong(database, began)
    print(json.dumps(said | {"miscounted variants": miscounted}, indent=2))
    failed = said["reading"]["failed"] + errors(said["buying"]) + miscounted
    sys.exit(failed > 0)


def traffic(server: Server, url: str, variants: list[Any], seconds: float) -> dict[str, Any]:
    """What readers and buyers met with, and the memory at the beginning, middle and end."""
    found = addresses(url)
    targets = [*found.home, *found.listing, *found.search, *found.product, *found.origin]
    said: dict[str, Any] = {}

    def read() -> None:
        reading = ask_in_turn(server, targets, seconds, READERS)
        said["reading"] = {name: reading[name] for name in ("requests", "rate", "p99", "failed")}

    def order() -> None:
        said["buying"] = buy(server, variants, seconds)

    threads = [threading.Thread(target=work) for work in (read, order)]
    memory = []
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(memory_mib(server.pids))
        time.sleep(EVERY)
    looks = (memory[0], memory[len(memory) // 2], memory[-1])
    return said | {"memory MiB": [round(look) for look in looks]}


def buy(server: Server, variants: list[Any], seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.buyers", server.url]
    done = subprocess.run(
        [*command, str(BUYERS), str(seconds), "3"],
        cwd=ROOT,
        input=json.dumps(variants),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    main()
