"""Growing areas, lots and their journeys."""

from datetime import datetime, time
from uuid import UUID

from app.core.days import VIETNAM, day_in_vietnam
from app.core.i18n import mark
from app.imports import queries
from app.imports.rules import Row
from app.imports.service.goods import medium
from app.imports.service.writing import CellRefused, Import, merged
from app.traceability import service
from app.traceability.models import Lot, LotStatus
from app.traceability.service import AreaIn, LotIn, RecallIn, ReportIn, RunIn, StepIn


def write_area(run: Import, row: Row) -> tuple[bool, bool]:
    seller_id = run.seller_id(row)
    current = queries.area(run.session, seller_id, row["name"])
    cells = {name: value for name, value in row.cells.items() if name in AreaIn.model_fields}
    if row["ward"]:
        cells["ward_code"] = run.ward_code(row["ward"])
    if row["picture"]:
        cells["picture"] = medium(run, row, "picture", row["picture"][0]).content_hash
    given = AreaIn.model_validate(merged(AreaIn, current, cells))
    _, changed = service.save_area(run.session, seller_id, given, run.actor_id)
    return current is None, changed


def write_lot(run: Import, row: Row) -> tuple[bool, bool]:
    """As a draft; `open_lot` follows once its steps are there."""
    seller_id = run.seller_id(row)
    current = queries.lot(run.session, seller_id, row["lot_number"])
    cells = {name: value for name, value in row.cells.items() if name in LotIn.model_fields}
    if row["sku"]:
        cells["variant_id"] = _variant_id(run, seller_id, row)
    if row["area"]:
        cells["growing_area_id"] = area_id(run, row)
    given = LotIn.model_validate(merged(LotIn, current, cells))
    _, changed = service.record_lot(run.session, seller_id, given, run.actor_id)
    return current is None, changed


def _variant_id(run: Import, seller_id: UUID, row: Row) -> UUID:
    found = queries.variant(run.session, seller_id, row["sku"])
    if found is None:
        raise CellRefused("sku", mark("Chưa có quy cách {sku}."), sku=row["sku"])
    return found.id


def area_id(run: Import, row: Row) -> UUID:
    found = queries.area(run.session, run.seller_id(row), row["area"])
    if found is None:
        raise CellRefused("area", mark("Đơn vị này chưa có vùng trồng “{area}”."), area=row["area"])
    return found.id


def write_step(run: Import, row: Row) -> tuple[bool, bool]:
    """A step of a published lot may be added, never changed."""
    lot = _lot(run, row)
    given = StepIn.model_validate({n: v for n, v in row.cells.items() if n in StepIn.model_fields})
    recorded = (given.event_end or given.event_time) if run.sample else None
    _, is_new = service.append_event(run.session, lot, given, run.actor_id, recorded_at=recorded)
    return is_new, _write_report(run, row, lot) or is_new


def _write_report(run: Import, row: Row, lot: Lot) -> bool:
    if not row["report_number"]:
        return False
    cells = {
        name: row[name]
        for name in ("laboratory", "result", "result_en", "passed")
        if row[name] is not None
    }
    reported = day_in_vietnam(row["event_time"])
    given = ReportIn.model_validate(
        {"number": row["report_number"], "reported_on": reported} | cells
    )
    return service.save_report(run.session, lot, given, run.actor_id)[1]


def _lot(run: Import, row: Row) -> Lot:
    key = run.seller_id(row), row["lot_number"]
    if key not in run.lots:
        found = queries.lot(run.session, *key)
        if found is None:
            raise CellRefused("lot_number", mark("Chưa có lô {lot}."), lot=row["lot_number"])
        run.lots[key] = found
    return run.lots[key]


def open_lot(run: Import, row: Row) -> bool:
    """Publishes, labels or recalls the lot when its row says so; whether that changed anything."""
    lot = _lot(run, row)
    changed = False
    if row["published"] and lot.status is LotStatus.DRAFT:
        at = datetime.combine(lot.packed_on, time(17), VIETNAM) if run.sample else None
        changed = service.publish_lot(run.session, lot, run.actor_id, at=at)
    if row["labels"] and lot.status is LotStatus.PUBLISHED:
        earlier = RunIn(template="a4-65", labels=row["labels"], number=1)
        changed = service.print_labels(run.session, lot, earlier, run.actor_id)[1] or changed
    if row["recalled_on"] and lot.status is not LotStatus.RECALLED:
        given = RecallIn(reason=row["recall_reason"], reason_en=row["recall_reason_en"] or "")
        at = datetime.combine(row["recalled_on"], time(9), VIETNAM)
        changed = service.recall_lot(run.session, lot, given, run.actor_id, at=at) or changed
    return changed
