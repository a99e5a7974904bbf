import asyncio
from typing import Any

from app.core.gate import RequestGate


class Busy:
    """Counts how many are inside at once."""

    def __init__(self) -> None:
        self.inside = self.most = self.served = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.005)
        self.inside -= 1
        self.served += 1
        if scope["path"] == "/fails":
            raise ValueError


def visits(gate: RequestGate, paths: list[str]) -> list[Any]:
    async def crowd() -> list[Any]:
        scopes = [{"type": "http", "path": path} for path in paths]
        asks = (gate(scope, None, None) for scope in scopes)  # type: ignore[arg-type]
        return await asyncio.wait_for(asyncio.gather(*asks, return_exceptions=True), 10)

    return asyncio.run(crowd())


def test_no_more_are_admitted_than_there_are_connections_and_none_is_lost() -> None:
    busy = Busy()
    visits(RequestGate(busy, limit=4), ["/"] * 50)
    assert (busy.most, busy.served) == (4, 50)


def test_a_request_that_fails_leaves_its_slot() -> None:
    busy = Busy()
    failures = visits(RequestGate(busy, limit=1), ["/fails"] * 5 + ["/"])
    assert busy.served == 6
    assert sum(isinstance(failure, ValueError) for failure in failures) == 5


def test_a_busy_process_still_says_that_it_is_alive() -> None:
    busy = Busy()
    visits(RequestGate(busy, limit=1), ["/"] + ["/healthz"] * 3)
    assert busy.most == 4
