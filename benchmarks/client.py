"""A load generator of our own, for machines without `wrk`, and for latencies by address.

`python -m benchmarks.client HOST:PORT CONNECTIONS SECONDS HEADERS < targets` prints a JSON line.
Keep-alive, one request at a time on a connection, targets in turn.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator


class Visitor(asyncio.Protocol):
    """One connection that asks for the next target as soon as it has the last one whole."""

    def __init__(self, tally: "Tally") -> None:
        self.tally = tally
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        assert self.transport is not None
        self.target, request = next(self.tally.requests)
        self.began = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, gap, rest = self.buffer.partition(b"\r\n\r\n")
        if not gap or len(rest) < _length(head):
            return
        self.buffer = b""
        self.tally.note(self.target, head, len(rest), time.perf_counter() - self.began)
        if time.perf_counter() < self.tally.deadline:
            self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if time.perf_counter() < self.tally.deadline:
            self.tally.broken += 1


def _length(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    return int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


class Tally:
    def __init__(self, requests: Iterator[tuple[str, bytes]], seconds: float) -> None:
        self.requests = requests
        self.deadline = time.perf_counter() + seconds
        self.seconds: list[float] = []
        self.by_target: dict[str, list[float]] = {}
        self.statuses: Counter[str] = Counter()
        self.bytes = self.broken = 0

    def note(self, target: str, head: bytes, size: int, seconds: float) -> None:
        self.seconds.append(seconds)
        self.by_target.setdefault(target, []).append(seconds)
        self.statuses[head[9:12].decode()] += 1
        self.bytes += size


def requests(host: str, headers: str, targets: list[str]) -> Iterator[tuple[str, bytes]]:
    ready = [
        (target, f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode())
        for target in targets
    ]
    return itertools.cycle(ready)


async def visit(address: str, connections: int, seconds: float, headers: str) -> Tally:
    host, _, port = address.partition(":")
    targets = sys.stdin.read().split("\n")
    tally = Tally(requests(address, headers, targets), seconds)
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Visitor(tally), host, int(port))
    await asyncio.sleep(seconds + 0.2)
    return tally


def main() -> None:
    address, connections, seconds, headers = sys.argv[1:5]
    tally = asyncio.run(visit(address, int(connections), float(seconds), headers))
    tally.seconds.sort()
    count = len(tally.seconds)
    by_target = {target: times for target, times in tally.by_target.items() if len(times) > 1}
    print(
        json.dumps(
            {
                "requests": count,
                "rate": count / float(seconds),
                "p50": tally.seconds[count // 2] * 1000,
                "p99": tally.seconds[int(count * 0.99)] * 1000,
                "bytes": tally.bytes / count,
                "failed": sum(n for code, n in tally.statuses.items() if code >= "400")
                + tally.broken,
                "by_target": by_target if "--by-target" in sys.argv else {},
            }
        )
    )


if __name__ == "__main__":
    main()
