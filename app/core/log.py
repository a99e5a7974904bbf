"""The log: one line an event, with its request's number, without secrets or whole phone numbers.

Lines go to standard error: as columns on a terminal, as JSON anywhere else. They are put together
and written by a thread of their own, so that no request waits for a disk. What is served from the
page cache is only counted (`core/metrics.py`), never logged.
"""

import atexit
import logging
import re
import sys
import time
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from random import random
from typing import Any

import structlog
from asgi_correlation_id import correlation_id
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, Processor

from app.core import metrics

SLOW = 1.0
"""Seconds beyond which every request is logged."""
SAMPLED = 0.1
"""The share of quick, successful reads that is logged; writes and failures always are."""
NOT_LOGGED = {"/healthz", "/readyz", "/metrics"}
_SECRET = re.compile(r"passw|mat_khau|token|secret|authorization|cookie|api_key", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w-])(\+?84|0)(\d)\d{5,6}(\d{2})(?![\w-])")
_URL_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]+@")
_VALUE = re.compile(r"((?:password|token|secret)\w*\s*[=:]\s*)[^\s,;&]+", re.IGNORECASE)
log = structlog.get_logger(__name__)


def set_up() -> None:
    """Once a process. Warnings of everybody, and what our own code reports."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_known_at_once(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    writer = logging.StreamHandler(sys.stderr)
    writer.setFormatter(_formatter(sys.stderr.isatty()))
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = QueueListener(queue, writer)
    listener.start()
    atexit.register(listener.stop)
    root = logging.getLogger()
    root.handlers[:] = [AsItIs(queue)]
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(logging.INFO)


class AsItIs(QueueHandler):
    """Hands records to the writing thread unformatted, with what only this thread knows."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        record.request_id = correlation_id.get()
        return record


def _known_at_once() -> list[Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
    ]


def _formatter(terminal: bool) -> logging.Formatter:  # noqa: FBT001  # of two kinds
    last: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_known_at_once(),
        processors=[
            _add_request_id,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            conceal,
            last,
        ],
    )


def _add_request_id(logger: Any, name: str, event: EventDict) -> EventDict:
    if request_id := getattr(event.get("_record"), "request_id", None):
        event["request"] = request_id
    return event


def conceal(logger: Any, name: str, event: EventDict) -> EventDict:
    """Secrets by their names, passwords inside addresses, and the middle of phone numbers.

    >>> conceal(None, "", {"event": "gọi +84912345678", "password": "x"})
    {'event': 'gọi +849***78', 'password': '***'}
    """
    return {key: "***" if _SECRET.search(key) else _cleaned(value) for key, value in event.items()}


def _cleaned(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = _URL_PASSWORD.sub(r"\1***@", value)
    return _PHONE.sub(r"\1\2***\3", _VALUE.sub(r"\1***", value))


class RequestLog:
    """Counts and logs what the page cache did not answer. The query is left out: it may be a
    signed link's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in NOT_LOGGED:
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note_status)
        finally:
            _note(scope, status, time.perf_counter() - begun)


def _note(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"]
    metrics.request(method, status, seconds)
    ordinary = method in {"GET", "HEAD"} and status < 400 and seconds < SLOW
    if ordinary and random() >= SAMPLED:  # noqa: S311  # nobody is to be surprised
        return
    level = logging.ERROR if status >= 500 else logging.INFO
    log.log(level, "request", method=method, path=scope["path"], status=status,
            ms=round(seconds * 1000, 1))  # fmt: skip
