"""The nightly recomputation of the balance: what disagrees with the flows that hold is named."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from app.core.i18n import mark

Found = tuple[str, str, dict[str, Any]]
WORDS = {
    "material": mark(
        "Nguyên liệu {number}: sổ ghi {grams} g, đã dùng {used} g; "
        "tính lại là {made} g và {taken} g."
    ),
    "lot": mark("Lô {number}: ghi {grams} g chè vào hộp, tính lại là {taken} g."),
    "packs": mark("Lô {number}: {packs} hộp nặng hơn số chè đã đóng."),
    "uncaptured": mark("Mục sổ {number} chưa thành sự kiện EPCIS."),
}
COUNTED = {"materials": mark("nguyên liệu"), "lots": mark("lô đóng gói"), "records": mark("mục sổ")}

_HELD = """
    held AS (
        SELECT f.* FROM material_flow f
        WHERE NOT EXISTS (SELECT FROM error_declaration d WHERE d.event_id = f.event_id)
    )
"""
_MATERIALS = text(f"""
    WITH {_HELD}
    SELECT m.code, m.number, m.grams, m.used_grams AS used, m.held_reason,
        coalesce(sum(f.grams) FILTER (WHERE f.made), 0) AS made,
        coalesce(sum(f.grams) FILTER (WHERE NOT f.made), 0) AS taken
    FROM material m LEFT JOIN held f ON f.material_id = m.id GROUP BY m.id
""")  # noqa: S608  # our own words
_LOTS = text(f"""
    WITH {_HELD}
    SELECT l.code, l.lot_number AS number, l.bulk_grams AS grams, l.packs, l.net_grams,
        l.held_reason, sum(f.grams) AS taken
    FROM lot l JOIN journey_event e ON e.lot_id = l.id AND e.kind = 'pack'
    JOIN held f ON f.event_id = e.id GROUP BY l.id
""")  # noqa: S608  # our own words
_RECORDS = text("""
    SELECT e.code, c.event_hash IS NULL OR v.id IS NULL AS lost FROM journey_event e
    LEFT JOIN captured_event c ON c.subject_id = e.id
    LEFT JOIN epcis_event v ON v.event_hash = c.event_hash AND v.seller_id = e.seller_id
""")
BATCH = 1000


def find(session: Session, looked: Counter[str]) -> Iterator[Found]:
    """What disagrees, as `transparency.self_audit` asks; in bounded memory."""
    yield from _materials(session, looked)
    yield from _lots(session, looked)
    yield from _records(session, looked)


def _rows(session: Session, statement: Any) -> Iterator[Any]:
    yield from session.connection().execute(statement, execution_options={"yield_per": BATCH})


def _materials(session: Session, looked: Counter[str]) -> Iterator[Found]:
    for row in _rows(session, _MATERIALS):
        looked["materials"] += 1
        short = row.taken > row.made and not row.held_reason
        if (row.grams, row.used) != (row.made, row.taken) or short:
            facts = {name: int(getattr(row, name)) for name in ("grams", "used", "made", "taken")}
            yield "material", row.code, facts | {"number": row.number}


def _lots(session: Session, looked: Counter[str]) -> Iterator[Found]:
    for row in _rows(session, _LOTS):
        looked["lots"] += 1
        facts = {"number": row.number, "grams": row.grams, "taken": int(row.taken)}
        if row.grams != row.taken:
            yield "lot", row.code, facts
        if row.packs * row.net_grams * 1000 > row.taken * 1005 and not row.held_reason:
            yield "packs", row.code, facts | {"packs": row.packs}


def _records(session: Session, looked: Counter[str]) -> Iterator[Found]:
    for row in _rows(session, _RECORDS):
        looked["records"] += 1
        if row.lost:
            yield "uncaptured", row.code, {"number": row.code}
