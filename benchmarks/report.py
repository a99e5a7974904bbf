"""Rows with their targets, printed as they come and kept as a table."""

import platform
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.load import WRK
from benchmarks.processes import CORES

RESULTS = Path(__file__).parent / "results"


EXPLAINED = (
    "Ratios are to a constant Starlette response of the same size, measured in the same run by"
    " turns. The peers' figures were recorded earlier with their own constant response"
    " (`benchmarks/peers.py`); they were not measured in this run."
)


@dataclass
class Row:
    """One figure; `met` is None where there is nothing to meet."""

    work: str
    figure: str
    target: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        return {True: "met", False: "**not met**", None: ""}[self.met]


@dataclass
class Report:
    rows: list[Row] = field(default_factory=list)
    neighbours: float = 0
    """The most that other programs took of the machine during any run, in cores."""

    def add(self, row: Row) -> None:
        self.rows.append(row)
        said = row.verdict.strip("*")
        note = f"  ({row.note})" if row.note else ""
        print(f"{row.work:<56} {row.figure:<40} {row.target:<24} {said}{note}", flush=True)

    def save(self, database_url: str) -> Path:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}.md"
        path.write_text(self.text(database_url))
        return path

    def text(self, database_url: str) -> str:
        lines = [
            f"# Measured on {datetime.now(UTC):%Y-%m-%d}",
            "",
            machine(database_url),
            "",
            EXPLAINED,
            "",
            f"Other programs took up to {self.neighbours:.1f} cores of the machine meanwhile.",
            "",
            "| Work | Measured | Target | | Note |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {row.work} | {row.figure} | {row.target} | {row.verdict} | {row.note} |"
            for row in self.rows
        ]
        counted = [row.met for row in self.rows if row.met is not None]
        lines += ["", f"{sum(counted)} of {len(counted)} targets met."]
        return "\n".join(lines) + "\n"


def machine(database_url: str) -> str:
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        version = connection.info.server_version
    packages = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--format", "freeze"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    named = [line.replace("==", " ") for line in packages if line.startswith(STACK)]
    return (
        f"{len(CORES)} cores of {model[0] if model else platform.machine()}, "
        f"Python {platform.python_version()}, PostgreSQL {version // 10000}.{version % 10000}, "
        f"{', '.join(named)}; load from {'wrk' if WRK else 'our own client'}. "
        "One web process on one core; the load generator and PostgreSQL on the other."
    )


STACK = ("fastapi==", "starlette==", "uvicorn==", "SQLAlchemy==", "sqlalchemy==", "psycopg==")
