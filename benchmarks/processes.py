"""Servers pinned to a core, and what they take of the machine."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import httpx

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "var" / "bench"
TAIL = 30
"""Lines of a log that are shown when something failed."""
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 120.0
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, OTHER_CORE = CORES[0], CORES[-1]
"""The server alone on one core; load generator and PostgreSQL on another where there are two."""
SHOP = ("-m", "app.cli", "web")
UVICORN = ("-m", "uvicorn", "--no-access-log", "--log-level", "warning", "--no-server-header")


class Log:
    """What a program of a measurement says, under `var/bench`: shown only when something failed."""

    def __init__(self, name: str) -> None:
        LOGS.mkdir(parents=True, exist_ok=True)
        self.path = LOGS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.log"

    @contextlib.contextmanager
    def writing(self) -> Iterator[BinaryIO]:
        """A file to hand over; what an earlier run said is gone."""
        with self.path.open("wb") as file:
            yield file

    def show(self) -> None:
        """The last lines, so that a failure explains itself."""
        with self.path.open(errors="replace") as file:
            tail = "".join(deque(file, TAIL))
        print(
            f"--- the end of {self.path.relative_to(ROOT)}\n{tail}---", file=sys.stderr, flush=True
        )


class Server:
    """A Python ASGI application, in a process that lives as long as the block."""

    def __init__(self, application: str, ready: str = "/", **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ready = ready
        factory = ["--factory"] if application.endswith("()") else []
        other = [*UVICORN, *factory, application.removesuffix("()")]
        command = SHOP if application == "app.cli web" else other
        self.log = Log(application.removesuffix("()"))
        self.began = time.perf_counter()
        with self.log.writing() as file:
            self.process = subprocess.Popen(
                [sys.executable, *command, "--port", str(self.port)],
                cwd=ROOT,
                env=os.environ | {"BASE_URL": self.url} | environment,
                stdout=file,
                stderr=file,
            )
        os.sched_setaffinity(self.process.pid, {SERVER_CORE})

    def __enter__(self) -> Self:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__(None, None, None)
                self.log.show()
                raise RuntimeError(f"{self.url} does not answer")
            time.sleep(0.01)
        self.start_seconds = time.perf_counter() - self.began
        return self

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url + self.ready, timeout=30).status_code < 500
        except httpx.TransportError:
            return False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is not None:
            self.log.show()  # it died by itself
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def pids(self) -> list[int]:
        return tree(self.process.pid)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tree(pid: int) -> list[int]:
    """A process and what it started."""
    found = [pid]
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += tree(int(child))
    return found


def cpu_seconds(pids: list[int]) -> float:
    """Taken so far by processes and by children of theirs that have ended."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


def busy_seconds() -> float:
    """Of all cores together, whoever keeps them busy."""
    fields = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def memory_mib(pids: list[int]) -> float:
    """Proportional set size: shared pages are shared out."""
    kib = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            kib += int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0])
    return kib / 1024
