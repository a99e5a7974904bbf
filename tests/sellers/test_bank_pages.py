"""Where a seller is paid: owners alone, with their password, and everybody who owns it hears."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core.db import utc_now
from app.identity.queries import audit_trail
from app.notifications.models import Channel, Message
from app.notifications.service import rendered
from app.sellers import queries
from app.sellers.models import BankAccount, MemberRole, Seller
from tests.conftest import Client
from tests.factories import PASSWORD, make_member, make_seller
from tests.sellers.shop_desk import Desk, desk_of

BANK = "/ban-hang/tai-khoan-nhan-tien"
GIVEN = {
    "bank_bin": "970405",
    "number": "3900 2051 23456",
    "holder": "HTX chè Hồng Thái",
    "password": PASSWORD,
}


@pytest.fixture
def owner(client: Client, session: Session) -> tuple[Desk, Seller]:
    seller = make_seller(session, legal_name="Hợp tác xã chè Hồng Thái", email="htx@thu.vn")
    return desk_of(client, session, seller)


def accounts(session: Session) -> list[BankAccount]:
    return list(session.exec(select(BankAccount)).all())


def test_an_account_is_kept_sealed_and_shown_by_its_tail(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = owner
    for _ in range(2):
        assert desk.post(BANK, **GIVEN).status_code == 303
    (account,) = accounts(session)
    assert "39002051" not in account.sealed_number
    assert queries.account_number(account) == "3900205123456"
    assert account.holder == "HTX CHE HONG THAI"
    assert account.effective_from - utc_now() > timedelta(hours=23)
    answer = desk.get(BANK)
    assert answer.headers["cache-control"] == "no-store"
    assert "•••• 3456" in answer.text
    assert "3900205123456" not in answer.text
    assert "khác tên đơn vị" not in answer.text
    (entry,) = audit_trail(session, account.id)
    assert entry.after == {"bank": "970405", "tail": "3456", "holder": "HTX CHE HONG THAI"}
    assert "3900205123456" not in str(audit_trail(session, seller.id))


def test_every_owner_hears_of_a_change_by_phone_and_the_shop_by_letter(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = owner
    other = make_member(session, seller)
    helper = make_member(session, seller, role=MemberRole.STAFF)
    desk.post(BANK, **GIVEN)
    sent = session.exec(select(Message).where(Message.template == "bank_account_changed")).all()
    by_phone = {one.recipient for one in sent if one.channel is Channel.SMS}
    assert by_phone == {seller.phone, desk.user.phone, other.phone}
    assert helper.phone not in by_phone
    (letter,) = [one for one in sent if one.channel is Channel.EMAIL]
    assert letter.recipient == "htx@thu.vn"
    for message in sent:
        said = rendered(message)
        assert "3456" in said.text
        assert "39002051" not in said.text + said.html
        assert "Agribank" in said.text


def test_another_holder_is_taken_with_a_warning(owner: tuple[Desk, Seller]) -> None:
    desk, _ = owner
    assert desk.post(BANK, **GIVEN | {"holder": "Nguyễn Văn Lạ"}).status_code == 303
    assert "khác tên đơn vị" in desk.get(BANK).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "sai rồi nhé"}, "password"),
        ({"password": ""}, "password"),
        ({"bank_bin": "123456"}, "bank_bin"),
        ({"number": "12"}, "number"),
        ({"number": "<script>"}, "number"),
        ({"holder": "<script>1"}, "holder"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    owner: tuple[Desk, Seller], session: Session, typed: dict[str, str], field: str
) -> None:
    desk, _ = owner
    answer = desk.post(BANK, **GIVEN | typed)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert PASSWORD not in answer.text
    assert "<script>1" not in answer.text
    assert accounts(session) == []


def test_guessing_the_password_is_stopped(owner: tuple[Desk, Seller], session: Session) -> None:
    desk, _ = owner
    answers = [desk.post(BANK, **GIVEN | {"password": f"đoán {n}"}).status_code for n in range(9)]
    assert answers == [422] * 8 + [429]
    assert desk.post(BANK, **GIVEN).status_code == 429
    assert accounts(session) == []


def test_staff_neither_see_nor_change_it(
    owner: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    _, seller = owner
    helper, _ = desk_of(visit(), session, seller, staff=True)
    assert helper.get(BANK).status_code == 403
    assert "chủ gian hàng" in helper.get(BANK).text
    assert helper.post(BANK, **GIVEN).status_code == 403
    assert BANK not in helper.get("/ban-hang/gian-hang").text
    assert accounts(session) == []
