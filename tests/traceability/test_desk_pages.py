"""A cooperative's lots at its desk, and the operator's recall."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from sqlmodel import Session, select

from app.catalog.models import Product, Variant
from app.core import days
from app.core.ids import print_code
from app.identity.rules import Role
from app.traceability.labels.sheets import BY_KEY
from app.traceability.models import GrowingArea, LabelRun, Lot, LotStatus, TrackingEvent
from app.traceability.rules import Stage
from tests.conftest import Client, Queries
from tests.factories import (
    make_area,
    make_lot,
    make_member,
    make_operator,
    make_seller,
    make_user,
    make_variant,
)
from tests.sessions import signed_in
from tests.traceability.conftest import make_told_lot

DAY = days.today() - timedelta(days=10)
LOTS = "/ban-hang/lo"


@pytest.fixture
def stranger(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_member(session))


@pytest.fixture
def operator(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_operator(session))


def token(client: Client, page: str) -> str:
    found = re.search(r'name="_token" value="([^"]*)"', client.get(page).text)
    assert found
    return found[1]


def typed(variant: Variant, **changed: str) -> dict[str, str]:
    return {
        "variant_id": str(variant.id),
        "lot_number": "TC-2611-01",
        "picking_standard": "bup",
        "harvested_on": DAY.isoformat(),
        "harvest_clock": "5:10",
        "harvest_note": "24 người hái, còn sương.",
        "step-0-stage": "wither",
        "step-0-day": DAY.isoformat(),
        "step-0-clock": "9:30",
        "step-0-note": "2 giờ 20 phút, mái lá.",
        "packed_on": (DAY + timedelta(days=3)).isoformat(),
        "fresh_grams": "31",
        "bulk_grams": "6,2",
        "packs": "62",
        "expires_on": f"{DAY + timedelta(days=700):%d/%m/%Y}",
        "maker": "Bà Nhài",
    } | changed


def send(client: Client, page: str, path: str, data: dict[str, str]) -> Any:
    return client.post(path, data=data | {"_token": token(client, page)})


def declared(owner: Client, session: Session, variant: Variant) -> Lot:
    answer = send(owner, LOTS + "/moi", LOTS, typed(variant))
    assert answer.status_code == 303, answer.text
    return session.exec(select(Lot)).one()


def published(owner: Client, session: Session, variant: Variant) -> Lot:
    lot = declared(owner, session, variant)
    path = f"{LOTS}/{lot.code}"
    assert send(owner, path, path + "/cong-bo", {}).status_code == 303
    return lot


def test_a_lot_is_declared_published_labelled_and_opened(
    owner: Client, session: Session, variant: Variant, client: Client
) -> None:
    lot = declared(owner, session, variant)
    assert (lot.status, lot.fresh_grams, lot.bulk_grams) == (LotStatus.DRAFT, 31_000, 6_200)
    stages = session.exec(select(TrackingEvent.stage)).all()
    assert set(stages) == {Stage.HARVEST, Stage.WITHER, Stage.PACK}
    assert client.get(f"/Q/{lot.code}").status_code == 404
    path = f"{LOTS}/{lot.code}"
    assert "Đủ hồ sơ rồi" in owner.get(path).text
    send(owner, path, path + "/cong-bo", {})
    page = client.get(f"/Q/{lot.code}").text
    assert 'data-verdict="valid"' in page
    assert "2 giờ 20 phút, mái lá." in page
    run = {"template": "a4-65", "labels": "62", "number": "1"}
    answer = send(owner, path + "/tem", path + "/tem", run)
    assert answer.headers["location"].endswith("/tem?xong=1")
    sheet = pypdfium2.PdfDocument(owner.get(path + "/tem/1.pdf").content)
    read = zxingcpp.read_barcodes(sheet[0].render(scale=300 / 72).to_pil())
    assert len(read) == 62
    assert {found.text for found in read} == {f"http://127.0.0.1:8000/Q/{lot.code}".upper()}
    assert "62 tem đã in" in client.get(f"/Q/{lot.code}").text


def test_the_shop_knows_the_lot_at_once(owner: Client, session: Session, variant: Variant) -> None:
    lot = published(owner, session, variant)
    product = session.get_one(Product, variant.product_id)
    assert product.next_lot is not None
    assert product.next_lot["code"] == lot.code


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"packs": "63"}, "vượt số thành phẩm"),
        ({"packs": "-1"}, "Phải lớn hơn 0"),
        ({"packs": "1.5"}, "số nguyên"),
        ({"bulk_grams": "sáu"}, "Cân ghi bằng kg"),
        ({"fresh_grams": "60"}, "không thể có"),
        ({"harvested_on": "32/13/2026"}, "Ngày chưa đúng"),
        ({"lot_number": "lô 7/1"}, "không dấu"),
        ({"lot_number": ""}, "Chưa điền"),
        ({"variant_id": "x"}, "Mời chọn"),
        ({"step-0-day": ""}, "Chưa điền"),
        ({"step-0-stage": ""}, "Chưa điền"),
        ({"step-0-day": "2020-01-01"}, "trước ngày hái"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    owner: Client, session: Session, variant: Variant, change: dict[str, str], said: str
) -> None:
    (field,) = change
    answer = send(owner, LOTS + "/moi", LOTS, typed(variant, **change))
    assert answer.status_code == 422
    fault = re.search(rf'id="e-{field}">(.*?)</p>', answer.text, re.DOTALL)
    assert fault, field
    assert said in fault[1]
    assert "24 người hái, còn sương." in answer.text
    assert "2 giờ 20 phút, mái lá." in answer.text
    assert session.exec(select(Lot)).all() == []
    assert session.exec(select(TrackingEvent)).all() == []


def test_the_same_form_twice_is_one_lot(owner: Client, session: Session, variant: Variant) -> None:
    first = declared(owner, session, variant)
    again = send(owner, LOTS + "/moi", LOTS, typed(variant))
    assert again.headers["location"].endswith(first.code)
    assert len(session.exec(select(TrackingEvent)).all()) == 3


def test_another_lot_under_a_taken_number_is_refused(
    owner: Client, session: Session, variant: Variant
) -> None:
    declared(owner, session, variant)
    answer = send(owner, LOTS + "/moi", LOTS, typed(variant, packs="60"))
    assert answer.status_code == 422
    assert "Số lô này đã có" in answer.text


def test_a_draft_is_put_right_a_published_lot_only_corrected(
    owner: Client, session: Session, variant: Variant
) -> None:
    lot = declared(owner, session, variant)
    path = f"{LOTS}/{lot.code}"
    facts = {
        name: typed(variant)[name] for name in ("variant_id", "expires_on", "picking_standard")
    }
    change = facts | {"fresh_grams": "30", "bulk_grams": "6", "packs": "60"}
    assert send(owner, path + "/sua", path + "/sua", change).status_code == 303
    assert (lot.packs, lot.bulk_grams) == (60, 6_000)
    send(owner, path, path + "/cong-bo", {})
    assert send(owner, path + "/sua", path + "/sua", change | {"packs": "59"}).status_code == 409
    correction = {"day": DAY.isoformat(), "clock": "9:45", "note": "2 giờ, không phải 2 giờ 20."}
    step = path + "/cong-doan/2"
    assert send(owner, step, step, correction).status_code == 303
    page = owner.get(f"/Q/{lot.code}").text
    assert "1 lần đính chính" in page
    assert "2 giờ 20 phút, mái lá." in page
    assert "2 giờ, không phải 2 giờ 20." in page


def test_a_step_is_added_later(owner: Client, session: Session, variant: Variant) -> None:
    lot = published(owner, session, variant)
    path = f"{LOTS}/{lot.code}"
    step = {"stage": "ship", "day": days.today().isoformat(), "clock": "0:01", "note": "39 hộp."}
    assert send(owner, path, path + "/cong-doan", step).status_code == 303
    wrong = step | {"day": "2020-01-01"}
    answer = send(owner, path, path + "/cong-doan", wrong)
    assert answer.status_code == 422
    assert "không thể trước ngày hái" in answer.text


def test_publishing_names_what_is_missing(
    owner: Client, session: Session, variant: Variant
) -> None:
    session.get_one(Product, variant.product_id).cover = ""
    lot = declared(owner, session, variant)
    path = f"{LOTS}/{lot.code}"
    assert "Ảnh sản phẩm" in owner.get(path).text
    answer = owner.post(path + "/cong-bo", data={"_token": token(owner, path)})
    assert answer.status_code == 409
    assert lot.status is LotStatus.DRAFT


def test_labels_never_outnumber_the_packets(
    owner: Client, session: Session, variant: Variant
) -> None:
    lot = published(owner, session, variant)
    path = f"{LOTS}/{lot.code}/tem"
    answer = send(owner, path, path, {"template": "a4-65", "labels": "65", "number": "1"})
    assert answer.status_code == 422
    assert "Chỉ còn in được 64 tem" in answer.text
    run = {"template": "a4-65", "labels": "64", "number": "1"}
    assert send(owner, path, path, run).status_code == 303
    assert send(owner, path, path, run).status_code == 303  # the same click twice
    assert session.exec(select(LabelRun.labels)).all() == [64]
    more = {"template": "a4-65", "labels": "5", "number": "2"}
    assert "Đã in đủ số tem" in send(owner, path, path, more | {"reason": "in thêm"}).text
    assert "mời ghi lý do" in send(owner, path, path, more | {"given_up": "5"}).text
    spoilt = more | {"given_up": "5", "reason": "rách 5 tem khi dán"}
    assert send(owner, path, path, spoilt).status_code == 303
    assert "64 tem đã in" in owner.get(f"/Q/{lot.code}").text


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_each_stock_has_its_sheet_and_its_trial(
    owner: Client, session: Session, variant: Variant, key: str
) -> None:
    lot = published(owner, session, variant)
    path = f"{LOTS}/{lot.code}/tem"
    send(owner, path, path, {"template": key, "labels": "3", "number": "1"})
    sheet = pypdfium2.PdfDocument(owner.get(f"{path}/1.pdf").content)
    read = [
        code
        for page in sheet
        for code in zxingcpp.read_barcodes(page.render(scale=203 / 72).to_pil())
    ]
    assert len(read) == 3
    trial = owner.get(f"{path}/thu.pdf", params={"giay": key})
    assert trial.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(BytesIO(trial.content))
    assert zxingcpp.read_barcodes(pages[0].render(scale=2).to_pil()) == []


def test_a_recall_turns_the_page_red_once(
    owner: Client,
    operator: Client,
    session: Session,
    variant: Variant,
    visit: Callable[[], Client],
) -> None:
    lot = published(owner, session, variant)
    path = f"/dieu-hanh/lo/{lot.code}"
    short = send(operator, path, path + "/thu-hoi", {"reason": "lỗi"})
    assert short.status_code == 422
    why = {"reason": "Hộp hở nắp, chè hút ẩm.", "reason_en": "Lids do not close."}
    page = token(operator, path)
    for _ in range(2):
        answer = operator.post(path + "/thu-hoi", data=why | {"_token": page})
        assert answer.status_code == 303
    asked = answer.headers["location"]
    assert 'data-verdict="recalled"' not in owner.get(f"/Q/{lot.code}").text
    assert session.get_one(Product, variant.product_id).next_lot is None
    assert asked in operator.get(path).text
    second = signed_in(visit(), make_user(session, role=Role.ADMINISTRATOR))
    assert send(second, asked, asked + "/xac-nhan", {}).status_code == 303
    assert 'data-verdict="recalled"' in owner.get(f"/Q/{lot.code}").text
    assert "Lids do not close" in owner.get(f"/en/Q/{lot.code}").text
    assert session.get_one(Product, variant.product_id).next_lot is None
    tem = f"{LOTS}/{lot.code}/tem"
    run = {"template": "a4-65", "labels": "1", "number": "1", "_token": token(owner, tem)}
    assert owner.post(tem, data=run).status_code == 409


def test_an_operator_finds_a_lot_by_code_number_or_seller(
    operator: Client, session: Session
) -> None:
    lot = make_told_lot(session)
    make_lot(session)
    for wanted in (print_code(lot.code).lower(), "tc-2610-07", "đồi sương"):
        page = operator.get("/dieu-hanh/lo", params={"q": wanted}).text
        assert print_code(lot.code) in page, wanted
        assert page.count('class="lot-row"') == 1


OWN_PAGES = ["", "/sua", "/tem", "/tem/thu.pdf", "/tem/1.pdf", "/cong-doan/1"]


@pytest.mark.parametrize("tail", OWN_PAGES)
def test_another_sellers_lot_does_not_exist(
    stranger: Client, operator: Client, session: Session, tail: str
) -> None:
    lot = make_told_lot(session)
    assert stranger.get(f"{LOTS}/{lot.code}{tail}").status_code == 404
    assert operator.get(f"{LOTS}/{lot.code}{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["/cong-doan", "/cong-doan/1", "/sua", "/cong-bo", "/tem"])
def test_a_stranger_changes_nothing(stranger: Client, session: Session, tail: str) -> None:
    lot = make_told_lot(session, status=LotStatus.DRAFT)
    data = {"_token": token(stranger, "/tai-khoan")}
    assert stranger.post(f"{LOTS}/{lot.code}{tail}", data=data).status_code == 404
    assert lot.status is LotStatus.DRAFT


def test_another_sellers_variant_and_area_cannot_be_used(
    owner: Client, session: Session, variant: Variant
) -> None:
    theirs = make_variant(session)
    answer = send(owner, LOTS + "/moi", LOTS, typed(theirs))
    assert answer.status_code == 422
    area = make_area(session, make_seller(session))
    answer = send(owner, LOTS + "/moi", LOTS, typed(variant, growing_area_id=str(area.id)))
    assert answer.status_code == 422
    assert session.exec(select(Lot)).all() == []


def test_sellers_and_visitors_have_no_business_at_the_operators_desk(
    owner: Client, client: Client, session: Session
) -> None:
    lot = make_told_lot(session)
    path = f"/dieu-hanh/lo/{lot.code}"
    assert owner.get(path).status_code == 403
    data = {"reason": "Hộp hở nắp, chè hút ẩm.", "_token": token(owner, "/tai-khoan")}
    assert owner.post(path + "/thu-hoi", data=data).status_code == 403
    assert client.get(path).status_code == 303
    assert lot.status is LotStatus.PUBLISHED


def test_a_growing_area_is_declared_and_put_right(
    owner: Client, session: Session, variant: Variant
) -> None:
    page = "/ban-hang/vung-trong"
    area = {"name": "Đồi Hồng Thái 2", "ward_code": "05503", "hectares": "3,1"}
    assert send(owner, page, page, area).status_code == 303
    assert send(owner, page, page, area | {"hectares": "3,5"}).status_code == 303
    assert session.exec(select(GrowingArea.hectares)).one() == 3.5
    answer = send(owner, page, page, area | {"ward_code": "99999"})
    assert answer.status_code == 422
    assert "Mời chọn xã, phường" in answer.text


def test_the_list_of_lots_costs_the_same_for_many(
    owner: Client, session: Session, variant: Variant, queries: Queries
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            make_lot(session, variant)
        queries.clear()
        owner.get(LOTS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_older_lots_are_a_page_further(owner: Client, session: Session, variant: Variant) -> None:
    for _ in range(35):
        make_lot(session, variant)
    page = owner.get(LOTS).text
    assert page.count('class="lot-row"') == 30
    older = re.search(r'href="([^"]+truoc=[^"]+)"', page)
    assert older
    assert owner.get(older[1]).text.count('class="lot-row"') == 5


def test_a_seller_without_products_is_asked_for_one_first(stranger: Client) -> None:
    assert "Thêm sản phẩm" in stranger.get(LOTS + "/moi").text
    assert "Khai lô đầu tiên" in stranger.get(LOTS).text
