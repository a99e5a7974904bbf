"""E-mail over SMTP: `smtp://` takes STARTTLS where it is offered, `smtps://` begins with TLS."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from app.notifications.rules import Letter
from app.notifications.senders.refusals import CannotDeliver

SECONDS = 20
PERMANENT = range(500, 600)


class Smtp:
    """One connection a letter: letters are few, and a held connection goes stale."""

    def __init__(self, url: str, sender: str) -> None:
        self.url = urlsplit(url)
        self.sender = sender

    def __call__(self, letter: Letter) -> None:
        """Raises OSError or smtplib.SMTPException to be tried again, CannotDeliver not to be."""
        message = compose(letter, self.sender)
        with connected(self.url) as server:
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as error:
                code, said = next(iter(error.recipients.values()))
                if code in PERMANENT:
                    raise CannotDeliver(f"{code} {said.decode(errors='replace')}") from error
                raise


def connected(url: SplitResult) -> smtplib.SMTP:
    """A session that is encrypted where the server can, and signed in where the URL names a user.

    A password is never sent in the clear but to this machine itself.
    """
    host, tls = url.hostname or "localhost", ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=tls)
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=SECONDS)
    try:
        _greet(server, url, tls)
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, url: SplitResult, tls: ssl.SSLContext) -> None:
    server.ehlo()
    encrypted = url.scheme == "smtps"
    if not encrypted and server.has_extn("starttls"):
        server.starttls(context=tls)
        server.ehlo()
        encrypted = True
    if url.username:
        if not encrypted and url.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise smtplib.SMTPNotSupportedError("The server offers no TLS; no password is sent")
        server.login(unquote(url.username), unquote(url.password or ""))


def compose(letter: Letter, sender: str) -> EmailMessage:
    """Plain text with an HTML twin. The Message-ID is the message's own, so that a letter which
    is sent twice after a crash is recognised as one by mail programs.
    """
    name, address = parseaddr(sender)
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = Address(name, addr_spec=address)
    message["To"] = letter.recipient
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.key}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message
