"""Recording, sequencing and publishing; whatever breaks off in between, the next run goes on."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from app.core.config import Settings, settings
from app.core.db import utc_now
from app.sellers.models import Seller
from app.transparency.models import LogChain, LogCheckpoint, LogEntry, LogKey, LogLeaf, LogPending
from app.transparency.queries import tree
from app.transparency.rules.chain import beginning, next_head
from app.transparency.rules.notes import opened, verifier_key
from app.transparency.rules.tiles import Tile
from app.transparency.rules.tree import leaf_hash, root_of
from app.transparency.service import append, append_all, publish, sequence
from app.transparency.service.keys import signers
from app.transparency.service.publishing import CHECKPOINT_HOURS, publish_when_due
from tests.factories import make_operator, make_seller
from tests.transparency.events import event_hash, found, hashes

KEYS = [base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2)]


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session)


def leaves(session: Session) -> list[str]:
    """The tree's entries in their order."""
    placed = select(LogEntry.event_hash).join(LogLeaf, col(LogLeaf.serial) == LogEntry.serial)
    return list(session.exec(placed.order_by(col(LogLeaf.place))))


def test_an_event_is_chained_to_its_sellers_last_one(session: Session, seller: Seller) -> None:
    first, second = (append(session, seller.id, event_hash(number)) for number in (1, 2))
    assert first.head == next_head(beginning(seller.id), event_hash(1))
    assert second.head == next_head(first.head, event_hash(2))
    assert (first.position, second.position) == (1, 2)
    chain = session.get_one(LogChain, seller.id)
    assert (chain.length, chain.head) == (2, second.head)


def test_an_event_is_recorded_once_whoever_repeats_it(session: Session, seller: Seller) -> None:
    once = append(session, seller.id, event_hash(1))
    again, new, twice = append_all(session, seller.id, [event_hash(n) for n in (1, 2, 2)])
    assert once.new
    assert not again.new
    assert again.serial == once.serial
    assert new == twice
    other = append(session, make_seller(session).id, event_hash(1))
    assert other.position == 1  # another chain
    assert other.head != once.head


@pytest.mark.parametrize("wrong", ["", "abc", event_hash(1).upper(), event_hash(1) + " "])
def test_what_is_no_event_hash_is_not_recorded(
    session: Session, seller: Seller, wrong: str
) -> None:
    with pytest.raises(ValueError, match="not an event hash"):
        append_all(session, seller.id, [event_hash(1), wrong])
    assert session.exec(select(LogEntry)).all() == []


def test_many_events_take_as_many_statements_as_one(
    session: Session, seller: Seller, queries: list[str]
) -> None:
    queries.clear()
    append_all(session, seller.id, hashes(500))
    assert len(queries) == 2
    queries.clear()
    append_all(session, seller.id, hashes(500, first=499))
    assert len(queries) == 4  # one was known
    queries.clear()
    assert sequence(session) == 999
    assert len(queries) == 6


def test_the_tree_holds_everything_in_the_order_of_each_chain(session: Session) -> None:
    one, other = make_seller(session), make_seller(session)
    for number in range(0, 300, 2):
        append(session, one.id, event_hash(number))
        append(session, other.id, event_hash(number + 1))
    assert sequence(session, at_most=70) == 70
    checkpoint = publish(session)
    assert leaves(session) == hashes(300)
    assert checkpoint.root == root_of([leaf_hash(each.encode()) for each in hashes(300)])
    assert session.exec(select(LogPending)).all() == []
    assert found(session) == []


def test_a_checkpoint_is_signed_by_the_published_key(session: Session, seller: Seller) -> None:
    append(session, seller.id, event_hash(1))
    checkpoint = publish(session)
    keys = tree.keys(session.connection())
    text, by = opened(checkpoint.note, keys)
    assert by == [signers(checkpoint.origin)[0].key]
    assert text.startswith("127.0.0.1:8000/log\n1\n")


def test_a_tree_that_did_not_grow_is_not_signed_again(session: Session, seller: Seller) -> None:
    assert publish(session).size == 0
    append(session, seller.id, event_hash(1))
    first = publish(session)
    assert publish(session).id == first.id
    assert publish_when_due(session, utc_now() + timedelta(days=3)) == first
    append(session, seller.id, event_hash(2))
    assert publish_when_due(session) is None
    CHECKPOINT_HOURS.set(session, 2, by=make_operator(session).id)
    soon, late = (utc_now() + timedelta(hours=hours) for hours in (1, 3))
    assert publish_when_due(session, soon) is None
    due = publish_when_due(session, late)
    assert due
    assert due.size == 2


def test_keys_change_with_a_checkpoint_that_both_sign(
    session: Session, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = KEYS
    for given in (old, f"{new} {old}", new):
        monkeypatch.setattr(settings, "log_key", SecretStr(given))
        append(session, seller.id, event_hash(len(given)))
        publish(session)
    notes = list(session.exec(select(LogCheckpoint.note).order_by(col(LogCheckpoint.id))))
    known = [verifier_key(key) for key in session.exec(select(LogKey.verifier))]
    first = [key for key in known if opened(notes[0], known)[1] == [key]]
    assert [len(opened(note, known)[1]) for note in notes] == [1, 2, 1]
    assert opened(notes[1], first)  # whoever knows the old key alone
    assert found(session) == []


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="LOG_KEY"):
        signers("a", Settings(log_key=SecretStr("AAAA")))


def test_the_log_keeps_its_name_when_the_shop_moves(
    session: Session, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(session)
    monkeypatch.setattr(settings, "base_url", "https://elsewhere.example")
    append(session, seller.id, event_hash(1))
    assert publish(session).origin == "127.0.0.1:8000/log"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET event_hash = 'x'",
        "DELETE FROM log_entry",
        "TRUNCATE log_entry CASCADE",
        "UPDATE log_leaf SET leaf_hash = 'x'",
        "DELETE FROM log_leaf",
        "UPDATE log_checkpoint SET note = ''",
        "DELETE FROM log_checkpoint",
        "UPDATE log_key SET since = now()",
        "DELETE FROM log_tile",
        "UPDATE log_tile SET hashes = substring(hashes FROM 2)",
        "UPDATE log_tile SET number = number + 1",
        "UPDATE self_audit_run SET findings = 0",
        "DELETE FROM self_audit_finding",
    ],
)
def test_the_database_itself_refuses_to_forget(
    session: Session, seller: Seller, statement: str
) -> None:
    append(session, seller.id, event_hash(1))
    publish(session)
    with pytest.raises(DBAPIError, match=r"add a correction|only grow"), session.begin_nested():
        session.connection().execute(text(statement))


class Killed(Exception):
    """As if the process had ended there: nothing after it runs."""


@contextmanager
def killed_at(engine: Engine, statement: int) -> Iterator[list[str]]:
    """The process ends before its n-th statement; yields the statements that it came to."""
    seen: list[str] = []

    def count(conn: object, cursor: object, sql: str, *rest: object) -> None:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            seen.append(sql)
            if len(seen) == statement:
                raise Killed

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)


def test_whatever_statement_is_the_last_the_next_run_makes_the_log_whole(
    session: Session, engine: Engine
) -> None:
    seller = make_seller(session)
    append_all(session, seller.id, hashes(250))
    publish(session)
    reached = 0
    for statement in range(1, 100):
        try:
            with killed_at(engine, statement) as seen, session.begin_nested():
                append_all(session, seller.id, hashes(20, first=250))
                publish(session)
        except Killed:
            session.expire_all()
            assert found(session) == [], seen[-1]
            reached = statement
            continue
        break
    assert reached >= 11  # there were as many moments to be killed at
    assert leaves(session) == hashes(270)
    assert publish(session).size == 270
    assert found(session) == []


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257])
def test_tiles_and_bundles_are_served_as_far_as_the_log_reaches(
    session: Session, seller: Seller, size: int
) -> None:
    if size:
        append_all(session, seller.id, hashes(size))
    sequence(session)
    connection = session.connection()
    whole, width = divmod(size, 256)
    if whole:
        held = tree.tile(connection, Tile(0, 0))
        assert held == b"".join(leaf_hash(each.encode()) for each in hashes(256))
        entries = tree.tile(connection, Tile(None, 0))
        assert entries == b"".join(b"\0\x59" + each.encode() for each in hashes(256))
        assert tree.tile(connection, Tile(0, 0, 7)) == held[: 7 * 32]
    if width:
        assert tree.tile(connection, Tile(0, whole, width))
        assert tree.tile(connection, Tile(None, whole, width))
    assert tree.tile(connection, Tile(0, whole, width + 1)) is None
    assert tree.tile(connection, Tile(None, whole, width + 1)) is None
    assert tree.tile(connection, Tile(5, 0, 1)) is None
