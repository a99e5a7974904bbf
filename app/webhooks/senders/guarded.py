"""HTTP to the public internet alone, with one deadline for the whole call.

The name is resolved once, every address is checked, and the connection goes to the checked address:
a name that answers differently the second time (DNS rebinding) gains nothing. No redirect is
followed, no proxy or cookie is used, and of the answer only its beginning is read.
"""

import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any

import httpcore

from app.core.config import settings
from app.webhooks.rules.schedule import CALL_SECONDS
from app.webhooks.rules.targets import Target, is_public, target

CONNECT_SECONDS = 5.0
READ_AT_MOST = 64 * 1024
SHOWN = 1000
LOOPBACK = {"127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said; `body` is its beginning, as text."""

    status: int
    body: str
    retry_after: str


class NoAnswer(Exception):
    """Nobody answered, not in time, or it may not be called; the message says which."""


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Posts JSON to `url`. Raises NoAnswer."""
    try:
        where = target(url, local=settings.webhooks_local)
    except ValueError as error:
        raise NoAnswer(str(error)) from error
    guarded = _Guarded(time.monotonic() + CALL_SECONDS)
    try:
        with httpcore.ConnectionPool(ssl_context=_tls(), network_backend=guarded) as pool:
            return _exchange(pool, where, body, headers)
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
        raise NoAnswer(guarded.refused or _said(error)) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200].strip(": ")


def _exchange(
    pool: httpcore.ConnectionPool, where: Target, body: bytes, headers: dict[str, str]
) -> Answer:
    scheme = b"https" if where.secure else b"http"
    url = httpcore.URL(
        scheme=scheme, host=where.host.encode("idna"), port=where.port, target=where.path.encode()
    )
    sent = [
        ("host", _host(where)),
        ("content-type", "application/json"),
        ("user-agent", "NguyenGoc-Webhooks/1"),
        ("content-length", str(len(body))),
        *headers.items(),
    ]
    times = {"connect": CONNECT_SECONDS, "read": CALL_SECONDS, "write": CALL_SECONDS}
    with pool.stream(
        "POST", url, headers=sent, content=body, extensions={"timeout": times | {"pool": 1.0}}
    ) as response:
        read = _beginning(response)
        known = {name.lower(): value for name, value in response.headers}
        later = known.get(b"retry-after", b"").decode("latin-1")
        return Answer(response.status, read.decode("utf-8", "replace")[:SHOWN], later)


def _host(where: Target) -> str:
    name = where.host.encode("idna").decode()
    name = f"[{name}]" if ":" in name else name
    usual = where.port == (443 if where.secure else 80)
    return name if usual else f"{name}:{where.port}"


def _beginning(response: httpcore.Response) -> bytes:
    """An answer that breaks off has a status all the same, and that is what counts."""
    read = b""
    try:
        for chunk in response.iter_stream():
            read += chunk
            if len(read) > READ_AT_MOST:
                break
    except (httpcore.NetworkError, httpcore.ProtocolError):
        pass
    return read


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Guarded(httpcore.NetworkBackend):
    """Connects to public addresses alone, and lets nothing outlast `deadline` (monotonic)."""

    def __init__(self, deadline: float) -> None:
        self._plain = httpcore.SyncBackend()
        self._deadline = deadline
        self.refused = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._checked(host, port)
        left = _left(self._deadline, timeout)
        stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
        return _Hurried(stream, self._deadline)

    def _checked(self, host: str, port: int) -> str:
        """The address to connect to: the first, provided that all of them are public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            self.refused = f"DNS: {host}"
            raise httpcore.ConnectError(self.refused) from error
        addresses = [str(each[4][0]) for each in found]
        if not all(self._may_be_called(each) for each in addresses):
            self.refused = f"{host} is {', '.join(sorted(set(addresses)))}: not a public address"
            raise httpcore.ConnectError(self.refused)
        return addresses[0]

    @staticmethod
    def _may_be_called(address: str) -> bool:
        if settings.webhooks_local and address in LOOPBACK:
            return True
        return is_public(ip_address(address.partition("%")[0]))


class _Hurried(httpcore.NetworkStream):
    """A stream whose every wait ends with the call's deadline: no slow drip holds a worker."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        secure = self._stream.start_tls(ssl_context, server_hostname, left)
        return _Hurried(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    """Raises ReadTimeout when nothing is left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("took too long")
    return left if timeout is None else min(left, timeout)
