"""The two desks of reports: the seller whose lot it is answers, the exchange closes."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.complaints import service
from app.complaints.models import Ticket
from app.complaints.rules import Kind, Outcome, Side, State
from app.complaints.service import AlreadyClosed, AnswerIn, ClosingIn, ReportIn
from app.core.db import utc_now
from app.identity.models import AuditEntry, User
from app.sellers.models import Seller
from app.traceability.models import Lot
from tests.conftest import Client
from tests.factories import make_lot, make_member, make_operator, make_user
from tests.sessions import form_token, signed_in


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_lot(session)


@pytest.fixture
def ticket(session: Session, lot: Lot) -> Ticket:
    given = ReportIn(
        form_key="form-000001", kind=Kind.SPOILED, body="Chè có mùi mốc.", phone="0912345678"
    )
    made = service.report(session, lot.code, given)
    session.flush()
    return made


@pytest.fixture
def owner(visit: Callable[[], Client], session: Session, lot: Lot) -> Client:
    return signed_in(visit(), make_member(session, session.get_one(Seller, lot.seller_id)))


@pytest.fixture
def officer(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_operator(session))


def actions(session: Session, ticket: Ticket) -> list[str]:
    rows = select(AuditEntry.action).where(AuditEntry.subject_id == ticket.id)
    return list(session.exec(rows.order_by(AuditEntry.id)).all())  # type: ignore[arg-type]


def test_a_seller_reads_and_answers_reports_of_its_own_lots(
    owner: Client, client: Client, session: Session, ticket: Ticket
) -> None:
    assert f"/ban-hang/su-co/{ticket.code}" in owner.get("/ban-hang/su-co").text
    place = f"/ban-hang/su-co/{ticket.code}"
    page = owner.get(place).text
    assert "Chè có mùi mốc." in page
    assert "912345678" not in page
    assert "912 345 678" not in page
    typed = form_token(owner) | {"body": "Xin lỗi bạn, chúng tôi đổi hộp khác."}
    for _ in range(2):
        assert owner.post(f"{place}/tra-loi", data=typed).status_code == 303
    shown = client.get(f"/su-co/{ticket.code}").text
    assert shown.count("Xin lỗi bạn") == 1
    assert "Người bán" in shown
    assert session.get_one(Ticket, ticket.id).state is State.ANSWERED
    assert actions(session, ticket) == ["ticket.answer"]


def test_the_exchange_sees_what_waits_longest_first_and_closes_it(
    officer: Client, client: Client, session: Session, lot: Lot, ticket: Ticket
) -> None:
    given = ReportIn(form_key="form-000002", kind=Kind.FAKE, body="Tem in mờ.")
    other = service.report(session, lot.code, given)
    ticket.due_at = utc_now() - timedelta(hours=1)
    queue = officer.get("/dieu-hanh/su-co").text
    assert queue.index(ticket.code) < queue.index(other.code)
    assert queue.count("Quá hạn") == 1
    page = officer.get(f"/dieu-hanh/su-co/{ticket.code}").text
    assert "0912 345 678" in page
    typed = form_token(officer) | {"body": "Hộp bị ẩm ở cửa hàng.", "outcome": "confirmed"}
    for _ in range(2):
        closed = officer.post(f"/dieu-hanh/su-co/{ticket.code}/dong", data=typed)
        assert closed.status_code == 303
    assert ticket.code not in officer.get("/dieu-hanh/su-co").text
    assert ticket.code in officer.get("/dieu-hanh/su-co?xem=xong").text
    shown = client.get(f"/su-co/{ticket.code}").text
    assert "Đúng như báo" in shown
    assert shown.count("Hộp bị ẩm") == 1
    assert actions(session, ticket) == ["ticket.close"]


def test_whoever_only_reads_the_desk_is_shown_no_phone_and_no_photograph(
    visit: Callable[[], Client], session: Session, ticket: Ticket
) -> None:
    ticket.photo_key = "complaints/2026-11-27/x"
    auditor = signed_in(visit(), make_user(session, role="auditor"))
    page = auditor.get(f"/dieu-hanh/su-co/{ticket.code}").text
    assert "Chè có mùi mốc." in page
    assert "912 345 678" not in page
    assert "/anh" not in page


def say_more(session: Session, actor: UUID, ticket: Ticket) -> None:
    service.answer(session, actor, ticket, AnswerIn(body="Thêm một lời."), Side.SELLER)


def end_otherwise(session: Session, actor: UUID, ticket: Ticket) -> None:
    service.close(session, actor, ticket, ClosingIn(body="Khác.", outcome=Outcome.UNFOUNDED))


@pytest.mark.parametrize("say", [say_more, end_otherwise])
def test_what_is_closed_stays_as_it_is(
    session: Session, ticket: Ticket, say: Callable[[Session, UUID, Ticket], None]
) -> None:
    actor: User = make_operator(session)
    last = ClosingIn(body="Đã gọi và đổi hàng.", outcome=Outcome.CONFIRMED)
    service.close(session, actor.id, ticket, last)
    with pytest.raises(AlreadyClosed):
        say(session, actor.id, ticket)
