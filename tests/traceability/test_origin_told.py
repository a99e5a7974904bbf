"""What an origin page says of claims, blends, holds, measured steps and stock."""

import pytest
from sqlmodel import Session

from app.catalog.models import Product, Variant
from app.traceability.models import Lot, LotStatus
from app.traceability.rules import Stage
from app.traceability.service.journeys import recomputing
from app.traceability.service.publication import renew_next_lot
from tests.conftest import Client, Queries
from tests.factories import make_area, make_event, make_standard_certificate
from tests.traceability.conftest import make_told_lot
from tests.traceability.journeys.workshop import Workshop
from tests.traceability.test_origin_page import text_of, verdict_of

REASON = recomputing.SHORT


def test_a_held_lot_asks_for_caution_says_why_and_sells_nothing(
    client: Client, session: Session
) -> None:
    lot = make_told_lot(session, held_reason=REASON)
    page = client.get(f"/Q/{lot.code}").text
    said = text_of(page)
    assert verdict_of(page) == "caution"
    assert "Lô này đang tạm giữ" in said
    assert "Lý do: Sổ cân thiếu sau khi đính chính." in said
    assert "Mua tiếp" not in said
    assert "This lot is on hold" in text_of(client.get(f"/en/Q/{lot.code}").text)


def test_machines_are_told_of_the_hold_too(client: Client, session: Session) -> None:
    lot = make_told_lot(session, held_reason=REASON)
    raw = client.get(f"/Q/{lot.code}.json").json()
    public = client.get(f"/api/v1/lots/{lot.code}").json()
    for told in (raw, public):
        assert (told["verdict"], told["doubts"]) == ("caution", ["held"])
    assert raw["held"] == public["held_reason"] == REASON


@pytest.mark.parametrize("reason", ["", REASON])
def test_the_shop_hands_out_no_held_lot(client: Client, session: Session, reason: str) -> None:
    lot = make_told_lot(session, held_reason=reason)
    renew_next_lot(session, lot.product_id)
    page = client.get(f"/san-pham/{session.get_one(Product, lot.product_id).slug}").text
    assert (lot.code in page) is not bool(reason)


CLAIMS = ["area:VN-TNOR-0214", "gi:Tân Cương", "scheme:VietGAP trồng trọt"]


def test_what_every_gram_holds_is_said_with_who_looked_at_it(
    client: Client, session: Session
) -> None:
    lot = make_told_lot(session, claims=CLAIMS, shares=dict.fromkeys(CLAIMS, 6_200))
    said = text_of(client.get(f"/Q/{lot.code}").text)
    assert "Chỉ dẫn địa lý Tân Cương Sàn đối chiếu xã trồng với vùng được bảo hộ" in said
    assert "VietGAP trồng trọt Sàn đã hỏi lại nơi cấp" in said
    assert "Mã vùng trồng VN-TNOR-0214" in said
    for address in (f"/Q/{lot.code}.json", f"/api/v1/lots/{lot.code}"):
        told = client.get(address).json()
        assert (told["claims"], told["percent"]) == (CLAIMS, {})


def test_a_blend_says_its_parts_and_claims_nothing_of_them(
    client: Client, session: Session
) -> None:
    shares = {"area:VN-TNOR-0214": 3_844, "gi:Tân Cương": 3_850, "scheme:VietGAP": 6_199}
    lot = make_told_lot(session, claims=CLAIMS, shares=shares)
    said = text_of(client.get(f"/Q/{lot.code}").text)
    assert "62 % lá từ vùng trồng VN-TNOR-0214" in said
    assert "62 % lá trong vùng chỉ dẫn địa lý Tân Cương" in said
    assert "99 % lá có VietGAP" in said
    assert "Đúng với từng gam" not in said
    assert "Chỉ dẫn địa lý" not in said
    told = client.get(f"/Q/{lot.code}.json").json()
    assert (told["claims"], told["percent"]["scheme:VietGAP"]) == ([], 99)


@pytest.fixture
def blend(session: Session) -> Lot:
    """Packed out of leaf of two gardens, each with a certificate of its own."""
    shop = Workshop(session)
    other = make_area(session, shop.seller, name="Đồi La Bằng", ward_code="05503")
    third = make_area(session, shop.seller, name="Đồi không dùng", ward_code="05503")
    for area, scheme in ((shop.area, "VietGAP"), (other, "Hữu cơ"), (third, "HACCP")):
        make_standard_certificate(session, shop.seller, growing_area_id=area.id, scheme=scheme)
    first, second = shop.pick(), shop.pick(growing_area_id=other.id)
    tea = shop.dry((first, 100_000), (second, 100_000), grams=40_000)
    lot = shop.pack((tea, 40_000), packs=400)
    lot.status = LotStatus.PUBLISHED
    return lot


def test_a_blend_names_its_areas_and_their_papers_in_two_statements(
    client: Client, session: Session, blend: Lot, queries: Queries
) -> None:
    session.flush()
    queries.clear()
    said = text_of(client.get(f"/Q/{blend.code}").text)
    assert len(queries) == 2
    assert "2 vùng trồng" in said
    for told in ("Đồi La Bằng", "VietGAP", "Hữu cơ"):
        assert told in said, told
    assert "HACCP" not in said
    assert "Đồi không dùng" not in said


def test_a_measured_step_says_how_hot_and_how_long(client: Client, session: Session) -> None:
    lot = make_told_lot(session)
    make_event(session, lot, Stage.FIX, details={"celsius": 240, "minutes": 7})
    said = text_of(client.get(f"/Q/{lot.code}").text)
    assert "240 °C · 7 phút" in said
    stages = client.get(f"/Q/{lot.code}.json").json()["record"]["stages"]
    assert {stage.get("celsius") for stage in stages} == {None, 240}
    steps = client.get(f"/api/v1/lots/{lot.code}").json()["steps"]
    assert {(step["celsius"], step["minutes"]) for step in steps} == {(None, None), (240, 7)}


def test_a_correction_shows_before_and_after(client: Client, session: Session) -> None:
    lot = make_told_lot(session)
    wrong = make_event(session, lot, Stage.ROLL, title="Vò", grams_in=31_000, place="Xưởng 1")
    make_event(
        session, lot, Stage.ROLL, title="Vò", grams_in=None, place="Xưởng 1",
        corrects_id=wrong.id, event_time=wrong.event_time, trace_code=wrong.trace_code,
    )  # fmt: skip
    said = text_of(client.get(f"/Q/{lot.code}").text)
    assert "Cân vào: trước ghi 31 kg, nay là không có." in said
    assert "Nơi làm: trước ghi" not in said


@pytest.mark.parametrize(
    ("on_hand", "said"),
    [(10, "Mua tiếp, 350.000₫"), (3, "Mua tiếp, 350.000₫ còn 3"), (0, "Tạm hết hàng")],
)
def test_buying_says_what_is_left(
    client: Client, session: Session, lot: Lot, on_hand: int, said: str
) -> None:
    session.get_one(Variant, lot.variant_id).on_hand = on_hand
    shown = text_of(client.get(f"/Q/{lot.code}").text)
    assert said in shown
    assert ("còn" in shown.partition("Mua tiếp")[2][:25]) is (on_hand == 3)
