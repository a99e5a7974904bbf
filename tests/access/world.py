"""One seller with a row of everything, and the addresses of these rows."""

import re
from typing import Any
from uuid import uuid4

from sqlmodel import Session, select

from app.catalog.models import Product, ProductImage
from app.complaints.rules import Kind
from app.complaints.service import ReportIn, report
from app.core.db import utc_now
from app.core.ids import new_code
from app.epcis.service import capture
from app.epcis.service.named import name_query
from app.identity.models import User
from app.imports.models import ExportRun, ExportStatus, ImportRun, ImportStatus
from app.imports.service.runs import receive
from app.imports.workbook.sheets import OWN_SHEETS
from app.imports.workbook.writing import write_workbook
from app.moderation.models import ClaimFinding, ClaimRule, FoundIn, ReasonTemplate
from app.orders.models import Cart, OrderGroup, SellerOrder
from app.orders.rules.codes import new_order_code, seller_order_code
from app.orders.rules.states import OrderState
from app.sellers.models import Seller
from app.sellers.rules.assistance import Scope
from app.sellers.service.papers import give_on_paper
from app.traceability.labels.sheets import SHEETS
from app.traceability.models import (
    BalanceReview,
    Correction,
    FileKind,
    FileStatus,
    LabelFile,
    LabelRun,
    LabPaper,
    Lot,
    LotStatus,
    UnitCode,
)
from app.traceability.rules import Stage
from app.traceability.rules.materials import ErrorReason
from app.traceability.rules.units import unit_code
from app.traceability.service import RecallIn, recalls
from app.traceability.service.label_keys import unit_key
from app.webhooks.service.endpoints import EndpointIn, add_endpoint, ping
from tests.epcis.examples import LOT, document, packing
from tests.factories import (
    make_alert,
    make_area,
    make_document,
    make_event,
    make_household,
    make_lot,
    make_product,
    make_token,
    make_variant,
    save,
)
from tests.pictures import photograph
from tests.traceability.journeys.workshop import Workshop

Values = dict[str, dict[str, str]]
Typed = dict[str, dict[str, str]]
SERIAL = 7
PLACEHOLDER = re.compile(r"\{(\w+)(?::\w+)?\}")


def build(session: Session, seller: Seller, people: dict[str, User | None]) -> Values:
    """What stands for `{slug}` and the like, by the beginning of the address: the longest counts.

    Every row belongs to `seller`, whom the owner and the staff work for.
    """
    return (
        _goods(session, seller)
        | _book(session, seller)
        | _shop(session, seller)
        | _complaints(session, seller)
        | _orders(session, seller)
        | _imports(session, seller, people)
        | _words(session)
        | _webhooks(session, seller, people)
        | _tokens(session, seller)
        | _epcis(session, seller)
        | _recalls(session, seller, people)
        | _assistance(session, seller, people)
    )


def typed(session: Session, seller: Seller, people: dict[str, User | None]) -> Typed:
    """What is typed into the form of a row of the table that an empty one would not reach."""
    staff = people["staff"]
    order = session.exec(select(SellerOrder).where(SellerOrder.seller_id == seller.id)).one()
    assert staff is not None
    return {
        "POST /ban-hang/don-hang/{code}/{step}": {"version": str(order.version)},
        "POST /ban-hang/doi-gian-hang": {"shop": seller.slug},
        "POST /ban-hang/nhan-su/roi": {"shop": seller.slug},
        "POST /ban-hang/nhan-su/vai-tro": {"phone": staff.phone, "role": "owner"},
        "POST /ban-hang/nhan-su/thoi": {"phone": staff.phone},
    }


def _goods(session: Session, seller: Seller) -> Values:
    product = make_product(session, seller)
    variant = make_variant(session, product)
    picture = _picture(session, product)
    make_area(session, seller)
    lot = make_lot(session, variant)
    make_event(session, lot, Stage.HARVEST)
    labels = _labels(session, lot)
    draft = make_lot(session, variant, status=LotStatus.DRAFT, published_at=None)
    make_event(session, draft, Stage.HARVEST)
    alert = {"alert_id": str(make_alert(session, lot).id)}
    own = {"slug": product.slug, "sku": variant.sku, "content_hash": picture.content_hash}
    return {
        "/ban-hang/san-pham/": own,
        "/dieu-hanh/san-pham/": own,
        "/san-pham/": own,
        "/sitemap/san-pham/": {"first": str(product.id)},
        "/ban-hang/ho-so/": {"part": "dia-chi"},
        "/ban-hang/lo/": {"code": lot.code, "place": "1", "number": "1"} | labels,
        "/ban-hang/lo/{code}/sua": {"code": draft.code},
        "/ban-hang/lo/{code}/cong-bo": {"code": draft.code},
        "/dieu-hanh/lo/": {"code": lot.code},
        "/ban-hang/quet/": alert | {"table": "ngay"},
        "/dieu-hanh/quet/": alert,
        "/noi-quet/": {"code": lot.code},
        "/Q/": {"code": lot.code},
        "/q/": {"rest": lot.code},
        "/{key": {"key": "01", "rest": f"08938505974019/10/{lot.lot_number}"},
        "/{segment": {"segment": "AQnYUc1gmg"},
        "/U/": {"code": unit_code(unit_key(), SERIAL)},
        "/u/": {"rest": unit_code(unit_key(), SERIAL)},
        "/api/v1/": own | {"code": lot.code},
        "/api/v1/sellers/": {"slug": seller.slug},
        "/nha-ban/": {"slug": seller.slug},
        "/dieu-hanh/don-vi/": {"slug": seller.slug},
        "/danh-muc/": {"slug": "che"},
        "/xa/": {"slug": "tan-cuong"},
        "/huong-dan/": {"slug": "giao-hang"},
        "/places/": {"province": "19"},
        "/log/tile/": {"rest": "0/000"},
        "/ban-do/": {"ward_code": "05503"},
        "/tai-khoan/phien/": {"hash_begins": "0" * 16},
        "/dang-nhap/oidc/": {"provider": "vneid"},
        "/tai-khoan/lien-ket/": {"provider": "vneid"},
    }


def _labels(session: Session, lot: Lot) -> dict[str, str]:
    """A run of one packet's label, and a file of it that is empty."""
    run = save(session, LabelRun(lot_id=lot.id, template=SHEETS[0].key, labels=24))
    save(session, UnitCode(serial=SERIAL, run_id=run.id, place=1))
    file = LabelFile(run_id=run.id, kind=FileKind.PDF, status=FileStatus.DONE)
    return {"file_id": str(save(session, file).id)}


def _book(session: Session, seller: Seller) -> Values:
    """A harvest with a correction that waits, a doubt, and a laboratory's paper without a file."""
    workshop = Workshop(session, seller)
    leaf = workshop.pick()
    event = workshop.event_of(leaf)
    asked: dict[str, Any] = {"seller_id": seller.id, "reason": "Đo lại rồi.", "facts": event.facts}
    review = save(
        session,
        BalanceReview(code=new_code(10), client_id=uuid4(), kind=event.kind, findings=[], **asked),
    )
    correction = save(
        session,
        Correction(
            code=new_code(10),
            seller_id=seller.id,
            event_id=event.id,
            reason=ErrorReason.INCORRECT_DATA,
            note="Đọc nhầm cân.",
            facts=event.facts | {"grams": 90_000},
        ),
    )
    paper = save(
        session,
        LabPaper(
            code=new_code(10),
            seller_id=seller.id,
            digest="b" * 64,
            file_key="lab/2026-10-12/gone",
            media_type="application/pdf",
            size=1,
        ),
    )
    lot = session.exec(select(Lot.code).where(Lot.seller_id == seller.id)).first()
    return {
        "/ban-hang/so/ghi/": {"slug": "hai"},
        "/ban-hang/so/nguyen-lieu/": {"code": leaf.code},
        "/ban-hang/so/lo/": {"code": str(lot)},
        "/ban-hang/so/muc/": {"code": event.code},
        "/ban-hang/so/dinh-chinh/": {"code": correction.code},
        "/ban-hang/so/xem-lai/": {"code": review.code},
        "/ban-hang/vung-trong/": {"area_id": str(workshop.area.id)},
        "/dieu-hanh/can-doi/": {"code": review.code},
        "/dieu-hanh/can-doi/dinh-chinh/": {"code": correction.code},
        "/dieu-hanh/can-doi/phieu/": {"code": paper.code},
    }


def _picture(session: Session, product: Product) -> ProductImage:
    return save(
        session,
        ProductImage(
            product_id=product.id, content_hash="a" * 64, width=800, height=800, ready=True
        ),
    )


def _shop(session: Session, seller: Seller) -> Values:
    paper = {"code": make_document(session, seller).code}
    return {
        "/ban-hang/gian-hang/anh/": {"slot": "logo"},
        "/ban-hang/ho-thanh-vien/": {"code": make_household(session, seller).code},
        "/ban-hang/giay-to/": paper,
        "/dieu-hanh/giay-to/": paper,
    }


def _complaints(session: Session, seller: Seller) -> Values:
    lot = session.exec(select(Lot).where(Lot.status == LotStatus.PUBLISHED)).first()
    assert lot
    given = ReportIn(form_key="form-000001", kind=Kind.SPOILED, body="Hộp bị hở nắp.")
    ticket = {"code": report(session, lot.code, given, photograph()).code}
    session.flush()
    return {"/su-co/": ticket, "/ban-hang/su-co/": ticket, "/dieu-hanh/su-co/": ticket}


def _orders(session: Session, seller: Seller) -> Values:
    code = new_order_code()
    cart = save(session, Cart(token_hash=uuid4().hex))
    group = save(
        session,
        OrderGroup(
            code=code,
            cart_id=cart.id,
            buyer_name="Nguyễn Thị Hạnh",
            phone="+84912345678",
            province_code="01",
            ward_code="00004",
            street="Số 5 phố Đội Cấn",
            address="Số 5 phố Đội Cấn, phường Ba Đình, Hà Nội",
            total=375_000,
        ),
    )
    part = save(
        session,
        SellerOrder(
            group_id=group.id,
            seller_id=seller.id,
            code=seller_order_code(code, 1),
            state=OrderState.PLACED,
            goods_total=350_000,
            shipping_fee=25_000,
            total=375_000,
            gross_grams=160,
            confirm_due_at=utc_now(),
        ),
    )
    return {
        "/ban-hang/don-hang/": {"code": part.code, "step": "xac-nhan"},
        "/don-hang/": {"code": code},
    }


def _imports(session: Session, seller: Seller, people: dict[str, User | None]) -> Values:
    operator, owner = people["operator"], people["owner"]
    assert operator is not None
    assert owner is not None
    return {
        "/dieu-hanh/nhap/": {"run_id": _import(session, operator, None)},
        "/ban-hang/nhap/": {"run_id": _import(session, owner, seller)},
        "/dieu-hanh/nhap/{run_id}/loi.xlsx": {"run_id": _refused(session, operator, None)},
        "/ban-hang/nhap/{run_id}/loi.xlsx": {"run_id": _refused(session, owner, seller)},
        "/dieu-hanh/xuat/": {"export_id": _export(session, operator, None)},
        "/ban-hang/xuat/": {"export_id": _export(session, owner, seller)},
        "/dieu-hanh/tai-khoan/": {"code": operator.code},
        "/dieu-hanh/nhat-ky/": {"entry_id": str(uuid4())},
    }


def _import(session: Session, by: User, seller: Seller | None) -> str:
    """A file that was written."""
    run = ImportRun(
        seller_id=seller.id if seller else None,
        file_name="hang.xlsx",
        content=b"",
        status=ImportStatus.DONE,
        created_by=by.id,
        confirmed_at=utc_now(),
    )
    return str(save(session, run).id)


def _refused(session: Session, by: User, seller: Seller | None) -> str:
    """A file with a fault: it changes the price of nobody's goods."""
    price = OWN_SHEETS[2].without("seller")
    content = write_workbook({price.name: [{"sku": "KHONG-CO", "price": 200_000}]}, [price])
    run = receive(session, by.id, "sai.xlsx", content, seller=seller)
    assert run.status is ImportStatus.REFUSED
    return str(run.id)


def _export(session: Session, by: User, seller: Seller | None) -> str:
    """A file that was made, and is empty."""
    run = ExportRun(
        seller_id=seller.id if seller else None,
        file_name="hang.csv",
        asked={"sheets": ["Quy cách"]},
        status=ExportStatus.DONE,
        created_by=by.id,
    )
    return str(save(session, run).id)


def _words(session: Session) -> Values:
    rule = session.exec(select(ClaimRule)).first()
    template = session.exec(select(ReasonTemplate)).first()
    assert rule
    assert template
    finding = ClaimFinding(rule_id=rule.id, kind=FoundIn.PRODUCT, subject_id=rule.id, places=[])
    return {
        "/dieu-hanh/loi-tren-san/": {"finding_id": str(save(session, finding).id)},
        "/dieu-hanh/tu-cam/": {"rule_id": str(rule.id)},
        "/dieu-hanh/mau-ly-do/": {"template_id": str(template.id)},
    }


def _assistance(session: Session, seller: Seller, people: dict[str, User | None]) -> Values:
    officer = people["officer"]
    assert officer is not None
    consent = give_on_paper(session, officer, seller, {Scope.PRODUCTS}, photograph())
    return {
        "/can-bo/don-vi/": {"slug": seller.slug, "code": consent.code},
        "/ban-hang/ho-tro/": {"code": consent.code},
        "/dieu-hanh/goi-dien/": {"slug": seller.slug},
    }


def _webhooks(session: Session, seller: Seller, people: dict[str, User | None]) -> Values:
    owner = people["owner"]
    assert owner is not None
    given = EndpointIn.model_validate({"url": "https://banhang.example.vn/"})
    endpoint = add_endpoint(session, owner.id, seller.id, given)
    event_id = ping(session, owner.id, endpoint)
    return {"/ban-hang/ket-noi/webhook/": {"code": endpoint.code, "event_id": event_id}}


def _recalls(session: Session, seller: Seller, people: dict[str, User | None]) -> Values:
    """The operator asked for it: leaf of a garden that nothing came of."""
    operator = people["operator"]
    assert operator is not None
    area = make_area(session, seller)
    why = RecallIn(reason="Phun thuốc chưa đủ ngày.")
    recall, _ = recalls.ask(session, area, why, operator.id)
    return {"/dieu-hanh/thu-hoi/": {"code": recall.code}}


def _tokens(session: Session, seller: Seller) -> Values:
    token, _ = make_token(session, seller)
    return {"/ban-hang/ket-noi/{code}/thu-hoi": {"code": token.code}}


def _epcis(session: Session, seller: Seller) -> Values:
    """An event that is not published, the job that captured it, and a query by name."""
    job = capture(session, seller.id, document(packing(eventID="urn:uuid:an")))
    session.flush()
    name_query(session, seller.id, "DongGoi", {"EQ_bizStep": "packing"})
    values = {"resource": "bizSteps", "value": "packing", "event_id": "urn:uuid:an"}
    return {
        "/epcis": values | {"capture_id": str(job.id), "name": "DongGoi", "rest": "eventTypes"},
        "/epcis/epcs": {"value": LOT},
    }


def address(route: str, values: Values) -> str:
    """`route` with the rows of this world. Raises KeyError when nobody said which row."""
    begins = sorted((begin for begin in values if route.startswith(begin)), key=len)
    found = {name: value for begin in begins for name, value in values[begin].items()}
    return PLACEHOLDER.sub(lambda hit: found[hit[1]], route)
