"""A real SMTP server on the loopback that keeps what it is sent."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """`letters` in the order of their arrival; `refusals` are answers to the next recipients."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    tries: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802  # the server's own name for it
        self, server: Any, session: Any, envelope: Any, address: str, *options: Any
    ) -> str:
        self.tries += 1
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


TLS = Path(__file__).parent / "tls"
"""A key and a certificate for 127.0.0.1 that only these tests trust."""


def tls_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return context


@contextmanager
def listening(host: str = "127.0.0.1", **options: Any) -> Iterator[Mailbox]:
    """`options` are the server's own: `tls_context` offers STARTTLS, `ssl_context` begins so."""
    box = Mailbox()
    with socket.socket() as probe:  # the server cannot choose a free port by itself
        probe.bind((host, 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname=host, port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
