"""Drives a server for some seconds and says what that cost whom."""

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.processes import (
    OTHER_CORE,
    ROOT,
    Server,
    busy_seconds,
    cpu_seconds,
    tree,
)

WRK = shutil.which("wrk")
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4, "B": 1.0, "KB": 2**10, "MB": 2**20, "GB": 2**30}


@dataclass
class Load:
    """One run: requests a second, of wall clock and of a core of the server's own.

    `server_ms` and `database_ms` are processor time a request; `neighbours` is what the rest of
    the machine took meanwhile, in cores.
    """

    rate: float
    p50: float
    p99: float
    bytes: float
    failed: int
    server_ms: float = 0
    database_ms: float = 0
    neighbours: float = 0

    @property
    def rate_of_a_core(self) -> float:
        return 1000 / self.server_ms if self.server_ms else self.rate


def drive(
    server: Server,
    targets: list[str],
    *,
    seconds: float,
    connections: int = 32,
    headers: tuple[str, ...] = (),
    database: list[int] | None = None,
) -> Load:
    """Asks for `targets` in random or cyclic order over so many connections."""
    roots = database or []
    before = _taken(server, roots)
    load, requests = (_wrk if WRK else _own)(server, targets, seconds, connections, headers)
    taken = [after - earlier for after, earlier in zip(_taken(server, roots), before, strict=True)]
    wall, busy, served, stored, client = taken
    load.server_ms, load.database_ms = (1000 * part / max(requests, 1) for part in (served, stored))
    load.neighbours = max(0.0, (busy - served - stored - client) / wall)
    if load.failed:
        server.log.show()
    return load


def _taken(server: Server, roots: list[int]) -> tuple[float, ...]:
    """Wall clock, and processor time of everybody, the server, PostgreSQL, and ended clients."""
    client = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        time.perf_counter(),
        busy_seconds(),
        cpu_seconds(server.pids),
        cpu_seconds([pid for root in roots for pid in tree(root)]),
        client.ru_utime + client.ru_stime,
    )


def _wrk(
    server: Server, targets: list[str], seconds: float, connections: int, headers: tuple[str, ...]
) -> tuple[Load, int]:
    assert WRK is not None
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory) / "targets.lua"
        script.write_text(_lua(targets))
        command = [
            WRK,
            "-t1",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
            "--latency",
            "--timeout",
            "30s",
        ]
        for header in headers:
            command += ["-H", header]
        if len(targets) > 1:
            command += ["-s", str(script)]
        said = pinned([*command, server.url + targets[0]])
    requests = int(_found(r"(\d+) requests in", said))
    size = _found(r"([\d.]+)[KMG]?B read", said), _found(r"[\d.]+([KMG]?B) read", said)
    load = Load(
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        p50=_milliseconds(_found(r"\n\s+50%\s+(\S+)", said)),
        p99=_milliseconds(_found(r"\n\s+99%\s+(\S+)", said)),
        bytes=float(size[0]) * UNITS[size[1]] / max(requests, 1),
        failed=sum(map(int, re.findall(r"(?:responses:|connect|read|write|timeout) (\d+)", said))),
    )
    return load, requests


def _lua(targets: list[str]) -> str:
    listed = ",".join(json.dumps(target) for target in targets)
    return (
        f"local t={{{listed}}}\nmath.randomseed(7)\nlocal r={{}}\n"
        "request=function() local i=math.random(1,#t)\n"
        "if not r[i] then r[i]=wrk.format('GET',t[i]) end return r[i] end\n"
    )


def _own(
    server: Server, targets: list[str], seconds: float, connections: int, headers: tuple[str, ...]
) -> tuple[Load, int]:
    said = ask_in_turn(server, targets, seconds, connections, headers)
    fields = {name: said[name] for name in ("rate", "p50", "p99", "bytes", "failed")}
    return Load(**fields), said["requests"]


def ask_in_turn(
    server: Server,
    targets: list[str],
    seconds: float,
    connections: int,
    headers: tuple[str, ...] = (),
    *flags: str,
) -> dict[str, Any]:
    """With our own client; `--by-target` among `flags` keeps every latency."""
    lines = "".join(f"{header}\r\n" for header in headers)
    address = server.url.removeprefix("http://")
    command = [sys.executable, "-m", "benchmarks.client", address, str(connections), str(seconds)]
    said: dict[str, Any] = json.loads(pinned([*command, lines, *flags], "\n".join(targets)))
    return said


def pinned(command: list[str], given: str = "") -> str:
    pin = ["taskset", "-c", str(OTHER_CORE)] if shutil.which("taskset") else []
    done = subprocess.run(
        [*pin, *command], cwd=ROOT, input=given, capture_output=True, text=True, check=True
    )
    return done.stdout


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise ValueError(f"{pattern} is not in {text!r}")
    return match[1]


def _milliseconds(said: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", said).groups()  # type: ignore[union-attr]
    return float(number) * UNITS[unit]


def middle(loads: list[Load]) -> Load:
    """Medians of repeated runs; failures add up."""
    fields = {name: median(getattr(load, name) for load in loads) for name in vars(loads[0])}
    return Load(**fields | {"failed": sum(load.failed for load in loads)})
