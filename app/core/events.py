"""News between domains: a lower one publishes, `wiring.py` says who listens.

A handler runs at once, in the publisher's transaction: either all of it happens or none.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from sqlmodel import Session

Event = TypeVar("Event")
_handlers: dict[type, list[Callable[[Session, Any], None]]] = defaultdict(list)


def subscribe(event: type[Event], handler: Callable[[Session, Event], None]) -> None:
    """Once a process, from `wiring`; a second subscription of the same handler is ignored."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)


def publish(session: Session, event: object) -> None:
    for handler in _handlers.get(type(event), ()):
        handler(session, event)
