"""The self-audit's own check: everything of the public log, recomputed from what was recorded.

Of chains, leaves, tiles and checkpoints each is held against what it follows from *as stored*, so
that one changed row is named once and not by everything that comes after it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text
from sqlmodel import Session

from app.core.i18n import mark
from app.transparency.rules.chain import beginning, next_head
from app.transparency.service.tree_check import find_in_tree

BATCH = 2_000
Found = tuple[str, str, dict[str, Any]]

WORDS = {
    "entry": mark("Dòng {subject} của {seller} (sự kiện thứ {position}) không nối vào chuỗi."),
    "gap": mark("Chuỗi của {seller} thiếu từ sự kiện thứ {first} tới {last}."),
    "chain": mark("Cuối chuỗi của {seller} không phải sự kiện cuối cùng đã ghi."),
    "lost": mark("Dòng {subject} không ở trong cây, cũng không ở hàng đợi."),
    "twice": mark("Dòng {subject} vừa ở trong cây vừa ở hàng đợi."),
    "late": mark(
        "{subject} dòng đợi vào cây đã quá một giờ: máy chạy việc nền có đang chạy không?"
    ),
    "leaf": mark("Lá {subject} không phải mã băm của sự kiện đã ghi: {hash}"),
    "no_leaf": mark("Cây thiếu lá {subject}."),
    "no_entry": mark("Lá {subject} không có sự kiện nào."),
    "tile": mark("Ô {subject} sai từ mã thứ {first}."),
    "no_tile": mark("Thiếu ô {subject}."),
    "stray_tile": mark("Ô {subject} thừa: sổ chưa dài tới đó."),
    "root": mark("Dấu mốc {size} dòng ngày {published} không khớp với cây: gốc phải là {root}."),
    "short": mark("Dấu mốc {size} dòng ngày {published} dài hơn sổ, sổ chỉ còn {leaves} dòng."),
    "note": mark("Dấu mốc {size} dòng ngày {published} có chữ ký hoặc nội dung sai: {why}"),
    "consistency": mark("Không chứng minh được dấu mốc {before} dòng là phần đầu của {size} dòng."),
}
COUNTED = {
    "entries": mark("sự kiện"),
    "chains": mark("chuỗi"),
    "leaves": mark("lá"),
    "tiles": mark("ô"),
    "checkpoints": mark("dấu mốc"),
}

_ENTRIES = text("""
    SELECT serial, seller_id, position, event_hash, head FROM log_entry
    WHERE (seller_id, position) > (:seller, :position) ORDER BY seller_id, position LIMIT :count
""")
_ENDS = text("""
    SELECT coalesce(chain.seller_id, last.seller_id) AS seller_id FROM log_chain AS chain
    FULL JOIN (
        SELECT DISTINCT ON (seller_id) seller_id, position, head FROM log_entry
        ORDER BY seller_id, position DESC
    ) AS last USING (seller_id)
    WHERE coalesce(chain.length, 0) <> coalesce(last.position, 0)
        OR (last.position > 0 AND chain.head IS DISTINCT FROM last.head)
""")
_LOST = text("""
    SELECT serial FROM log_entry
    WHERE NOT EXISTS (SELECT FROM log_leaf WHERE log_leaf.serial = log_entry.serial)
        AND NOT EXISTS (SELECT FROM log_pending WHERE log_pending.serial = log_entry.serial)
    ORDER BY serial
""")
_TWICE = text("SELECT serial FROM log_pending JOIN log_leaf USING (serial) ORDER BY serial")
_LATE = text("""
    SELECT count(*) FROM log_pending JOIN log_entry USING (serial)
    WHERE recorded_at < now() - interval '1 hour'
""")
_NAME = text("SELECT name FROM seller WHERE id = :seller")


def find(session: Session, looked: Counter[str]) -> Iterator[Found]:
    """Everything of the log that disagrees; the kinds are those of WORDS."""
    connection = session.connection()
    yield from _in_chains(connection, looked)
    yield from find_in_tree(connection, looked)
    yield from _in_queue(connection)


def _in_chains(connection: Connection, looked: Counter[str]) -> Iterator[Found]:
    chain = _Chain(connection, UUID(int=0))
    for row in _entries(connection):
        if row.seller_id != chain.seller_id:
            chain = _Chain(connection, row.seller_id)
            looked["chains"] += 1
        looked["entries"] += 1
        yield from chain.follow(row)
    for row in connection.execute(_ENDS):
        name = _name(connection, row.seller_id)
        yield "chain", str(row.seller_id), {"seller": name}


def _entries(connection: Connection) -> Iterator[Any]:
    after = {"seller": UUID(int=0), "position": 0}
    while rows := connection.execute(_ENTRIES, after | {"count": BATCH}).all():
        yield from rows
        after = {"seller": rows[-1].seller_id, "position": rows[-1].position}


class _Chain:
    """One seller's, followed link by link.

    After a link that does not hold, the next one may follow from the head that is stored or from
    the one it should have been: so the altered row is named, and not its successor.
    """

    def __init__(self, connection: Connection, seller_id: UUID) -> None:
        self.connection = connection
        self.seller_id = seller_id
        self.position = 0
        self.heads = [beginning(seller_id)]

    def follow(self, row: Any) -> Iterator[Found]:
        if row.position != self.position + 1:
            yield self._gap(row.position)
        follows = [head for head in (_next(h, row.event_hash) for h in self.heads) if head]
        held = bytes(row.head)
        gone = not self.heads
        if not gone and held not in follows:
            facts = {"seller": self._seller(), "position": row.position, "hash": row.event_hash}
            yield "entry", str(row.serial), facts
            self.heads = [held, *follows[:1]]
        else:
            self.heads = [held]
        self.position = row.position

    def _gap(self, position: int) -> Found:
        """What is missing cannot be followed: the next link is taken as it is."""
        first, last = self.position + 1, position - 1
        self.heads = []
        facts = {"seller": self._seller(), "first": first, "last": last}
        return "gap", f"{self.seller_id} {first}–{last}", facts

    def _seller(self) -> str:
        return _name(self.connection, self.seller_id)


def _next(head: bytes, event_hash: str) -> bytes | None:
    try:
        return next_head(head, event_hash)
    except ValueError:
        return None


def _name(connection: Connection, seller_id: UUID) -> str:
    found = connection.execute(_NAME, {"seller": seller_id}).scalar()
    return str(found or seller_id)


def _in_queue(connection: Connection) -> Iterator[Found]:
    for kind, statement in {"lost": _LOST, "twice": _TWICE}.items():
        for serial in connection.execute(statement).scalars():
            yield kind, str(serial), {}
    late = connection.execute(_LATE).scalar_one()
    if late:
        yield "late", str(late), {}
