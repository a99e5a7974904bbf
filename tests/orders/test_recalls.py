"""Buyers of a recalled lot are found, told once, and it can be proved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.catalog.models import Variant
from app.core.db import utc_now
from app.identity.models import User
from app.identity.rules import Role
from app.notifications.models import Channel, Message, MessageStatus
from app.notifications.service import note_fault, note_sent, rendered
from app.orders.models import OrderGroup, OrderLine, RecallNotice, SellerOrder
from app.orders.queries import recalls as queries
from app.orders.rules.states import OrderState
from app.orders.service import recalls as telling
from app.orders.tasks import tell_of_recall
from app.sellers.models import Seller
from app.traceability.models import Lot, LotStatus, Recall
from app.traceability.service import RecallIn, recall_lot, recalls
from app.traceability.service.news import LotRecalled
from app.wiring import connect
from tests.conftest import Client
from tests.factories import make_area, make_basket, make_lot, make_member, make_user, make_variant
from tests.orders.test_checkout import order
from tests.sessions import form_token, signed_in

WHY = RecallIn(reason="Mép túi hàn không kín.", reason_en="Bags are not sealed.")
PLACE = "/dieu-hanh/thu-hoi"
FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def _news() -> None:
    connect()


@pytest.fixture
def tea(session: Session) -> Variant:
    return make_variant(session, on_hand=1_000)


@pytest.fixture
def lot(session: Session, tea: Variant) -> Lot:
    return make_lot(session, tea, published_at=utc_now() - timedelta(days=5))


def buy(session: Session, tea: Variant, lot: Lot | None = None, **fields: Any) -> SellerOrder:
    """Two packets; those of `lot` when somebody wrote down which one went out."""
    days_ago = fields.pop("days_ago", 0)
    code = order(session, make_basket(session, (tea, 2)), **fields)
    part = session.exec(select(SellerOrder).where(SellerOrder.code == f"{code}01")).one()
    line = session.exec(select(OrderLine).where(OrderLine.seller_order_id == part.id)).one()
    line.lot_id = lot.id if lot else None
    part.placed_at = utc_now() - timedelta(days=days_ago)
    session.flush()
    return part


def tell(session: Session, *lots: Lot) -> None:
    """As the worker does what the recall has deferred."""
    session.flush()
    args = session.connection().execute(
        text("SELECT args FROM procrastinate_jobs WHERE task_name = :name"),
        {"name": telling.TELL},
    )
    for job in args.scalars().all():
        tell_of_recall(**job)


def messages(session: Session, begins: str = "lot_recalled:") -> list[Message]:
    statement = select(Message).where(col(Message.event).startswith(begins))
    return list(session.exec(statement.order_by(col(Message.event))).all())


def confirmed(session: Session, subject: Any) -> Recall:
    recall, _ = recalls.ask(session, subject, WHY, FIRST)
    recalls.confirm(session, recall, SECOND)
    return recall


def test_orders_that_have_or_may_have_packets_are_told_and_no_others(
    session: Session, tea: Variant, lot: Lot
) -> None:
    other = make_lot(session, tea, published_at=utc_now() - timedelta(days=5))
    sure = buy(session, tea, lot)
    maybe = buy(session, tea, days_ago=1)
    buy(session, tea, other)  # of another lot for sure
    buy(session, tea, days_ago=6)  # before the lot was public
    gone = buy(session, tea, lot)
    gone.state = OrderState.CANCELLED
    buy(session, make_variant(session, on_hand=9))
    confirmed(session, lot)
    late = buy(session, tea)
    late.placed_at = utc_now() + timedelta(minutes=1)
    tell(session)
    rows = queries.orders_with(session, [lot.id])
    found = {row.code: (row.certain, row.packs, row.status) for row in rows}
    assert found == {sure.code: (True, 2, "queued"), maybe.code: (False, 2, "queued")}
    assert {message.event.rpartition(":")[2] for message in messages(session)} == set(found)


def test_a_buyer_is_told_once_whatever_runs_twice(session: Session, tea: Variant, lot: Lot) -> None:
    buy(session, tea, lot)
    recall = confirmed(session, lot)
    recalls.confirm(session, recall, SECOND)
    for _ in range(2):
        tell(session)
    assert telling.tell(session, str(recall.id), [lot.id]) == 0
    assert len(messages(session)) == 1
    assert len(messages(session, "lots_recalled:")) == 1
    assert len(session.exec(select(RecallNotice)).all()) == 1
    jobs = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = :name")
    assert session.connection().execute(jobs, {"name": telling.TELL}).scalar_one() == 1


def test_one_message_names_every_lot_of_the_order(session: Session, tea: Variant, lot: Lot) -> None:
    area = make_area(session, session.get_one(Seller, tea.seller_id))
    also = make_lot(session, tea, published_at=lot.published_at)
    lot.growing_area_id = also.growing_area_id = area.id
    buy(session, tea, lot)
    maybe = buy(session, tea)
    confirmed(session, area)
    tell(session)
    said = {message.event.rpartition(":")[2]: message for message in messages(session)}
    assert len(said) == 2
    assert {one["number"] for one in said[maybe.code].context["lots"]} == {
        lot.lot_number,
        also.lot_number,
    }
    assert said[maybe.code].context["certain"] is False


def test_what_is_said_is_honest_and_in_the_buyers_language(
    session: Session, tea: Variant, lot: Lot
) -> None:
    buy(session, tea, lot, email="lan@thu.vn")
    english = buy(session, tea)
    session.get_one(OrderGroup, english.group_id).language = "en"
    confirmed(session, lot)
    tell(session)
    by_mail, by_sms = sorted(messages(session), key=lambda message: message.channel)
    assert (by_mail.channel, by_sms.channel) == (Channel.EMAIL, Channel.SMS)
    letter = rendered(by_mail)
    assert "có gói thuộc lô bị thu hồi" in letter.text
    assert "Xin đừng uống" in letter.text
    assert f"/Q/{lot.code}" in letter.text
    assert lot.lot_number in letter.html
    short = rendered(by_sms).text
    assert "MAY hold packets" in short
    assert "Bags are not sealed" in short
    assert f"/en/Q/{lot.code}" in short


def test_a_lot_called_back_by_itself_has_its_buyers_told_too(
    session: Session, tea: Variant, lot: Lot
) -> None:
    buy(session, tea, lot)
    recall_lot(session, lot, WHY)
    tell(session)
    [message] = messages(session)
    assert message.event.startswith(f"lot_recalled:{lot.code}:")
    telling.lot_recalled(session, LotRecalled(lot.id, lot.product_id, lot.code, "", FIRST))
    assert len(messages(session)) == 1, "what belongs to a recall waits for it"


def test_the_tally_follows_the_messages(session: Session, tea: Variant, lot: Lot) -> None:
    for _ in range(3):
        buy(session, tea, lot)
    confirmed(session, lot)
    tell(session)
    sent, failed, _ = messages(session)
    note_sent(session, sent.id)
    note_fault(session, failed.id, "550 No such user", last=True)
    session.flush()
    [told] = queries.tally([lot], queries.orders_with(session, [lot.id]))
    assert (told.found, told.certain, told.told, told.sent, told.failed) == (3, 3, 3, 1, 1)


def test_many_orders_take_no_more_statements_than_one(
    session: Session, tea: Variant, lot: Lot, queries: list[str]
) -> None:
    def statements() -> int:
        queries.clear()
        telling.tell(session, "thu", [lot.id])
        return len(queries)

    buy(session, tea, lot)
    one = statements()
    for _ in range(4):
        buy(session, tea, lot)
    assert statements() == one


# The pages.


@pytest.fixture
def first(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_user(session, role=Role.OPERATOR))


@pytest.fixture
def second(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_user(session, role=Role.ADMINISTRATOR))


def post(browser: Client, path: str, **data: str) -> Any:
    return browser.post(path, data=data | form_token(browser))


def asked(browser: Client, **what: str) -> str:
    """The address of the recall that this asks for."""
    answer = post(browser, PLACE, reason=WHY.reason, reason_en=WHY.reason_en, **what)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_one_operator_asks_and_another_confirms(
    session: Session, first: Client, second: Client, tea: Variant, lot: Lot
) -> None:
    sure = buy(session, tea, lot)
    search = first.get(f"{PLACE}/moi", params={"q": lot.lot_number.lower()}).text
    assert f"scope=lot&amp;ref={lot.code}" in search
    preview = first.get(f"{PLACE}/moi", params={"scope": "lot", "ref": lot.code}).text
    assert sure.code not in preview, "buyers are counted, not listed, before anything is asked"
    page = asked(first, scope="lot", ref=lot.code)
    assert asked(first, scope="lot", ref=lot.code) == page
    assert "Bạn là người xin" in first.get(page).text
    assert post(first, page + "/xac-nhan").status_code == 403
    assert lot.status is LotStatus.PUBLISHED
    assert "Bạn là người thứ hai" in second.get(page).text
    for _ in range(2):
        assert post(second, page + "/xac-nhan").status_code == 303
    assert 'data-verdict="recalled"' in first.get(f"/Q/{lot.code}").text
    tell(session)
    assert sure.code in second.get(page).text
    proof = second.get(page + "/thong-bao.csv")
    assert proof.headers["content-type"].startswith("text/csv")
    [heading, line] = proof.content.decode("utf-8-sig").splitlines()
    assert heading.startswith("Số lô,Đơn,")
    assert line.startswith(f"{lot.lot_number},{sure.code},")
    assert "đang gửi" in line
    assert "Một lô" in first.get(PLACE).text


def test_a_garden_is_asked_for_with_its_days(session: Session, first: Client, lot: Lot) -> None:
    area = make_area(session, session.get_one(Seller, lot.seller_id))
    lot.growing_area_id = area.id
    session.flush()
    what = {"scope": "area", "ref": str(area.id)}
    day = lot.harvested_on
    wrong = {"picked_from": f"{day}", "picked_until": f"{day - timedelta(days=1)}"}
    assert post(first, PLACE, reason=WHY.reason, **what, **wrong).status_code == 422
    assert post(first, PLACE, reason="", **what).status_code == 422
    nobodys = post(first, PLACE, reason=WHY.reason, scope="area", ref="khong-co")
    assert nobodys.status_code == 404
    page = asked(first, **what, picked_from=f"{day}", picked_until=f"{day}")
    assert lot.lot_number in first.get(page).text
    assert post(first, page + "/rut-lai").status_code == 303
    session.refresh(lot)
    assert lot.held_reason == ""


def test_a_refusal_needs_its_reason(
    session: Session, first: Client, second: Client, lot: Lot
) -> None:
    page = asked(first, scope="lot", ref=lot.code)
    assert post(second, page + "/tu-choi", answer="Thôi").status_code == 422
    assert post(second, page + "/tu-choi", answer="Đã mở mười hộp, mép kín.").status_code == 303
    assert "Đã mở mười hộp" in second.get(page).text
    assert post(second, page + "/xac-nhan").status_code == 409
    assert post(first, page + "/rut-lai").status_code == 409
    session.refresh(lot)
    assert (lot.status, lot.held_reason) == (LotStatus.PUBLISHED, "")


def member(visit: Callable[[], Client], session: Session, seller_id: UUID) -> tuple[Client, User]:
    user = make_member(session, session.get_one(Seller, seller_id))
    return signed_in(visit(), user), user


def test_a_seller_asks_for_its_own_lot_and_sees_whom_we_told(
    visit: Callable[[], Client], session: Session, second: Client, tea: Variant, lot: Lot
) -> None:
    sure = buy(session, tea, lot)
    owner, user = member(visit, session, lot.seller_id)
    here = f"/ban-hang/lo/{lot.code}/thu-hoi"
    assert post(owner, here, reason="lỗi").status_code == 422
    for _ in range(2):
        assert post(owner, here, reason=WHY.reason).status_code == 303
    [recall] = session.exec(select(Recall)).all()
    assert (recall.asked_by, recall.state) == (user.id, "asked")
    assert post(owner, here + "/rut-lai").status_code == 303
    assert post(owner, here + "/rut-lai").status_code == 404
    post(owner, here, reason=WHY.reason)
    waiting = session.exec(select(Recall).where(Recall.state == "asked")).one()
    assert post(second, f"{PLACE}/{waiting.code}/xac-nhan").status_code == 303
    tell(session)
    page = owner.get(here).text
    assert f"/ban-hang/don-hang/{sure.code}" in page
    assert "Đã thu hồi" in page
    assert post(owner, here, reason=WHY.reason).status_code == 409
    assert post(owner, here + "/rut-lai").status_code == 409
    rival, _ = member(visit, session, make_variant(session).seller_id)
    assert rival.get(here).status_code == 404


def test_pages_read_no_more_for_many_orders(
    session: Session, first: Client, tea: Variant, lot: Lot, queries: list[str]
) -> None:
    page = asked(first, scope="lot", ref=lot.code)

    def statements(path: str) -> int:
        session.flush()
        queries.clear()
        assert first.get(path).status_code == 200
        return len(queries)

    buy(session, tea, lot)
    few = statements(page), statements(PLACE)
    for _ in range(3):
        buy(session, tea, lot)
    for _ in range(3):
        recalls.ask(session, make_lot(session), WHY, FIRST)
    assert (statements(page), statements(PLACE)) == few


def test_messages_that_wait_count_as_told(session: Session, tea: Variant, lot: Lot) -> None:
    buy(session, tea, lot)
    confirmed(session, lot)
    assert queries.tally([lot], queries.orders_with(session, [lot.id]))[0].told == 0
    tell(session)
    assert messages(session)[0].status == MessageStatus.QUEUED
    assert queries.tally([lot], queries.orders_with(session, [lot.id]))[0].told == 1
