"""Hears of touches: by `NOTIFY` from every process, and at once from commits of this one."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from secrets import token_hex
from weakref import WeakSet

import psycopg
import structlog
from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from app.core import metrics
from app.core.page_cache.marks import CHANNEL, EVERYTHING, TOUCHED
from app.core.page_cache.store import Store

HEARTBEAT = 2.0
"""Seconds after which a silent connection must prove that it still lives."""
FIRST_WAIT, LONGEST_WAIT = 0.2, 10.0
_local: WeakSet["Listener"] = WeakSet()
log = structlog.get_logger(__name__)


class Listener:
    """Keeps `store` true to the database; while it hears nothing, the store stays closed.

    psycopg's own connection, not one of the pool's: it lives as long as the process.
    """

    def __init__(self, store: Store, conninfo: str) -> None:
        self.store = store
        self.conninfo = conninfo
        self.store.open = False
        self._proof = f"proof:{token_hex(8)}"
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._listen_for_ever(), name="page cache listener")
        _local.add(self)

    async def stop(self) -> None:
        _local.discard(self)
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def heard_here(self, tags: Iterable[str]) -> None:
        """From the thread of a commit in this process, before its answer leaves."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.store.drop, frozenset(tags))

    async def _listen_for_ever(self) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError, TimeoutError) as error:
                wait = FIRST_WAIT if self.store.open else min(wait * 2, LONGEST_WAIT)
                log.warning("page cache: not listening", error=str(error), retry_in=wait)
            finally:
                self.store.open = False
                self.store.clear()
            await asyncio.sleep(wait)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self.conninfo, autocommit=True, connect_timeout=5, application_name="ng page cache"
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, self._proof))
            while True:
                async for notice in connection.notifies(timeout=HEARTBEAT):
                    self._heed(notice.payload)
                if not self.store.open:
                    raise TimeoutError("a pooler on the way to PostgreSQL swallows notifications")
                metrics.pages(vars(self.store.take_counts()), self.store.size)
                async with asyncio.timeout(HEARTBEAT):
                    await connection.execute("SELECT 1")

    def _heed(self, tag: str) -> None:
        """Having heard our own proof, we hear everything that commits from now on."""
        if tag == self._proof:
            self.store.drop([EVERYTHING])
            self.store.open = True
        else:
            self.store.drop([tag])


@event.listens_for(Session, "after_commit")
def _tell_this_process(session: Session) -> None:
    if tags := session.info.get(TOUCHED):
        for listener in tuple(_local):
            listener.heard_here(tags)


@event.listens_for(Session, "after_transaction_end")
def _forget_touches(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(TOUCHED, None)
