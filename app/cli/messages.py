"""`app.cli messages`: what was sent, for somebody who tries the shop without an SMS provider."""

from app.core.db import unit_of_work
from app.core.phones import e164
from app.core.templates import clock
from app.notifications import queries, service


def run(to: str, count: int) -> None:
    """Prints the latest messages, one-time codes too: whoever reads the database's key may."""
    with unit_of_work() as session:
        found = queries.latest(session, _recipient(to), count)
        for message in found:
            letter = service.rendered(message)
            print(f"{clock(message.queued_at)}  {message.channel}  {message.recipient}")
            print(f"  {letter.subject or letter.text}\n")
    if not found:
        print("No message.")


def _recipient(typed: str) -> str:
    """Numbers are kept as E.164; anything else is an e-mail address."""
    try:
        return e164(typed)
    except ValueError:
        return typed
