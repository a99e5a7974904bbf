"""What a seller's system does from end to end, and what everybody then reads."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app.catalog.models import Product, ProductImage, ProductStatus, TeaType, Variant
from app.catalog.service.listing import relist
from app.core import days
from app.identity.models import AuditEntry
from app.orders.models import OrderChange, SellerOrder
from app.orders.rules.states import CashHolder
from app.sellers.models import SellerStatus
from app.sellers.rules import DocumentKind
from app.traceability.models import GrowingArea, Lot
from tests.api.calls import CONTENT, DAY, LOT, VARIANT
from tests.api.conftest import COMPLETE, PHOTO, Api, Open, World
from tests.factories import make_paper, make_product, make_seller, make_variant
from tests.pictures import photograph

WHOLE = CONTENT | {
    "description": COMPLETE["description"],
    "label": {"ingredients": "Búp chè", "storage": "Nơi khô", "shelf_life_days": 730},
}


def test_a_product_goes_from_nothing_to_the_operators_queue(api: Api, session: Session) -> None:
    made = api.post("/seller/products", WHOLE)
    path = made.headers["location"].removeprefix("/api/v1")
    assert api.get(path).content == made.content
    missing = {gap["part"] for gap in api.get(f"{path}/checklist").json()["missing"]}
    assert missing == {"variants", "images", "papers"}
    refused = api.post(f"{path}/submission")
    assert refused.status_code == 409
    assert refused.json()["title"] == "Sản phẩm còn thiếu thông tin"
    variant = api.post(f"{path}/variants", VARIANT | {"on_hand": 20})
    assert variant.headers["location"] == f"/api/v1{path}/variants/MAY-100"
    photos = api.call("POST", f"{path}/photos", files={"photo": ("a.jpg", photograph())})
    assert len(photos.json()["items"]) == 1
    product = session.exec(select(Product).where(Product.name == CONTENT["name"])).one()
    for kind in (DocumentKind.SELF_DECLARATION, DocumentKind.FOOD_SAFETY):
        make_paper(session, product, kind)
    for _ in range(2):
        assert api.post(f"{path}/submission").json()["status"] == "pending"
    product = session.exec(select(Product).where(Product.name == CONTENT["name"])).one()
    assert product.status is ProductStatus.PENDING
    acts = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == product.id)).all()
    assert {"product.start", "product.submit"} <= set(acts)


def test_a_live_text_waits_for_approval_and_may_be_withdrawn(
    api: Api, anybody: Api, world: World
) -> None:
    waiting = api.change("PATCH", world.path, {"summary": "Câu mới."}).json()
    assert waiting["waits"]
    assert waiting["content"]["summary"] == "Câu mới."
    public = f"/products/{world.product.slug}"
    assert anybody.get(public).json()["summary"] == COMPLETE["summary"]
    for _ in range(2):
        back = api.call("DELETE", f"{world.path}/revision").json()
        assert (back["waits"], back["content"]["summary"]) == (False, COMPLETE["summary"])


def test_a_patch_touches_what_it_names_and_nothing_else(api: Api, world: World) -> None:
    path = f"/seller/products/{world.draft.slug}"
    whole = WHOLE | {"attributes": {"taste": {"aroma": 5, "sweet": 3}}}
    path = (
        "/seller/products/" + api.change("PUT", path, whole).json()["slug"]
    )  # a new name moves it
    said = api.change("PATCH", path, {"attributes": {"taste": {"sweet": None}}}).json()["content"]
    assert said["attributes"]["taste"]["aroma"] == 5
    assert said["attributes"]["taste"]["sweet"] is None
    assert said["label"]["shelf_life_days"] == 730
    wrong = api.change("PATCH", path, {"name": None})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/name")


def test_what_a_trade_is_not_asked_is_left_out(api: Api, world: World) -> None:
    path = f"/seller/products/{world.draft.slug}"
    whole = WHOLE | {"attributes": {"cultivar": "LDP1", "material": "Gốm Bát Tràng"}}
    said = api.change("PUT", path, whole).json()["content"]["attributes"]
    assert (said["cultivar"], said["material"]) == ("LDP1", "")


def test_price_stock_and_pause_apply_at_once(api: Api, anybody: Api, world: World) -> None:
    variant = f"{world.path}/variants/{world.variant.sku}"
    changed = api.change("PATCH", variant, {"price": 340_000, "on_hand": 7}).json()
    assert (changed["price"], changed["on_hand"], changed["allocated"]) == (340_000, 7, 2)
    public = f"/products/{world.product.slug}"
    offer = anybody.get(public).json()["variants"][0]
    assert (offer["price"], offer["available"]) == (340_000, 5)
    low = api.change("PATCH", variant, {"on_hand": 1})
    assert (low.status_code, low.json()["errors"][0]["pointer"]) == (422, "#/on_hand")
    assert api.change("PUT", f"{world.path}/pause").json()["paused"]
    assert not anybody.get(public).json()["on_sale"]
    assert not api.change("DELETE", f"{world.path}/pause").json()["paused"]
    assert not api.change("PATCH", variant, {"active": False}).json()["active"]


def test_what_was_put_away_can_no_longer_be_written(api: Api, world: World) -> None:
    assert api.change("DELETE", world.path).json()["status"] == "archived"
    assert api.change("PUT", world.path, WHOLE).status_code == 409
    assert api.post(f"{world.path}/submission").status_code == 409


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"gross_grams": 50}, "#/gross_grams"),
        ({"list_price": 1000}, "#/list_price"),
        ({"list_price": 700_001}, "#/list_price"),
        ({"gtin": "123"}, "#/gtin"),
        ({"gtin": "2012345678900"}, "#/gtin"),
        ({"price": 999}, "#/price"),
    ],
)
def test_a_variant_that_does_not_fit_together_is_refused_by_field(
    api: Api, world: World, changes: dict[str, Any], pointer: str
) -> None:
    answer = api.post(f"{world.path}/variants", VARIANT | changes)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_more_than_half_off_an_earlier_price_is_refused(
    api: Api, world: World, session: Session
) -> None:
    path = f"{world.path}/variants/MAY-100"
    earlier = 700_000
    api.post(f"{world.path}/variants", VARIANT | {"list_price": earlier})
    too_low = api.change("PATCH", path, {"price": 349_999})
    too_high = api.change("PUT", path, VARIANT | {"list_price": earlier + 1})
    for answer, pointer in ((too_low, "#/price"), (too_high, "#/list_price")):
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    stored = session.exec(select(Variant).where(Variant.sku == "MAY-100")).one()
    assert (stored.price, stored.list_price) == (350_000, earlier)


def test_a_sku_is_used_once(api: Api, world: World) -> None:
    path = f"{world.path}/variants"
    assert [api.post(path, VARIANT).status_code for _ in range(2)] == [201, 201]
    other = api.post(path, VARIANT | {"price": 9000})
    assert other.json()["errors"][0]["pointer"] == "#/sku"
    assert len(api.get(path).json()["items"]) == 2


def test_photos_are_put_in_order_and_let_go(api: Api, world: World, session: Session) -> None:
    draft = f"/seller/products/{world.draft.slug}/photos"
    for seed in range(2):
        api.call("POST", draft, files={"photo": ("a.jpg", photograph(seed=seed))})
    first, second = (one["content_hash"] for one in api.get(draft).json()["items"])
    turned = api.change("PUT", draft, {"order": [second, first]}).json()["items"]
    assert [one["content_hash"] for one in turned] == [second, first]
    for _ in range(2):
        left = api.call("DELETE", f"{draft}/{second}").json()["items"]
        assert [one["content_hash"] for one in left] == [first]
    for order in ([first, first], [], [first, PHOTO]):
        wrong = api.change("PUT", draft, {"order": order})
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/order")
    assert len(session.exec(select(ProductImage)).all()) == 2


@pytest.mark.parametrize("content", [b"", b"<svg></svg>", b"\xff\xd8\xff" + b"x" * 500])
def test_a_file_that_is_no_photograph_is_refused(api: Api, world: World, content: bytes) -> None:
    answer = api.call("POST", f"{world.path}/photos", files={"photo": ("a.jpg", content)})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/photo")


def test_an_order_goes_its_way(api: Api, world: World, session: Session) -> None:
    path = f"/seller/orders/{world.order}"
    assert api.get("/seller/orders?state=placed").json()["items"][0]["code"] == world.order
    assert api.get("/seller/orders?state=shipped").json()["items"] == []
    assert set(api.get(path).json()["next_states"]) == {"confirmed", "cancelled"}
    early = api.post(f"{path}/delivery")
    assert (early.status_code, early.json()["title"]) == (409, "Đơn không còn ở bước đó")
    for step, body, state in (
        ("confirmation", None, "confirmed"),
        ("shipment", {"carrier": "Viettel Post", "tracking_number": "VTP1"}, "shipped"),
        ("failed-delivery", {"reason": "Khách hẹn mai"}, "delivery_failed"),
        ("second-attempt", None, "shipped"),
        ("delivery", None, "delivered"),
        ("delivery", None, "delivered"),
    ):
        assert api.post(f"{path}/{step}", body).json()["state"] == state
    said = api.get(path).json()
    assert [change["to_state"] for change in said["history"]][-1] == "delivered"
    assert said["lines"][0]["sku"] == world.variant.sku
    order = session.exec(select(SellerOrder).where(SellerOrder.code == world.order)).one()
    assert (order.cash_holder, order.tracking_number) == (CashHolder.CARRIER, "VTP1")
    assert session.get_one(Variant, world.variant.id).on_hand == 8
    assert len(session.exec(select(OrderChange)).all()) == 7


def test_an_order_is_refused_with_a_reason_once(api: Api, world: World, session: Session) -> None:
    path = f"/seller/orders/{world.order}/cancellation"
    assert api.post(path, {"reason": "  "}).status_code == 422
    for _ in range(2):
        assert api.post(path, {"reason": "Hết hàng rồi"}).json()["state"] == "cancelled"
    assert session.get_one(Variant, world.variant.id).allocated == 0


def test_a_lot_is_recorded_told_corrected_and_published(
    api: Api, anybody: Api, world: World
) -> None:
    body = LOT | {"sku": world.variant.sku, "growing_area": world.area.name, "maker": "Bà Nhài"}
    made = api.post("/seller/lots", body | {"standards": "TCVN"})
    lot = made.json()
    assert [step["stage"] for step in lot["steps"]] == ["harvest", "wither", "pack"]
    again = api.post("/seller/lots", body | {"standards": "TCVN"})
    assert again.json()["code"] == lot["code"]
    other = api.post("/seller/lots", body | {"standards": "TCVN", "packs": 10})
    assert other.json()["errors"][0]["pointer"] == "#/lot_number"
    path = f"/seller/lots/{lot['code']}"
    assert anybody.get(f"/lots/{lot['code']}").status_code == 404
    step = {"stage": "wither", "day": DAY.isoformat(), "clock": "10:00", "note": "Muộn hơn."}
    told = api.post(f"{path}/steps", step | {"corrects": 2}).json()["steps"]
    assert [one["corrects"] for one in told] == [None, None, 2, None]
    wrong = api.post(f"{path}/steps", step | {"corrects": 9})
    assert wrong.json()["errors"][0]["pointer"] == "#/corrects"
    for _ in range(2):
        assert api.post(f"{path}/publication").json()["status"] == "published"
    public = anybody.get(f"/lots/{lot['code'].lower()}").json()
    assert (public["verdict"], public["growing_area"]["name"]) == ("valid", world.area.name)
    weights = {name: body[name] for name in ("sku", "expires_on", "bulk_grams", "packs")}
    assert api.change("PUT", f"{path}/weights", weights).status_code == 409


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"packs": 63}, "#/packs"),
        ({"fresh_grams": 7000}, "#/fresh_grams"),
        ({"packed_on": (DAY - timedelta(days=1)).isoformat()}, "#/packed_on"),
        ({"harvested_on": (days.today() + timedelta(days=1)).isoformat()}, "#/harvested_on"),
        ({"steps": [{"stage": "dry", "day": "2020-01-01"}]}, "#/steps/0/day"),
        ({"steps": [{"stage": "dry", "day": 5}]}, "#/steps/0/day"),
        ({"steps": [{"stage": "dance", "day": "2026-01-01"}]}, "#/steps/0/stage"),
        ({"sku": "KHONG-CO"}, "#/sku"),
        ({"growing_area": "Không có"}, "#/growing_area"),
        ({"expires_on": "9999-12-31"}, "#/expires_on"),
        ({"maker": "Chè chữa bệnh"}, "#/maker"),
        ({"pack_note": "Chè chữa bệnh"}, "#/pack_note"),
        (
            {"steps": [{"stage": "dry", "day": DAY.isoformat(), "note": "Chữa bệnh"}]},
            "#/steps/0/note",
        ),
    ],
)
def test_a_lot_that_cannot_be_is_refused_by_field_and_not_written(
    api: Api, world: World, session: Session, changes: dict[str, Any], pointer: str
) -> None:
    before = len(session.exec(select(Lot)).all())
    answer = api.post("/seller/lots", LOT | {"sku": world.variant.sku} | changes)
    assert answer.status_code == 422
    assert pointer in {fault["pointer"] for fault in answer.json()["errors"]}
    assert len(session.exec(select(Lot)).all()) == before


def test_an_area_is_known_by_its_name_and_keeps_its_picture(
    api: Api, world: World, session: Session
) -> None:
    world.area.picture = PHOTO
    said = {"name": world.area.name, "ward_code": "05503", "hectares": 4.5}
    assert api.post("/seller/growing-areas", said).json()["hectares"] == 4.5
    assert session.get_one(GrowingArea, world.area.id).picture == PHOTO
    assert len(api.get("/seller/growing-areas").json()["items"]) == 1
    for name, value in (("ward_code", "99999"), ("latitude", 1.0)):
        wrong = api.post("/seller/growing-areas", said | {name: value})
        assert wrong.json()["errors"][0]["pointer"] == f"#/{name}"


def test_somebody_elses_rows_do_not_exist_inside_a_body_either(
    system: Open, world: World, session: Session
) -> None:
    rival = make_seller(session)
    variant = make_variant(session, make_product(session, rival))
    other = system(rival)
    mine = LOT | {"sku": variant.sku}
    theirs = other.post("/seller/lots", LOT | {"sku": world.variant.sku})
    area = other.post("/seller/lots", mine | {"growing_area": world.area.name})
    slug = session.get_one(Product, variant.product_id).slug
    order = other.change("PUT", f"/seller/products/{slug}/photos", {"order": [PHOTO]})
    pointers = [each.json()["errors"][0]["pointer"] for each in (theirs, area, order)]
    assert pointers == ["#/sku", "#/growing_area", "#/order"]
    assert other.post("/seller/lots", mine).status_code == 201


def test_the_shops_filters_work_as_on_its_pages(
    anybody: Api, world: World, session: Session
) -> None:
    slug = world.product.slug
    world.product.tea_type = TeaType.DINH
    session.flush()
    relist(session, world.product.id)
    for query, found in (
        (f"seller={world.seller.slug}", True),
        ("ward_code=05503&tea_type=dinh&tea_type=bup", True),
        ("price=200000_to_500000&net_grams=up_to_100&in_stock=true", True),
        ("price=under_200000", False),
        ("stars=5", False),
        ("category=mat-ong", False),
        ("harvested_within=7_days", False),
        ("traceable=true", False),
        ("q=khong+co+gi+nhu+the", False),
    ):
        items = anybody.get(f"/products?{query}").json()["items"]
        assert (slug in {one["slug"] for one in items}) == found, query


def test_a_seller_who_is_not_approved_is_not_shown(anybody: Api, world: World) -> None:
    path = f"/sellers/{world.seller.slug}"
    assert anybody.get(path).json()["lot_count"] == 1
    assert anybody.get("/sellers").json()["items"][0]["slug"] == world.seller.slug
    world.seller.status = SellerStatus.SUBMITTED
    assert anybody.get(path).status_code == 404
    assert anybody.get("/sellers").json()["items"] == []
    assert anybody.get(f"/products/{world.product.slug}").status_code == 404
