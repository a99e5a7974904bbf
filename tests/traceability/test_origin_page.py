"""The page behind a lot's code."""

import hashlib
import json
import re
from base64 import b64encode
from datetime import timedelta
from html import unescape

import brotli
import pytest
from sqlmodel import Session, select

from app.catalog.models import Product
from app.core import days
from app.core.assets import static_url
from app.core.db import utc_now
from app.core.ids import new_code, print_code
from app.ocop.models import Certificate
from app.traceability.models import Lot, LotStatus
from app.traceability.rules import Stage
from tests.conftest import Client, Queries
from tests.factories import make_event, make_lot
from tests.traceability.conftest import make_told_lot

BUDGET = 15_000


def text_of(page: str) -> str:
    body = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def verdict_of(page: str) -> str:
    found = re.search(r'data-verdict="(\w+)"', page)
    assert found
    return found[1]


def test_a_published_lot_is_valid_and_says_what_to_compare(client: Client, lot: Lot) -> None:
    answer = client.get(f"/Q/{lot.code}")
    said = text_of(answer.text)
    assert answer.status_code == 200
    assert verdict_of(answer.text) == "valid"
    assert "Tem hợp lệ" in said
    assert "Mã lô này dán trên 62 hộp" in said
    assert print_code(lot.code) in said


def test_every_field_the_law_lists_is_there(client: Client, lot: Lot) -> None:
    page = client.get(f"/Q/{lot.code}").text
    said = text_of(page)
    for field in (
        "Chè đinh Tân Cương",
        "Hợp tác xã chè Đồi Sương",
        "Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên",
        f"{lot.harvested_on:%d/%m/%Y}",
        f"{lot.packed_on:%d/%m/%Y}",
        f"{lot.expires_on:%d/%m/%Y}",
        "TC-2610-07",
        "Đồi Sương",
        "TCVN 12829:2019",
    ):
        assert field in said, field
    for stage in ("harvest", "wither", "dry", "pack"):
        assert f"Mã hàng TC-2610-07-{stage}, mã nơi VN-TNOR-0214" in said
    assert len(re.findall(r'<time datetime="[^"]+\+00:00">', page)) == 4


@pytest.mark.parametrize("late", [1, 2])
def test_late_entries_say_their_day_once_if_it_is_the_same_for_all(
    client: Client, session: Session, late: int
) -> None:
    lot = make_lot(session)
    told = utc_now()
    for number, stage in enumerate((Stage.HARVEST, Stage.PACK)):
        make_event(session, lot, stage, **({"recorded_at": told} if number < late else {}))
    said = text_of(client.get(f"/Q/{lot.code}").text)
    day = f"{days.today():%d/%m/%Y}"
    assert said.count("hơn 48 giờ sau lúc làm") == (1 if late == 2 else 0)
    assert said.count(f"Khai ngày {day}") == (0 if late == 2 else 1)


def test_a_units_wording_never_stands_on_a_lots_page(client: Client, lot: Lot) -> None:
    said = text_of(client.get(f"/Q/{lot.code}").text)
    assert "Lần quét đầu tiên" not in said
    assert not re.search(r"hộp \d+ trong", said)


def test_a_recalled_lot_is_red_says_why_and_sells_nothing(client: Client, session: Session) -> None:
    lot = make_told_lot(
        session,
        status=LotStatus.RECALLED,
        recalled_at=utc_now(),
        recall_reason="hộp hở nắp",
    )
    page = client.get(f"/Q/{lot.code}").text
    assert verdict_of(page) == "recalled"
    assert "hộp hở nắp" in text_of(page)
    assert "Mua tiếp" not in page


def test_an_expired_lot_asks_for_caution_and_sells_nothing(
    client: Client, session: Session
) -> None:
    lot = make_told_lot(session, expires_on=days.today() - timedelta(days=1))
    page = client.get(f"/Q/{lot.code}").text
    assert verdict_of(page) == "caution"
    assert "đã quá hạn" in text_of(page)
    assert "Mua tiếp" not in page


def test_a_lot_opened_on_too_many_devices_asks_for_caution(
    client: Client, session: Session
) -> None:
    lot = make_told_lot(session, devices=62 * 20 + 1)
    page = client.get(f"/Q/{lot.code}").text
    assert verdict_of(page) == "caution"
    assert "1.241 lượt máy" in text_of(page)


def test_a_code_never_issued_is_404_with_what_to_do(client: Client) -> None:
    answer = client.get(f"/Q/{new_code(10)}")
    assert answer.status_code == 404
    assert verdict_of(answer.text) == "unknown"
    assert "Không có mã này" in answer.text
    assert 'name="code"' in answer.text


def test_a_draft_does_not_exist_for_the_public(client: Client, session: Session) -> None:
    lot = make_told_lot(session, status=LotStatus.DRAFT)
    assert client.get(f"/Q/{lot.code}").status_code == 404
    assert client.get(f"/Q/{lot.code}.json").status_code == 404


def test_a_wrong_check_character_is_told_before_any_look_up(
    client: Client, lot: Lot, queries: Queries
) -> None:
    wrong = lot.code[:-1] + ("0" if lot.code[-1] != "0" else "1")
    queries.clear()
    answer = client.get(f"/Q/{wrong}")
    assert answer.status_code == 404
    assert "Mã gõ chưa đúng" in answer.text
    assert wrong in answer.text
    assert list(queries) == []


@pytest.mark.parametrize("typed", ["{}", "{}-{}", "{} {}"])
@pytest.mark.parametrize("folder", ["/q/", "/Q/"])
def test_a_code_is_found_however_it_is_typed(
    client: Client, lot: Lot, folder: str, typed: str
) -> None:
    halves = (lot.code, "") if typed == "{}" else (lot.code[:5], lot.code[5:])
    path = folder + typed.format(*halves).lower()
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.url.path == f"/Q/{lot.code}"


@pytest.mark.parametrize("prefix", ["/en/Q/", "/EN/Q/", "/en/q/", "/EN/q/"])
def test_english_lives_under_its_own_path(client: Client, lot: Lot, prefix: str) -> None:
    answer = client.get(prefix + lot.code, follow_redirects=True)
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert "Tân Cương bud tea" in answer.text


def test_the_page_costs_two_statements(client: Client, lot: Lot, queries: Queries) -> None:
    queries.clear()
    client.get(f"/Q/{lot.code}")
    assert len(queries) == 2


def test_a_longer_journey_costs_no_more(
    client: Client, session: Session, lot: Lot, queries: Queries
) -> None:
    for stage in (Stage.FIX, Stage.ROLL, Stage.SORT, Stage.STORE, Stage.SHIP):
        make_event(session, lot, stage)
    queries.clear()
    client.get(f"/Q/{lot.code}")
    assert len(queries) == 2


def test_the_page_is_not_for_search_engines(client: Client, lot: Lot) -> None:
    assert '<meta name="robots" content="noindex">' in client.get(f"/Q/{lot.code}").text


def test_markup_and_style_fit_the_first_flight(client: Client, lot: Lot) -> None:
    page = client.get(f"/Q/{lot.code}")
    assert "stylesheet" not in page.text
    assert re.findall("<script[^>]*>", page.text) == [
        f'<script type="module" src="{static_url("js/origin.js")}">'
    ]
    assert len(brotli.compress(page.content, quality=5)) <= BUDGET


def test_the_inlined_style_is_the_one_its_policy_allows(client: Client, lot: Lot) -> None:
    answer = client.get(f"/Q/{lot.code}")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style
    digest = hashlib.sha256(style[1].encode()).digest()
    allowed = re.search(r"'sha256-([^']+)'", answer.headers["content-security-policy"])
    assert allowed
    assert allowed[1] == b64encode(digest).decode()


def test_no_position_of_a_household_leaves_the_server(client: Client, lot: Lot) -> None:
    for path in (f"/Q/{lot.code}", f"/Q/{lot.code}.json"):
        body = client.get(path).text
        assert "21.53" not in body
        assert "105.77" not in body
        assert str(lot.id) not in body
        assert str(lot.seller_id) not in body


def test_anybody_can_compute_the_fingerprint_again(client: Client, lot: Lot) -> None:
    told = client.get(f"/Q/{lot.code}.json").json()
    record = json.dumps(told["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(record.encode()).hexdigest()
    assert told["fingerprint"] == digest
    assert told["verdict"] == "valid"
    shown = " ".join(digest[i : i + 4] for i in range(0, 16, 4))
    assert shown in client.get(f"/Q/{lot.code}").text


def test_a_correction_is_counted_and_shown(client: Client, session: Session, lot: Lot) -> None:
    wrong = make_event(session, lot, Stage.SORT, note="61 hộp")
    make_event(session, lot, Stage.SORT, note="62 hộp", corrects_id=wrong.id)
    said = text_of(client.get(f"/Q/{lot.code}").text)
    assert "6 mục ghi, 1 lần đính chính" in said
    assert "Đã đính chính ngày" in said
    assert "Lời ghi: trước ghi 61 hộp, nay là 62 hộp." in said


def test_weights_are_what_was_recorded(client: Client, lot: Lot) -> None:
    said = text_of(client.get(f"/Q/{lot.code}").text)
    for fact in ("93 kg", "6,2 kg", "62 hộp", "62 tem đã in", "Khoảng 15 kg búp cho 1 kg chè đinh"):
        assert fact in said, fact


def test_papers_say_until_when_they_hold_and_who_checked_them(client: Client, lot: Lot) -> None:
    said = text_of(client.get(f"/Q/{lot.code}").text)
    assert "VietGAP trồng trọt" in said
    assert "Sàn đã hỏi lại nơi cấp" in said
    assert "Phiếu kiểm nghiệm 1187" in said
    assert "OCOP 5 sao" in said


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_ocop_stars_show_only_while_they_hold(
    client: Client, session: Session, lot: Lot, ended: str
) -> None:
    certificate = session.exec(select(Certificate)).one()
    if ended == "revoked":
        certificate.revoked_on = days.today()
    else:
        certificate.expires_on = days.today() - timedelta(days=1)
    assert "OCOP" not in client.get(f"/Q/{lot.code}").text


def test_a_product_off_the_shelf_is_not_offered_again(
    client: Client, session: Session, lot: Lot
) -> None:
    assert "Mua tiếp, 350.000₫" in text_of(client.get(f"/Q/{lot.code}").text)
    session.get_one(Product, lot.product_id).listed = False
    assert "Mua tiếp" not in client.get(f"/Q/{lot.code}").text


def test_a_lot_without_area_or_papers_still_has_its_page(client: Client, session: Session) -> None:
    lot = make_lot(session)
    for path in (f"/Q/{lot.code}", f"/en/Q/{lot.code}", f"/Q/{lot.code}.json"):
        assert client.get(path).status_code == 200
