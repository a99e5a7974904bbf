"""`make bench`: every row of the targets, met or not, as a table in `benchmarks/results/`."""

import argparse
import sys
from collections.abc import Callable

from benchmarks import epcis, log, orders, pages, search, sheets, works
from benchmarks.bench import Bench
from benchmarks.databases import databases
from benchmarks.report import Report, machine

GROUPS: dict[str, Callable[[Bench], None]] = {
    "warm": pages.warm,
    "cold": pages.cold,
    "search": search.words,
    "orders": orders.place,
    "entities": works.entities,
    "scans": works.scans,
    "labels": works.labels,
    "epcis": epcis.events,
    "imports": sheets.imports,
    "log": log.log,
    "statements": works.statements,
    "process": works.process,
    "demo": works.demo,
}


def main() -> None:
    asked = arguments()
    report = Report()
    with databases() as found:
        print(machine(found.url), "\n", flush=True)
        bench = Bench(found, report, tuple(asked.sizes), asked.seconds, asked.repeat)
        try:
            for group in asked.groups or GROUPS:
                GROUPS[group](bench)
        finally:
            bench.close()
        if asked.save or not asked.groups:
            print(f"\n{report.save(found.url)}")
    sys.exit(any(row.met is False and "failed" in row.target for row in report.rows))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], help="all, when none is named")
    parser.add_argument("--seconds", type=float, default=4, help="of one run")
    parser.add_argument("--repeat", type=int, default=3, help="runs, whose median counts")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 200_000])
    parser.add_argument("--save", action="store_true", help="keep the table of a part, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
