"""Growing areas, lots and their journeys."""

from datetime import datetime, time
from uuid import UUID

from app.core.days import VIETNAM, day_in_vietnam
from app.core.i18n import mark
from app.imports.queries import papers
from app.imports.rules import Row
from app.imports.rules.merging import merged
from app.imports.service.goods import medium
from app.imports.service.run import CellRefused, Import, event_key
from app.traceability import service
from app.traceability.models import Lot, LotStatus
from app.traceability.service import AreaIn, LotIn, RecallIn, ReportIn, RunIn, StepIn


def write_area(run: Import, row: Row) -> tuple[bool, bool]:
    seller_id = run.seller_id(row)
    current = run.areas.get((seller_id, row["name"]))
    cells = {name: value for name, value in row.cells.items() if name in AreaIn.model_fields}
    if row["ward"]:
        cells["ward_code"] = run.ward_code(row["ward"])
    if row["picture"]:
        cells["picture"] = medium(run, row, "picture", row["picture"][0]).content_hash
    given = AreaIn.model_validate(merged(AreaIn, current, cells))
    area, changed = service.save_area(run.session, seller_id, given, run.actor_id)
    run.areas[seller_id, area.name] = area
    return current is None, changed


def write_lot(run: Import, row: Row) -> tuple[bool, bool]:
    """As a draft; `open_lot` follows once its steps are there."""
    seller_id = run.seller_id(row)
    current = run.lots.get((seller_id, row["lot_number"]))
    cells = {name: value for name, value in row.cells.items() if name in LotIn.model_fields}
    if row["sku"]:
        cells["variant_id"] = run.variant(row).id
    if "area" in row.cells:
        cells["growing_area_id"] = area_id(run, row) if row["area"] else None
    given = LotIn.model_validate(merged(LotIn, current, cells))
    lot, changed = service.record_lot(run.session, seller_id, given, run.actor_id)
    run.lots[seller_id, lot.lot_number] = lot
    return current is None, changed


def area_id(run: Import, row: Row) -> UUID:
    found = run.areas.get((run.seller_id(row), row["area"]))
    if found is None:
        raise CellRefused("area", mark("Đơn vị này chưa có vùng trồng “{area}”."), area=row["area"])
    return found.id


def write_step(run: Import, row: Row) -> tuple[bool, bool]:
    """A step of a published lot may be added, never changed."""
    lot = _lot(run, row)
    key = event_key(lot.id, row["stage"], row["event_time"])
    current = run.events.get(key)
    cells = {name: value for name, value in row.cells.items() if name in StepIn.model_fields}
    if current is not None:
        cells["event_time"] = current.event_time
    given = StepIn.model_validate(merged(StepIn, current, cells))
    recorded = (given.event_end or given.event_time) if run.sample else None
    event, is_new = service.append_event(
        run.session, lot, given, run.actor_id, recorded_at=recorded
    )
    run.events[key] = event
    return is_new, _write_report(run, row, lot) or is_new


def _write_report(run: Import, row: Row, lot: Lot) -> bool:
    if not row["report_number"]:
        return False
    current = papers.report(run.session, lot.id, row["report_number"])
    names = ("laboratory", "result", "result_en", "passed")
    cells = {name: row[name] for name in names if name in row.cells}
    cells["number"] = row["report_number"]
    if current is None:
        cells["reported_on"] = day_in_vietnam(row["event_time"])
    given = ReportIn.model_validate(merged(ReportIn, current, cells))
    return service.save_report(run.session, lot, given, run.actor_id)[1]


def _lot(run: Import, row: Row) -> Lot:
    found = run.lots.get((run.seller_id(row), row["lot_number"]))
    if found is None:
        raise CellRefused("lot_number", mark("Chưa có lô {lot}."), lot=row["lot_number"])
    return found


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
