"""Numbers for Prometheus at `/metrics`, of all web processes that share a socket together."""

import hmac
import os
from ipaddress import ip_address

from fastapi import Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from app.core.config import settings
from app.core.errors import NotFound

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable: a directory in which processes add up; without, each counts alone."""

REQUESTS = Counter("ng_requests_total", "Requests that reached a route.", ["method", "status"])
SECONDS = Histogram(
    "ng_request_seconds",
    "From the first byte in to the last byte out, waiting at the gate included.",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
PAGES = Counter("ng_page_cache_total", "What became of requests for public pages.", ["outcome"])
PAGE_BYTES = Gauge(
    "ng_page_cache_bytes", "Memory taken by ready pages.", multiprocess_mode="livesum"
)
BEHIND = Counter(
    "ng_written_behind_total", "Rows that nobody waits for: scans, copies.", ["outcome"]
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def request(method: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method if method in METHODS else "other", f"{status // 100}xx").inc()
    SECONDS.labels("read" if method in {"GET", "HEAD"} else "write").observe(seconds)


def pages(counted: dict[str, int], size: int) -> None:
    """What a process's page cache did since the last time, and what it holds."""
    for outcome, count in counted.items():
        PAGES.labels(outcome).inc(count)
    PAGE_BYTES.set(size)


def written_behind(count: int) -> None:
    BEHIND.labels("written").inc(count)


def dropped_behind(count: int) -> None:
    """There was no room for them, or they could not be written."""
    BEHIND.labels("dropped").inc(count)


def report(asked: Request) -> Response:
    """`/metrics`: for the loopback, or with the bearer token of `METRICS_TOKEN`."""
    if not (_from_here(asked) or _with_token(asked)):
        raise NotFound
    registry = None
    if TOGETHER in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    text = generate_latest(registry) if registry else generate_latest()
    return Response(text, media_type=CONTENT_TYPE_LATEST)


def _from_here(asked: Request) -> bool:
    """A request that came through a proxy is the proxy's client's, wherever that is."""
    passed_on = "x-forwarded-for" in asked.headers or "forwarded" in asked.headers
    return asked.client is not None and not passed_on and _is_loopback(asked.client.host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _with_token(asked: Request) -> bool:
    token = settings.metrics_token.get_secret_value()
    given = asked.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())
