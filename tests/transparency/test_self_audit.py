"""Each row that somebody alters behind the database's back is found, and named."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.sellers.models import Seller
from app.transparency.models import LogEntry, LogLeaf, SelfAuditRun
from app.transparency.service import append, append_all, publish, self_audit, sequence
from app.transparency.service.self_audit import KEPT, AuditCheck, add_check, run_audit
from tests.factories import make_seller
from tests.transparency.events import event_hash, findings, found, hashes, tamper

SIZES = (40, 300, 600)
"""Of the three checkpoints of the log below."""


@pytest.fixture
def seller(session: Session) -> Seller:
    """Of a log of 600 entries under three checkpoints."""
    one, other = make_seller(session), make_seller(session)
    size = 0
    for end in SIZES:
        append_all(session, one.id, hashes(end - size - 10, first=size))
        append_all(session, other.id, hashes(10, first=end - 10))
        size = end
        publish(session)
    return one


def serial_of(session: Session, place: int) -> str:
    return str(session.get_one(LogLeaf, place).serial)


def test_nothing_is_found_in_a_log_that_nobody_touched(session: Session, seller: Seller) -> None:
    append(session, seller.id, event_hash(1000))  # waits for its place
    run = run_audit(session)
    assert run.findings == 0
    assert run.counts["log"] == {
        "entries": 601,
        "chains": 2,
        "leaves": 600,
        "tiles": 4,
        "checkpoints": 3,
    }


def test_an_entry_that_was_altered_is_named_in_its_chain_and_its_leaf(
    session: Session, seller: Seller
) -> None:
    serial = serial_of(session, 310)
    put = "UPDATE log_entry SET event_hash = :hash WHERE serial = :serial"
    tamper(session, put, hash=event_hash(9999), serial=serial)
    assert found(session) == [("entry", serial), ("leaf", "310")]
    leaf = findings(session, session.exec(select(SelfAuditRun)).one())[1]
    assert leaf.facts["hash"] == event_hash(9999)
    assert leaf.facts["sealed"]  # the first checkpoint that holds it, of 600


def test_an_entry_that_is_no_hash_any_more_is_named(session: Session, seller: Seller) -> None:
    serial = serial_of(session, 5)
    tamper(session, "UPDATE log_entry SET event_hash = '?' WHERE serial = :serial", serial=serial)
    assert found(session) == [("entry", serial), ("leaf", "5")]


def test_a_head_that_was_altered_is_named_alone(session: Session, seller: Seller) -> None:
    serial = serial_of(session, 100)
    tamper(session, "UPDATE log_entry SET head = '\\x00' WHERE serial = :serial", serial=serial)
    assert found(session) == [("entry", serial)]


def test_an_entry_that_was_taken_out_leaves_a_gap(session: Session, seller: Seller) -> None:
    position = session.exec(
        select(LogEntry.position).where(LogEntry.serial == int(serial_of(session, 100)))
    ).one()
    tamper(session, "DELETE FROM log_entry WHERE serial = :s", s=serial_of(session, 100))
    assert found(session) == [("gap", f"{seller.id} {position}–{position}"), ("no_entry", "100")]


def test_the_end_of_a_chain_that_was_cut_off_is_missed(session: Session, seller: Seller) -> None:
    serial = append(session, seller.id, event_hash(1000)).serial
    tamper(session, "DELETE FROM log_pending WHERE serial = :s", s=serial)
    tamper(session, "DELETE FROM log_entry WHERE serial = :s", s=serial)
    assert found(session) == [("chain", str(seller.id))]


def test_a_leaf_that_was_altered_spoils_its_tile_and_every_root_since(
    session: Session, seller: Seller
) -> None:
    tamper(session, "UPDATE log_leaf SET leaf_hash = sha256('x') WHERE place = 50")
    kinds = found(session)
    assert kinds[0] == ("leaf", "50")
    assert [kind for kind, _ in kinds] == ["leaf", "tile", "root", "root", "tile"]
    tiles = [subject for kind, subject in kinds if kind == "tile"]
    assert tiles == ["tile/0/000", "tile/1/000.p/2"]


def test_a_leaf_that_was_taken_out_is_named_alone(session: Session, seller: Seller) -> None:
    serial = serial_of(session, 50)
    tamper(session, "DELETE FROM log_leaf WHERE place = 50")
    assert found(session) == [("no_leaf", "50"), ("lost", serial)]


def test_a_log_that_was_cut_off_is_shorter_than_its_checkpoints(
    session: Session, seller: Seller
) -> None:
    tamper(session, "DELETE FROM log_leaf WHERE place >= 290")
    run = run_audit(session)
    kinds = Counter(row.kind for row in findings(session, run))
    assert kinds["short"] == 2
    assert kinds["stray_tile"] == 1  # the third; the second holds more than it should
    assert kinds["tile"] == 2
    assert run.findings == 5 + 310
    assert kinds.total() == KEPT


@pytest.mark.parametrize(
    ("level", "number", "path"), [(0, 0, "0/000"), (0, 2, "0/002.p/88"), (1, 0, "1/000.p/2")]
)
def test_a_tile_that_was_altered_is_named(
    session: Session, seller: Seller, level: int, number: int, path: str
) -> None:
    put = "UPDATE log_tile SET hashes = set_byte(hashes, 40, 1 + get_byte(hashes, 40) % 255)"
    tamper(session, f"{put} WHERE level = :level AND number = :number", level=level, number=number)
    kinds = found(session)
    assert ("tile", f"tile/{path}") in kinds
    assert {kind for kind, _ in kinds} <= {"tile", "consistency"}
    tamper(session, "DELETE FROM log_tile WHERE level = :l AND number = :n", l=level, n=number)
    assert ("no_tile", f"tile/{path}") in found(session)


def test_a_tile_beyond_the_log_is_named(session: Session, seller: Seller) -> None:
    for level, number in ((0, 3), (8, 0)):
        put = "INSERT INTO log_tile (level, number, hashes) VALUES (:l, :n, sha256('x'))"
        tamper(session, put, l=level, n=number)
    assert found(session) == [("stray_tile", "tile/0/003"), ("stray_tile", "tile/8/000")]


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ("root = sha256('x')", ["note", "root"]),
        ("note = replace(note, 'log', 'lag')", ["note"]),
        ("note = 'nothing'", ["note"]),
        ("origin = 'elsewhere'", ["note"]),
        ("size = 700", ["note", "short"]),
    ],
)
def test_a_checkpoint_that_was_altered_is_named(
    session: Session, seller: Seller, change: str, kinds: list[str]
) -> None:
    row = session.connection().execute(text("SELECT id FROM log_checkpoint WHERE size = 300"))
    checkpoint = str(row.scalar_one())
    put = "UPDATE log_checkpoint SET " + change + " WHERE id = :id"  # noqa: S608  # our own words
    tamper(session, put, id=checkpoint)
    assert found(session) == [(kind, checkpoint) for kind in kinds]


def test_what_got_lost_between_chain_and_tree_is_named(session: Session, seller: Seller) -> None:
    lost = append(session, seller.id, event_hash(1000)).serial
    tamper(session, "DELETE FROM log_pending WHERE serial = :s", s=lost)
    twice = serial_of(session, 3)
    tamper(session, "INSERT INTO log_pending (serial) VALUES (:s)", s=twice)
    assert found(session) == [("lost", str(lost)), ("twice", twice)]


def test_a_queue_that_nobody_works_off_is_said(session: Session, seller: Seller) -> None:
    append(session, seller.id, event_hash(1000))
    old = "UPDATE log_entry SET recorded_at = now() - interval '2 hours' WHERE position > 0"
    tamper(session, old)
    assert found(session) == [("late", "1")]
    sequence(session)
    assert found(session) == []


def test_a_finding_says_since_when_and_until_when_all_was_well(
    session: Session, seller: Seller
) -> None:
    good = run_audit(session)
    tamper(session, "UPDATE log_leaf SET leaf_hash = sha256('x') WHERE place = 599")
    first, again = run_audit(session), run_audit(session)
    for run in (first, again):
        for row in findings(session, run):
            assert (row.seen_since, row.good_at) == (first.started_at, good.finished_at)


def test_a_check_of_another_domain_joins_and_one_that_breaks_stops_no_other(
    session: Session, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def balances(session: Session, looked: Counter[str]) -> Iterator[tuple[str, str, Any]]:
        looked["lots"] += 2
        yield "negative", "K7Q4M-9MXDT", {"grams": -5}

    def broken(session: Session, looked: Counter[str]) -> Iterator[tuple[str, str, Any]]:
        yield from ()
        raise ZeroDivisionError("no scale")

    monkeypatch.setattr(self_audit, "_checks", {})
    add_check(AuditCheck("broken", "Hỏng", broken))
    add_check(AuditCheck("balance", "Cân bằng khối lượng", balances))
    run = run_audit(session)
    assert run.counts == {"broken": {}, "balance": {"lots": 2}}
    assert [(row.check_name, row.kind, row.facts) for row in findings(session, run)] == [
        ("broken", "failed", {"error": "ZeroDivisionError: no scale"}),
        ("balance", "negative", {"grams": -5}),
    ]
