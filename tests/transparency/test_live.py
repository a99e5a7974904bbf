"""Real commits: writers and sequencers at once, and a worker that does it by itself."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, func
from sqlmodel import Session, col, select

from app.core import db
from app.transparency import tasks
from app.transparency.models import LogChain, LogEntry, LogLeaf, SelfAuditRun
from app.transparency.queries import tree
from app.transparency.service import append_all, sequence
from tests.factories import make_seller
from tests.transparency.events import hashes

pytestmark = pytest.mark.live
ROUNDS, BATCH = 12, 7


def record(engine: Engine, seller_id: UUID, first: int) -> None:
    """One writer: so many captures, the last of which another writer sends as well."""
    for number in range(ROUNDS):
        with Session(engine) as session, session.begin():
            append_all(session, seller_id, hashes(BATCH, first=first + number * BATCH))


def put_in_order(engine: Engine, rounds: int) -> int:
    """One sequencer, which takes little at a time."""
    placed = 0
    for _ in range(rounds):
        with Session(engine) as session, session.begin():
            placed += sequence(session, at_most=5)
    return placed


def test_writers_and_sequencers_at_once_make_one_log(
    live_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(live_database, pool_size=8)
    with Session(engine) as session, session.begin():
        one, other = make_seller(session).id, make_seller(session).id
    with ThreadPoolExecutor(6) as pool:
        writers = [
            pool.submit(record, engine, one, 0),
            pool.submit(record, engine, one, BATCH),  # all but one of its captures are repeats
            pool.submit(record, engine, other, 5000),
        ]
        sequencers = [pool.submit(put_in_order, engine, 15) for _ in range(3)]
        for writer in writers:
            writer.result()
        placed = sum(sequencer.result() for sequencer in sequencers)
    monkeypatch.setattr(db, "engine", engine)
    monkeypatch.setattr(db, "_snapshots", engine.execution_options(**db.AT_ONE_MOMENT))
    tasks.publish()
    tasks.sequence_and_publish()
    with Session(engine) as session, session.begin():
        chains = dict(session.exec(select(LogChain.seller_id, LogChain.length)).all())
        assert chains == {one: (ROUNDS + 1) * BATCH, other: ROUNDS * BATCH}
        expected = sum(chains.values())
        assert placed <= expected
        assert session.exec(select(func.count()).select_from(LogEntry)).one() == expected
        assert session.exec(select(func.max(col(LogLeaf.place)))).one() == expected - 1
        newest = tree.newest_checkpoint(session.connection())
        assert newest is not None
        assert newest.size == expected
    tasks.nightly()
    with Session(engine) as session:
        run = session.exec(select(SelfAuditRun)).one()
        assert run.findings == 0
        assert run.counts["log"]["entries"] == expected
    engine.dispose()
