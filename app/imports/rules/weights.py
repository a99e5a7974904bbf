"""Mass balance of a lot in a workbook: R2 and R3 of the design, as for a lot typed by hand."""

from collections.abc import Iterator

from app.core.i18n import mark
from app.imports.rules import Fault, Row
from app.imports.rules.known import Index
from app.traceability.rules.balance import Balance, packs_from, weigh


def weights(row: Row, index: Index) -> Iterator[Fault]:
    yield from _packs(row, index)
    yield from _ratio(row, index)


def _packs(row: Row, index: Index) -> Iterator[Fault]:
    """R3: no more packets than the finished goods fill."""
    net = index.nets.get(index.pair(row, "sku"))
    if not (net and row["bulk_grams"] and row["packs"]):
        return
    most = packs_from(row["bulk_grams"], net)
    if row["packs"] > most:
        yield row.fault("packs", mark("Thành phẩm chỉ đủ {most} gói."), most=most)


def _ratio(row: Row, index: Index) -> Iterator[Fault]:
    """R2: what is impossible is refused, what is unusual needs a word of explanation."""
    fresh, bulk = row["fresh_grams"], row["bulk_grams"]
    if not (fresh and bulk):
        return
    found = weigh(fresh, bulk, index.known.bounds.get(row["picking_standard"] or ""))
    said = f"{fresh / bulk:.1f}".replace(".", ",")
    if found is Balance.IMPOSSIBLE:
        yield row.fault(
            "fresh_grams", mark("{ratio} kg tươi cho 1 kg thành phẩm là không thể có."), ratio=said
        )
    elif found is Balance.UNUSUAL and not row["balance_note"]:
        yield row.fault(
            "balance_note",
            mark("{ratio} kg tươi cho 1 kg thành phẩm là khác thường, mời giải trình."),
            ratio=said,
        )
