from dataclasses import dataclass

import pytest
from sqlmodel import Session

from app.core.events import publish, subscribe


@dataclass
class Rang:
    times: int


def test_every_listener_hears_once_in_the_publishers_transaction(session: Session) -> None:
    heard: list[tuple[Session, int]] = []

    def listen(session: Session, event: Rang) -> None:
        heard.append((session, event.times))

    def also(session: Session, event: Rang) -> None:
        heard.append((session, -event.times))

    for handler in (listen, also, listen):
        subscribe(Rang, handler)
    publish(session, Rang(3))
    assert heard == [(session, 3), (session, -3)]


def test_a_listener_that_fails_fails_the_publisher(session: Session) -> None:
    @dataclass
    class Broke:
        pass

    def fail(session: Session, event: Broke) -> None:
        raise ValueError("no")

    subscribe(Broke, fail)
    with pytest.raises(ValueError, match="no"):
        publish(session, Broke())


def test_nobody_need_listen(session: Session) -> None:
    publish(session, object())
