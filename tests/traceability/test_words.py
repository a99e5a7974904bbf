"""What is told of a lot says nothing that food may not be sold with."""

from typing import Any

import pytest
from sqlmodel import Session, func, select

from app.catalog.models import Variant
from app.moderation.models import ClaimRule
from app.moderation.rules.claims import Severity
from app.moderation.rules.findings import Forbidden
from app.traceability import service
from app.traceability.models import Lot, LotStatus, TrackingEvent
from app.traceability.rules import Stage
from app.traceability.service import AreaIn, RecallIn, ReportIn
from tests.conftest import Client
from tests.factories import make_lot, save
from tests.traceability.test_desk_pages import LOTS, declared, send, typed
from tests.traceability.test_service import lot_in, step_in, tell

CURE = "Chè này chữa bệnh gan."
SAID = "Bỏ lời “chữa bệnh”"


@pytest.mark.parametrize("name", ["maker", "standards", "balance_note"])
def test_no_lot_is_recorded_or_changed_with_them(
    session: Session, variant: Variant, name: str
) -> None:
    with pytest.raises(Forbidden) as wrong:
        service.record_lot(session, variant.seller_id, lot_in(variant, **{name: CURE}))
    assert set(wrong.value.fields) == {name}
    service.record_lot(session, variant.seller_id, lot_in(variant))
    with pytest.raises(Forbidden):
        service.record_lot(session, variant.seller_id, lot_in(variant, **{name: CURE}))


@pytest.mark.parametrize("status", LotStatus)
@pytest.mark.parametrize("name", ["title", "title_en", "note", "note_en", "responsible"])
def test_no_step_is_added_with_them(
    session: Session, variant: Variant, status: LotStatus, name: str
) -> None:
    lot = make_lot(session, variant, status=status)
    with pytest.raises(Forbidden) as wrong:
        service.append_event(session, lot, step_in(lot, Stage.HARVEST, **{name: CURE}))
    assert set(wrong.value.fields) == {name}
    assert session.exec(select(func.count()).select_from(TrackingEvent)).one() == 0


def test_no_area_and_no_report_is_saved_with_them(session: Session, variant: Variant) -> None:
    area = AreaIn(name="Đồi Hồng Thái", ward_code="05503", cultivar=CURE)
    with pytest.raises(Forbidden):
        service.save_area(session, variant.seller_id, area)
    lot = make_lot(session, variant)
    facts: dict[str, Any] = {"number": "1", "laboratory": "A", "reported_on": lot.packed_on}
    with pytest.raises(Forbidden):
        service.save_report(session, lot, ReportIn(**facts, result=CURE))


def test_a_rule_that_is_younger_than_a_draft_keeps_it_from_being_published(
    session: Session, variant: Variant, owner: Client
) -> None:
    lot, _ = service.record_lot(session, variant.seller_id, lot_in(variant, maker="Bà bổ phổi"))
    tell(session, lot)
    rule = ClaimRule(phrase="bổ phổi", folded="bo phoi", severity=Severity.BLOCK)
    save(session, rule)
    path = f"{LOTS}/{lot.code}"
    page = send(owner, path, path + "/cong-bo", {})
    assert page.status_code == 422
    assert f'action="{path}/sua"' in page.text
    assert 'href="#f-maker">Bỏ lời “bổ phổi”' in page.text
    assert lot.status is LotStatus.DRAFT


def test_a_recall_never_waits_for_its_wording(session: Session, variant: Variant) -> None:
    lot = make_lot(session, variant, status=LotStatus.PUBLISHED)
    assert service.recall_lot(session, lot, RecallIn(reason=CURE))


@pytest.mark.parametrize("name", ["maker", "harvest_note", "pack_note", "step-0-note"])
def test_the_form_of_a_new_lot_says_it_beside_the_field(
    owner: Client, session: Session, variant: Variant, name: str
) -> None:
    page = send(owner, LOTS + "/moi", LOTS, typed(variant, **{name: CURE}))
    assert page.status_code == 422
    assert f'<a href="#f-{name}">{SAID}' in page.text
    assert f'id="f-{name}"' in page.text
    assert session.exec(select(Lot)).first() is None


def test_the_desk_says_it_beside_the_field_of_a_step_and_of_a_change(
    owner: Client, session: Session, variant: Variant
) -> None:
    lot = declared(owner, session, variant)
    path = f"{LOTS}/{lot.code}"
    day = {"day": lot.harvested_on.isoformat(), "clock": "10:00"}
    step = send(owner, path, path + "/cong-doan", day | {"stage": "roll", "note": CURE})
    corrected = send(owner, path, path + "/cong-doan/1", day | {"note": CURE})
    changed = send(owner, path + "/sua", path + "/sua", typed(variant, standards=CURE))
    for page, name in ((step, "note"), (corrected, "note"), (changed, "standards")):
        assert page.status_code == 422
        assert f'<a href="#f-{name}">{SAID}' in page.text
