"""A seller's system: a real HTTP server on the loopback that behaves as it is told."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Heard:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`behave` answers each call in its turn, the last one for ever."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    behave: list[Behaviour] = field(default_factory=list)

    def next_behaviour(self) -> Behaviour:
        return self.behave.pop(0) if len(self.behave) > 1 else self.behave[0]


def answer(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        with suppress(OSError):
            handler.wfile.write(body)

    return behave


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, and never a whole answer."""
    with suppress(OSError):
        for letter in b"HTTP/1.1 200 OK\r\n" + b"x-slow: y\r\n" * 100:
            handler.wfile.write(bytes([letter]))
            handler.wfile.flush()
            time.sleep(0.05)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Closes in the middle of the answer's first line."""
    handler.wfile.write(b"HTTP/1.1 20")
    handler.connection.shutdown(socket.SHUT_RDWR)


def break_off(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


def pour(handler: BaseHTTPRequestHandler) -> None:
    """An answer without an end."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(200):
            handler.wfile.write(b"x" * 64 * 1024)


@contextmanager
def listening(*behave: Behaviour) -> Iterator[Receiver]:
    receiver = Receiver(behave=list(behave) or [answer(200)])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.heard.append(Heard(self.path, headers, body))
            receiver.next_behaviour()(self)

        def log_message(self, *said: object) -> None:
            """Tests say themselves what they saw."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/nguyen-goc?kho=1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
