"""Who works for a seller, as its owners decide; and which shop is open when there are several."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from app.identity.queries import audit_trail, user_by_phone
from app.identity.rules import Role
from app.notifications.models import Message
from app.sellers import queries, service
from app.sellers.models import MemberRole, Seller, SellerMember, SellerStatus
from app.sellers.service.saving import change_seller
from tests.conftest import Client
from tests.factories import PASSWORD, make_member, make_seller, make_user, save
from tests.sellers.shop_desk import Desk, desk_of

TEAM, CHOICE = "/ban-hang/nhan-su", "/ban-hang/doi-gian-hang"
LEAVE = f"{TEAM}/roi"
NEWCOMER = {"name": "Trần Văn Mới", "phone": "0987 654 321", "role": "staff"}


@pytest.fixture
def owner(client: Client, session: Session) -> tuple[Desk, Seller]:
    return desk_of(client, session, make_seller(session, name="HTX chè Đồi Sương"))


def roles(session: Session, seller: Seller) -> dict[str, str]:
    session.expire_all()
    return {one.phone: one.role.value for one in queries.members(session, seller.id)}


def test_an_owner_adds_somebody_new_who_hears_of_it(
    owner: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, seller = owner
    answer = desk.post(TEAM, **NEWCOMER)
    found = re.search(r'read-out">(\d{10})<', answer.text)
    assert found
    assert answer.headers["cache-control"] == "no-store"
    assert desk.post(TEAM, **NEWCOMER).status_code == 303  # a second click
    assert roles(session, seller)["+84987654321"] == "staff"
    (message,) = session.exec(select(Message).where(Message.template == "member_added")).all()
    assert message.recipient == "+84987654321"
    browser = visit()
    typed = {"phone": NEWCOMER["phone"], "password": found[1]}
    assert browser.post("/dang-nhap", data=typed).status_code == 303


def test_somebody_with_an_account_keeps_their_password(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = owner
    user = make_user(session)
    before = user.password_hash
    answer = desk.post(TEAM, name="Ai đó", phone=user.phone, role="owner")
    assert answer.status_code == 303
    assert roles(session, seller)[user.phone] == "owner"
    fresh = user_by_phone(session, user.phone)
    assert fresh is not None
    assert (fresh.password_hash, fresh.name) == (before, user.name)


def test_the_last_owner_cannot_be_added_again_as_staff(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = owner
    answer = desk.post(TEAM, name="Chính mình", phone=desk.user.phone, role="staff")
    assert answer.status_code == 422
    assert 'id="e-role"' in answer.text
    assert "ít nhất một chủ gian hàng" in answer.text
    assert roles(session, seller) == {desk.user.phone: "owner"}


def test_whoever_is_added_again_changes_role_and_the_record_says_from_what(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = owner
    helper = make_member(session, seller, role=MemberRole.STAFF)
    answer = desk.post(TEAM, name=helper.name, phone=helper.phone, role="owner")
    assert answer.status_code == 303
    assert roles(session, seller)[helper.phone] == "owner"
    record = audit_trail(session, seller.id)[0]
    assert (record.before, record.after) == (
        {"role": "staff"},
        {"user": str(helper.id), "role": "owner"},
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"phone": "123"}, "phone"), ({"name": ""}, "name"), ({"role": "boss"}, "role")],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field(
    owner: tuple[Desk, Seller], session: Session, typed: dict[str, str], field: str
) -> None:
    desk, seller = owner
    answer = desk.post(TEAM, **NEWCOMER | typed)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert list(roles(session, seller)) == [desk.user.phone]


def test_an_officer_does_not_sell(owner: tuple[Desk, Seller], session: Session) -> None:
    desk, seller = owner
    officer = make_user(session, role=Role.COMMUNE_OFFICER)
    assert desk.post(TEAM, name="Cán bộ", phone=officer.phone, role="staff").status_code == 422
    assert officer.phone not in roles(session, seller)


def test_roles_change_and_people_leave_but_one_owner_stays(
    owner: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, seller = owner
    helper, _ = desk_of(visit(), session, seller, staff=True)
    phone = helper.user.phone
    for part, typed in (("vai-tro", {"role": "staff"}), ("thoi", {})):
        assert desk.post(f"{TEAM}/{part}", phone=desk.user.phone, **typed).status_code == 409
    for _ in range(2):
        desk.post(f"{TEAM}/vai-tro", phone=phone, role="owner")
    assert roles(session, seller)[phone] == "owner"
    assert helper.get(TEAM).status_code == 200
    answer = desk.post(f"{TEAM}/thoi", phone=desk.user.phone)
    assert answer.headers["location"] == "/tai-khoan"
    assert desk.get("/ban-hang").status_code == 404
    assert helper.post(f"{TEAM}/thoi", phone=phone).status_code == 409


def test_whoever_works_for_a_shop_leaves_it_by_themselves(
    owner: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, seller = owner
    helper, _ = desk_of(visit(), session, seller, staff=True)
    assert LEAVE in helper.get("/tai-khoan").text
    answer = helper.post(LEAVE, shop=seller.slug)
    assert answer.headers["location"] == "/tai-khoan?xong=roi"
    page = helper.get(answer.headers["location"]).text
    assert "Đã rời gian hàng." in page
    assert LEAVE not in page
    assert helper.get("/ban-hang").status_code == 404
    assert roles(session, seller) == {desk.user.phone: "owner"}
    record = audit_trail(session, seller.id)[0]
    assert (record.action, record.actor_id) == ("seller.remove_member", helper.user.id)


def test_an_owner_leaves_only_when_another_one_stays(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = owner
    make_member(session, seller, role=MemberRole.STAFF)
    assert LEAVE not in desk.get("/tai-khoan").text
    assert desk.post(LEAVE, shop=seller.slug).status_code == 409
    make_member(session, seller)
    assert LEAVE in desk.get("/tai-khoan").text
    assert desk.post(LEAVE, shop=seller.slug).status_code == 303


def test_leaving_twice_does_not_leave_another_shop(client: Client, session: Session) -> None:
    desk, first, second = two_shops(client, session)
    make_member(session, first)
    make_member(session, second)
    assert desk.post(LEAVE, shop=second.slug).status_code == 303
    assert desk.post(LEAVE, shop=second.slug).status_code == 404
    assert desk.user.phone in roles(session, first)


def test_staff_do_not_touch_the_team(
    owner: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, seller = owner
    helper, _ = desk_of(visit(), session, seller, staff=True)
    before = roles(session, seller)
    assert helper.get(TEAM).status_code == 403
    assert helper.post(TEAM, **NEWCOMER).status_code == 403
    for part in ("vai-tro", "thoi"):
        said = {"phone": desk.user.phone, "role": "staff"}
        assert helper.post(f"{TEAM}/{part}", **said).status_code == 403
    assert roles(session, seller) == before


def test_members_are_named_only_beside_their_own_seller(
    owner: tuple[Desk, Seller], session: Session
) -> None:
    desk, _ = owner
    other = make_member(session)
    for part in ("vai-tro", "thoi"):
        assert desk.post(f"{TEAM}/{part}", phone=other.phone, role="staff").status_code == 404


def test_two_owners_cannot_send_each_other_away(session: Session) -> None:
    """The rows are read again under their lock: what the first one did is seen."""
    seller = make_seller(session)
    first, second = make_member(session, seller), make_member(session, seller)
    service.remove_member(session, first, seller, second)
    with pytest.raises(Exception, match="ít nhất một chủ"):
        service.remove_member(session, second, seller, first)


def two_shops(client: Client, session: Session) -> tuple[Desk, Seller, Seller]:
    desk, first = desk_of(client, session, make_seller(session, name="Xưởng chè Một"))
    second = make_seller(session, name="Xưởng chè Hai", slug="xuong-che-hai")
    save(
        session,
        SellerMember(seller_id=second.id, user_id=desk.user.id, role=MemberRole.STAFF),
    )
    return desk, first, second


def test_the_chosen_shops_desk_opens_with_the_role_there(client: Client, session: Session) -> None:
    desk, first, second = two_shops(client, session)
    assert f'desk-owner">{first.name}' in desk.get("/ban-hang/gian-hang").text
    assert desk.get(TEAM).status_code == 200
    answer = desk.post(CHOICE, shop=second.slug)
    assert answer.headers["location"] == "/ban-hang"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert f'desk-owner">{second.name}' in desk.get("/ban-hang/gian-hang").text
    assert desk.get(TEAM).status_code == 403
    assert "Đang làm ở đây" in desk.get(CHOICE).text


def test_a_renamed_shop_stays_chosen(client: Client, session: Session) -> None:
    desk, _, second = two_shops(client, session)
    desk.post(CHOICE, shop=second.slug)
    change_seller(session, session.get_one(Seller, second.id), {"name": "Xưởng chè Ba"})
    assert 'desk-owner">Xưởng chè Ba' in desk.get("/ban-hang/gian-hang").text


def test_a_shop_that_is_not_theirs_does_not_exist(client: Client, session: Session) -> None:
    desk, first, _ = two_shops(client, session)
    stranger = make_seller(session)
    closed = make_seller(session, status=SellerStatus.CLOSED)
    save(session, SellerMember(seller_id=closed.id, user_id=desk.user.id, role=MemberRole.OWNER))
    for shop in (stranger.slug, closed.slug, "khong-co", ""):
        assert desk.post(CHOICE, shop=shop).status_code == 404
        client.cookies.set("ng-gian-hang", shop, domain="127.0.0.1")
        assert f'desk-owner">{first.name}' in desk.get("/ban-hang/gian-hang").text


def test_a_member_of_one_shop_is_offered_no_choice(owner: tuple[Desk, Seller]) -> None:
    desk, _ = owner
    assert CHOICE not in desk.get("/ban-hang/gian-hang").text
    assert PASSWORD not in desk.get(TEAM).text
