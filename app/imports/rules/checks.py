"""Checks over all sheets of a workbook; each says what is wrong in which cell."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from stdnum.vn import mst

from app.catalog.rules.asked import groups_asked
from app.catalog.rules.categories import TEA, trade
from app.catalog.rules.forms import unasked
from app.catalog.rules.shown import honest_discount
from app.core.i18n import mark
from app.core.text import fold
from app.imports.rules import (
    AREAS,
    CERTIFICATES,
    LOTS,
    PRICES,
    PRODUCTS,
    SELLERS,
    STEPS,
    VARIANTS,
    Fault,
    Row,
    Rows,
)
from app.imports.rules.known import Index, Known
from app.imports.rules.naming import known_as
from app.imports.rules.weights import weights

OCOP = "OCOP"
UNKNOWN_WARD = mark("Không có xã, phường này ở Thái Nguyên (tên từ 01/7/2025).")
CLOCKS_MAY_DIFFER = timedelta(minutes=5)


def check(rows: Rows, known: Known) -> list[Fault]:
    """Everything that the cells alone do not show, in the order of the sheets."""
    index = Index(rows, known)
    checks: dict[str, Iterable[Callable[[Row, Index], Iterator[Fault]]]] = {
        SELLERS: (_seller,),
        PRODUCTS: (_owned, _product, _asked),
        VARIANTS: (_owned, _variant),
        PRICES: (_owned, _price),
        AREAS: (_owned, _ward),
        LOTS: (_owned, _lot, weights),
        STEPS: (_owned, _step),
        CERTIFICATES: (_owned, _certificate),
    }
    faults = []
    for sheet, each in checks.items():
        faults += [
            fault for row in rows.get(sheet, ()) for one in each for fault in one(row, index)
        ]
    return faults + list(repeated(rows, index))


def _owned(row: Row, index: Index) -> Iterator[Fault]:
    if row["seller"] and row["seller"] not in index.owners:
        yield row.fault(
            "seller", mark("Chưa có đơn vị {key} trên sàn hay ở sheet Đơn vị."), key=row["seller"]
        )


def _seller(row: Row, index: Index) -> Iterator[Fault]:
    yield from _somebody_elses(row, index)
    if row["tax_code"] and not mst.is_valid(row["tax_code"]):
        yield row.fault("tax_code", mark("Mã số thuế chưa đúng: sai số kiểm tra hoặc thiếu số."))
    yield from _ward(row, index)
    if row["founded_on"] and row["founded_on"] > index.known.today:
        yield row.fault("founded_on", mark("Ngày này chưa tới."))


def _somebody_elses(row: Row, index: Index) -> Iterator[Fault]:
    """A phone of another seller than the tax code's; one without a tax code may get one."""
    by_code = index.known.owners.get(row["tax_code"] or "")
    by_phone = index.known.owners.get(row["phone"] or "")
    if by_phone is None or not row["tax_code"] or by_phone == by_code:
        return
    if by_code is not None or by_phone != row["phone"]:
        yield row.fault("phone", mark("Số này là của đơn vị khác ({key})."), key=by_phone)


def _ward(row: Row, index: Index) -> Iterator[Fault]:
    if row["ward"] and known_as(row["ward"], index.known.wards) is None:
        yield row.fault("ward", UNKNOWN_WARD)


def _product(row: Row, index: Index) -> Iterator[Fault]:
    if row["sku"] and index.pair(row, "sku") not in index.skus:
        yield row.fault("sku", mark("Chưa có quy cách {sku} ở sheet Quy cách."), sku=row["sku"])
    if row["category"] and fold(row["category"]) not in index.known.categories:
        yield row.fault("category", mark("Không có danh mục này trên sàn."))


def _asked(row: Row, index: Index) -> Iterator[Fault]:
    """Only what the trade's form asks; what is there of another trade may be emptied."""
    group = index.group(row)
    for name in unasked(group) if group is not None else ():
        if row[name] not in {None, ""}:
            yield row.fault(
                name,
                mark("Danh mục của dòng này không hỏi mục này, chỉ hỏi ở: {groups}."),
                groups=", ".join(_groups_asked(name)),
            )


def _groups_asked(name: str) -> Iterator[str]:
    for slug in groups_asked(name) or (TEA,):
        if found := trade(slug):
            yield found.name


def _variant(row: Row, index: Index) -> Iterator[Fault]:
    if row["product"] and index.pair(row, "product") not in index.skus:
        yield row.fault("product", mark("Chưa có sản phẩm {sku}."), sku=row["product"])
    belongs = index.known.skus.get(index.pair(row, "sku"))
    if belongs and row["product"] and belongs != index.known.skus.get(index.pair(row, "product")):
        yield row.fault("product", mark("SKU này đã thuộc sản phẩm {sku}."), sku=belongs)
    if row["gtin"] and index.known.gtins.get(row["gtin"], index.pair(row, "sku")) != index.pair(
        row, "sku"
    ):
        yield row.fault("gtin", mark("Mã GTIN này đã dùng cho quy cách khác."))
    if row["gross_grams"] and row["net_grams"] and row["gross_grams"] < row["net_grams"]:
        yield row.fault("gross_grams", mark("Cả bì không thể nhẹ hơn khối lượng tịnh."))
    least, most = row["min_per_order"], row["max_per_order"]
    if least and most and most < least:
        yield row.fault(
            "max_per_order", mark("Nhiều nhất một đơn không thể ít hơn ít nhất một đơn.")
        )
    yield from _earlier_price(row, index)


def _earlier_price(row: Row, index: Index) -> Iterator[Fault]:
    """As the row says them, else as they are; a discount that was there already may stay."""
    there = index.known.prices.get(index.pair(row, "sku"), (None, None))
    price = row["price"] or there[0]
    earlier = row.cells.get("list_price", there[1])
    if row["list_price"] and row["price"] and row["list_price"] <= row["price"]:
        yield row.fault("list_price", mark("Giá trước đây phải cao hơn giá bán."))
    elif earlier and price and (price, earlier) != there and not honest_discount(earlier, price):
        column = "price" if earlier == there[1] else "list_price"
        yield row.fault(column, mark("Giảm quá nửa giá cũ là vượt mức được phép."))


def _price(row: Row, index: Index) -> Iterator[Fault]:
    """A packing that is there; the sheet of packings may not say otherwise about it."""
    pair = index.pair(row, "sku")
    if row["sku"] and pair not in index.skus:
        yield row.fault("sku", mark("Chưa có quy cách {sku}."), sku=row["sku"])
    yield from _earlier_price(row, index)
    said = index.variants.get(pair, row)
    for name in ("price", "list_price", "on_hand"):
        if None not in (row[name], said[name]) and row[name] != said[name]:
            yield row.fault(name, mark("Khác với sheet Quy cách, dòng {row}."), row=said.number)


def _lot(row: Row, index: Index) -> Iterator[Fault]:
    if row["sku"] and index.pair(row, "sku") not in index.skus:
        yield row.fault("sku", mark("Chưa có quy cách {sku}."), sku=row["sku"])
    yield from _area(row, index)
    harvested, packed, expires = row["harvested_on"], row["packed_on"], row["expires_on"]
    for name in ("harvested_on", "packed_on", "recalled_on"):
        if row[name] and row[name] > index.known.today:
            yield row.fault(name, mark("Ngày này chưa tới."))
    if harvested and packed and packed < harvested:
        yield row.fault("packed_on", mark("Ngày đóng gói không thể trước ngày thu hoạch."))
    if harvested and expires and expires < harvested:
        yield row.fault("expires_on", mark("Hạn dùng không thể trước ngày thu hoạch."))
    elif packed and expires and expires <= packed:
        yield row.fault("expires_on", mark("Hạn dùng phải sau ngày đóng gói."))
    if row["recalled_on"] and not row["recall_reason"]:
        yield row.fault("recall_reason", mark("Thu hồi phải ghi lý do."))


def _area(row: Row, index: Index) -> Iterator[Fault]:
    if row["area"] and index.pair(row, "area") not in index.areas:
        yield row.fault("area", mark("Đơn vị này chưa có vùng trồng “{area}”."), area=row["area"])


def _step(row: Row, index: Index) -> Iterator[Fault]:
    if row["lot_number"] and index.pair(row, "lot_number") not in index.lots:
        yield row.fault("lot_number", mark("Chưa có lô {lot}."), lot=row["lot_number"])
    start, end = row["event_time"], row["event_end"]
    if start and start > index.known.now + CLOCKS_MAY_DIFFER:
        yield row.fault("event_time", mark("Thời điểm này chưa tới."))
    if start and end and end < start:
        yield row.fault("event_end", mark("Kết thúc không thể trước lúc bắt đầu."))
    if row["report_number"] and not (row["laboratory"] and row["result"]):
        yield row.fault("result", mark("Phiếu kiểm nghiệm phải có phòng kiểm nghiệm và kết quả."))


def _certificate(row: Row, index: Index) -> Iterator[Fault]:
    yield from _area(row, index)
    if row["scheme"] == OCOP:
        yield from _ocop(row, index)
    elif row["scheme"] and not row["expires_on"]:
        yield row.fault("expires_on", mark("Bắt buộc ghi."))
    if row["issued_on"] and row["expires_on"] and row["expires_on"] < row["issued_on"]:
        yield row.fault("expires_on", mark("Ngày hết hạn không thể trước ngày cấp."))


def _ocop(row: Row, index: Index) -> Iterator[Fault]:
    for name in ("sku", "stars"):
        if not row[name]:
            yield row.fault(name, mark("Chứng nhận OCOP bắt buộc ghi ô này."))
    if row["sku"] and index.pair(row, "sku") not in index.skus:
        yield row.fault("sku", mark("Chưa có quy cách {sku}."), sku=row["sku"])


KEYS = {
    SELLERS: (("tax_code",), ("phone",)),
    PRODUCTS: (("seller", "sku"),),
    VARIANTS: (("seller", "sku"), ("gtin",)),
    PRICES: (("seller", "sku"),),
    AREAS: (("seller", "name"),),
    LOTS: (("seller", "lot_number"),),
    STEPS: (
        ("seller", "lot_number", "stage", "event_time"),
        ("seller", "lot_number", "report_number"),
    ),
    CERTIFICATES: (("seller", "scheme", "number", "sku"),),
}
"""What no two rows of a sheet may share; the last column named is where it is said."""


def repeated(rows: Rows, index: Index) -> Iterator[Fault]:
    for sheet, keys in KEYS.items():
        for names in keys:
            yield from _repeated(rows.get(sheet, ()), names, index)


def _repeated(rows: Iterable[Row], names: tuple[str, ...], index: Index) -> Iterator[Fault]:
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        if row[names[-1]] is None and len(names) < 4:
            continue
        key = tuple(index.owner(row) if name == "seller" else row[name] for name in names)
        first = seen.setdefault(key, row.number)
        if first != row.number:
            column = "number" if "number" in names else names[-1]
            yield row.fault(column, mark("Lặp lại dòng {row}."), row=first)
