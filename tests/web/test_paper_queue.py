"""The operator's desk of papers: the queue, what may be read, and what is decided."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.core.config import settings
from app.core.days import today
from app.core.db import utc_now
from app.identity.queries import audit_trail
from app.identity.rules import Role
from app.moderation.models import Topic
from app.moderation.service import ReasonIn, save_reason
from app.notifications.models import Message
from app.notifications.service import rendered
from app.sellers.models import SellerDocument
from app.sellers.rules import DocumentStatus
from tests.conftest import Client, Queries
from tests.factories import make_member, make_seller, make_user
from tests.sellers.shop_desk import Desk, desk_of
from tests.web.paper_desk import PAPERS, QUEUE, documents, hand_in

REASON = {"reason": "Ảnh mờ, mời chụp lại nơi đủ sáng."}


@pytest.fixture
def seller_desk(
    client: Client, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    desk, _ = desk_of(client, session, make_seller(session, name="HTX chè Đồi Sương"))
    hand_in(desk)
    return desk


@pytest.fixture
def officer(seller_desk: Desk, session: Session, visit: Callable[[], Client]) -> Desk:
    return Desk(visit(), make_user(session, role=Role.OPERATOR, name="Lê Minh Đức"))


@pytest.fixture
def document(seller_desk: Desk, session: Session) -> SellerDocument:
    return documents(session)[0]


def state(session: Session) -> list[str]:
    return [one.status.value for one in documents(session)]


def test_an_officer_opens_a_paper_and_accepts_it_and_the_seller_sees_who(
    seller_desk: Desk, officer: Desk, document: SellerDocument, session: Session
) -> None:
    place = f"{QUEUE}/{document.code}"
    assert "HTX chè Đồi Sương" in officer.get(QUEUE).text
    unopened = officer.post(f"{place}/nhan")
    assert unopened.status_code == 409
    assert "Mời mở tệp ra xem" in unopened.text
    assert officer.get(f"{place}/tep").headers["content-type"] == "image/jpeg"
    for _ in range(2):
        assert officer.post(f"{place}/nhan").headers["location"] == f"{QUEUE}?xong=nhan"
    assert state(session) == ["accepted"]
    assert "Không còn giấy nào" in officer.get(QUEUE).text
    page = seller_desk.get(f"{PAPERS}/{document.code}").text
    assert "<b>Lê Minh Đức</b>, người điều hành" in page
    assert "Đã nhận" in page
    (message,) = session.exec(select(Message).where(Message.template == "document_decided")).all()
    assert "san da nhan Giay chung nhan an toan thuc pham" in rendered(message).text


def test_a_personal_number_is_whole_only_for_an_officer_whose_look_at_the_file_is_recorded(
    seller_desk: Desk, officer: Desk, session: Session, visit: Callable[[], Client]
) -> None:
    hand_in(seller_desk, kind="personal_id", number="019085001234", expires_on="")
    document = documents(session)[1]
    place = f"{QUEUE}/{document.code}"
    for page in (officer.get(place), officer.post(f"{place}/nhan")):
        assert "019085001234" not in page.text
        assert "•••••••••234" in page.text
        assert "số hiện đủ" in page.text
    officer.get(f"{place}/tep")
    assert "019085001234" in officer.get(place).text
    (look,) = [one for one in audit_trail(session, document.id) if one.action == "document.view"]
    assert look.actor_id == officer.user.id
    another = Desk(visit(), make_user(session, role=Role.OPERATOR))
    assert "019085001234" not in another.get(place).text


def test_a_refused_paper_goes_back_with_its_reason(
    seller_desk: Desk, officer: Desk, document: SellerDocument, session: Session
) -> None:
    place = f"{QUEUE}/{document.code}"
    short = officer.post(f"{place}/tu-choi", reason="mờ")
    assert short.status_code == 422
    assert 'id="e-reason"' in short.text
    for reason in (REASON["reason"], "Một lý do khác hẳn."):
        assert officer.post(f"{place}/tu-choi", reason=reason).status_code == 303
    assert documents(session)[0].reason == REASON["reason"]
    assert REASON["reason"] in seller_desk.get(f"{PAPERS}/{document.code}").text
    assert officer.post(f"{place}/nhan").status_code == 409
    assert state(session) == ["refused"]
    (message,) = session.exec(select(Message).where(Message.template == "document_decided")).all()
    assert "Anh mo, moi chup lai" in rendered(message).text


def test_a_common_reason_is_chosen_instead_of_typed(
    officer: Desk, document: SellerDocument, session: Session
) -> None:
    place = f"{QUEUE}/{document.code}"
    save_reason(session, officer.user.id, ReasonIn(topic=Topic.DOCUMENT, said="Giấy <cũ> quá rồi."))
    assert "<option>Giấy &lt;cũ&gt; quá rồi.</option>" in officer.get(place).text
    short = officer.post(f"{place}/tu-choi", chosen_reason="", reason="mờ")
    assert "ít nhất 10 chữ" in short.text
    officer.post(f"{place}/tu-choi", chosen_reason="Giấy <cũ> quá rồi.", reason="")
    assert documents(session)[0].reason == "Giấy <cũ> quá rồi."


def test_a_paper_that_ran_out_while_it_waited_is_not_accepted(
    officer: Desk, document: SellerDocument, session: Session
) -> None:
    document.issued_on, document.expires_on = today() - timedelta(9), today() - timedelta(1)
    officer.get(f"{QUEUE}/{document.code}/tep")
    answer = officer.post(f"{QUEUE}/{document.code}/nhan")
    assert answer.status_code == 422
    assert "hết hạn trong lúc chờ" in answer.text
    assert state(session) == ["waiting"]


def test_accepting_a_replacement_retires_the_old_paper(
    seller_desk: Desk, officer: Desk, document: SellerDocument, session: Session
) -> None:
    document.status = DocumentStatus.ACCEPTED
    hand_in(seller_desk, number="MỚI", replaces=document.code)
    newer = documents(session)[1]
    assert "thay giấy cũ" in officer.get(QUEUE).text
    officer.get(f"{QUEUE}/{newer.code}/tep")
    officer.post(f"{QUEUE}/{newer.code}/nhan")
    assert state(session) == ["replaced", "accepted"]


def test_a_paper_that_was_replaced_meanwhile_cannot_be_decided_about(
    seller_desk: Desk, officer: Desk, document: SellerDocument, session: Session
) -> None:
    hand_in(seller_desk, replaces=document.code)
    officer.get(f"{QUEUE}/{document.code}/tep")
    for part, typed in (("nhan", {}), ("tu-choi", REASON)):
        assert officer.post(f"{QUEUE}/{document.code}/{part}", **typed).status_code == 409
    assert state(session) == ["replaced", "waiting"]


def test_the_queue_shows_the_longest_waiting_first_with_their_age(
    seller_desk: Desk, officer: Desk, document: SellerDocument, session: Session
) -> None:
    document.submitted_at = utc_now() - timedelta(hours=5)
    hand_in(seller_desk, kind="test_report")
    page = officer.get(QUEUE).text
    assert "2 giấy đang chờ" in page
    assert page.index("an toàn thực phẩm") < page.index("Phiếu kiểm nghiệm")
    assert "5 giờ trước" in page
    assert '<b class="count">2</b>' in page
    assert "012/2026/ATTP" not in page  # numbers are for those who may read papers


def test_the_queues_statements_do_not_grow_with_papers(
    seller_desk: Desk, officer: Desk, document: SellerDocument, queries: Queries
) -> None:
    counts: list[int] = []
    for more in (0, 4):
        for _ in range(more):
            hand_in(seller_desk)
        queries.clear()
        assert officer.get(QUEUE).text.count('class="paper"') == more + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


ROUTES = [("GET", ""), ("GET", "/tep"), ("POST", "/nhan"), ("POST", "/tu-choi")]


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_only_who_may_read_papers_opens_them(
    document: SellerDocument, visit: Callable[[], Client], session: Session, method: str, part: str
) -> None:
    place = f"{QUEUE}/{document.code}{part}"
    people = [make_member(session), make_user(session)]
    others = (Role.COMMUNE_OFFICER, Role.MODERATOR, Role.AUDITOR)
    people += [make_user(session, role=role) for role in others]
    for person in people:
        desk = Desk(visit(), person)
        answer = desk.browser.request(method, place, data=desk.token | REASON)
        assert answer.status_code == 403, person.role
    assert visit().request(method, place).status_code in {303, 403}
    assert state(session) == ["waiting"]
    assert not [one for one in audit_trail(session, document.id) if one.action == "document.view"]


SEES = {Role.MODERATOR: 200, Role.AUDITOR: 200, Role.COMMUNE_OFFICER: 403, Role.SHOPPER: 403}


@pytest.mark.parametrize("role", SEES)
def test_readers_of_the_desk_see_the_queue(
    seller_desk: Desk, visit: Callable[[], Client], session: Session, role: Role
) -> None:
    desk = Desk(visit(), make_user(session, role=role))
    assert desk.get(QUEUE).status_code == SEES[role]


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_a_paper_that_is_not_there_is_not_found(officer: Desk, method: str, part: str) -> None:
    place = f"{QUEUE}/ABCDEFGHJK{part}"
    assert officer.browser.request(method, place, data=officer.token | REASON).status_code == 404
