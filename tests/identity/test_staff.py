"""The administrators' desk of accounts."""

from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Conflict, NotAllowed
from app.identity import queries as reads
from app.identity.models import User
from app.identity.rules import Permission, Role, granting, words
from app.identity.service import sign_in, staff
from app.identity.service.staff import RoleChangeIn
from tests.conftest import Client, Queries
from tests.factories import PASSWORD, make_member, make_operator, make_user
from tests.sessions import form_token, signed_in

DESK = "/dieu-hanh/tai-khoan"
WHY = "Chuyển công tác từ tháng này"


@pytest.fixture
def chief(session: Session) -> User:
    return make_user(session, role=Role.ADMINISTRATOR, name="Vũ Thanh Huyền")


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    return signed_in(client, chief)


def post(client: Client, path: str, **fields: str) -> Response:
    return client.post(f"{DESK}{path}", data=fields | form_token(client))


def test_the_list_shows_staff_and_a_search_finds_anybody(desk: Client, session: Session) -> None:
    operator, shopper = make_operator(session), make_user(session, name="Khách <b>Lạ</b>")
    page = desk.get(DESK).text
    assert operator.name in page
    assert shopper.phone not in page
    for typed in ("khách", f"0{shopper.phone[3:]}", shopper.code.lower(), shopper.phone[-6:]):
        found = desk.get(DESK, params={"q": typed}).text
        assert "Khách &lt;b&gt;Lạ" in found, typed
    assert "Không có tài khoản nào" in desk.get(f"{DESK}?q=khong-co-ai").text


def test_the_list_takes_two_statements(desk: Client, session: Session, queries: Queries) -> None:
    for _ in range(9):
        make_operator(session)
    session.flush()
    queries.clear()
    desk.get(DESK)
    assert len(queries) == 2


def test_an_account_is_opened_with_a_role_and_a_password_to_read_out(
    desk: Client, session: Session
) -> None:
    given = {"name": "Cán Bộ Mới", "phone": "0987 654 321", "role": "commune_officer"}
    answer = post(desk, "", **given, ward_code="05503")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    user = session.exec(select(User).where(User.phone == "+84987654321")).one()
    assert (user.role, user.ward_code) == (Role.COMMUNE_OFFICER, "05503")
    password = answer.text.split('read-out">')[1].split("<")[0]
    assert sign_in(session, user.phone, password, address="", user_agent="")[0] == user
    again = post(desk, "", **given, ward_code="05503")
    assert again.status_code == 422
    assert "đã có tài khoản" in again.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("ward_code", "", "cần một xã"),
        ("ward_code", "00004", "cần một xã"),  # of Hà Nội
        ("role", "boss", "chọn một mục"),
        ("phone", "12", "Số điện thoại chưa đúng"),
        ("name", "", "Chưa điền"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_nothing_opened(
    desk: Client, session: Session, field: str, typed: str, said: str
) -> None:
    given = {"name": "Ai Đó", "phone": "0987654321", "role": "commune_officer"}
    answer = post(desk, "", **given | {"ward_code": "05503", field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert session.exec(select(User).where(User.phone == "+84987654321")).first() is None


def test_a_new_role_has_a_reason_and_ends_every_session(
    visit: Callable[[], Client], session: Session, chief: User
) -> None:
    desk, user = signed_in(visit(), chief), make_user(session)
    theirs = signed_in(visit(), user)
    assert post(desk, f"/{user.code}/vai-tro", role="moderator", reason="vì").status_code == 422
    for _ in range(2):  # a second click changes nothing
        answer = post(desk, f"/{user.code}/vai-tro", role="moderator", reason=WHY)
        assert answer.headers["location"] == f"{DESK}/{user.code}?xong=vai-tro"
    assert theirs.get("/tai-khoan").status_code == 303
    session.refresh(user)
    assert user.role is Role.MODERATOR
    (entry,) = reads.audit_trail(session, user.id)
    assert (entry.actor_id, entry.reason) == (chief.id, WHY)
    assert entry.before == {"role": "shopper", "ward_code": ""}
    assert entry.after == {"role": "moderator", "ward_code": ""}


def test_a_closed_account_is_out_at_once_and_may_be_opened_again(
    visit: Callable[[], Client], session: Session, chief: User
) -> None:
    desk, user = signed_in(visit(), chief), make_operator(session)
    theirs = signed_in(visit(), user)
    assert post(desk, f"/{user.code}/khoa", why=WHY).status_code == 303
    assert theirs.get("/dieu-hanh").headers["location"].startswith("/dang-nhap")
    form = {"phone": user.phone, "password": PASSWORD}
    assert theirs.post("/dang-nhap", data=form).status_code == 422
    assert "Đã khóa" in desk.get(f"{DESK}/{user.code}").text
    assert post(desk, f"/{user.code}/mo-khoa", why=WHY).status_code == 303
    assert theirs.post("/dang-nhap", data=form).status_code == 303
    actions = [entry.action for entry in reads.audit_trail(session, user.id)]
    assert actions == ["user.enable", "user.disable"]


def test_a_lost_factor_is_reset_with_a_reason(
    visit: Callable[[], Client], session: Session, chief: User
) -> None:
    desk, user = signed_in(visit(), chief), make_operator(session)
    theirs = signed_in(visit(), user)
    assert post(desk, f"/{user.code}/xac-thuc", proof="").status_code == 422
    assert post(desk, f"/{user.code}/xac-thuc", proof=WHY).status_code == 303
    assert theirs.get("/dieu-hanh").status_code == 303
    theirs.post("/dang-nhap", data={"phone": user.phone, "password": PASSWORD})
    assert theirs.get("/dieu-hanh").headers["location"] == "/tai-khoan/bao-mat"


@pytest.mark.parametrize("door", ["vai-tro", "khoa", "mo-khoa", "xac-thuc", "mat-khau"])
def test_nobody_decides_about_their_own_account(desk: Client, chief: User, door: str) -> None:
    said = {"role": "shopper", "reason": WHY, "why": WHY, "proof": WHY}
    assert post(desk, f"/{chief.code}/{door}", **said).status_code == 403
    desk.session.refresh(chief)
    assert (chief.role, chief.disabled_at) == (Role.ADMINISTRATOR, None)
    assert "không ai tự đổi quyền" in desk.get(f"{DESK}/{chief.code}").text


def test_of_two_administrators_who_remove_each_other_one_stays(session: Session) -> None:
    one, other = (make_user(session, role=Role.ADMINISTRATOR) for _ in range(2))
    staff.change_role(session, one, other, RoleChangeIn(role=Role.SHOPPER, reason=WHY))
    with pytest.raises(Conflict):
        staff.change_role(session, other, one, RoleChangeIn(role=Role.SHOPPER, reason=WHY))
    with pytest.raises(Conflict):
        staff.disable_account(session, other, one, WHY)
    with pytest.raises(NotAllowed):
        staff.disable_account(session, one, one, WHY)
    assert one.role is Role.ADMINISTRATOR


def test_whoever_sells_does_not_become_staff(desk: Client, session: Session) -> None:
    member = make_member(session)
    answer = post(desk, f"/{member.code}/vai-tro", role="moderator", reason=WHY)
    assert answer.status_code == 409
    assert "đang bán hàng" in answer.text
    session.refresh(member)
    assert member.role is Role.SHOPPER


def test_an_unknown_account_does_not_exist(desk: Client) -> None:
    assert desk.get(f"{DESK}/K7Q4M9MX").status_code == 404
    assert post(desk, "/K7Q4M9MX/khoa", why=WHY).status_code == 404


def test_a_new_password_ends_the_old_one(desk: Client, session: Session) -> None:
    user = make_operator(session)
    page = post(desk, f"/{user.code}/mat-khau").text
    password = page.split('read-out">')[1].split("<")[0]
    session.refresh(user)
    assert user.temporary_until is not None
    assert user.temporary_until > utc_now()
    assert password.isdigit()


def test_staff_read_who_may_do_what(visit: Callable[[], Client], session: Session) -> None:
    for role in (Role.MODERATOR, Role.AUDITOR):
        page = signed_in(visit(), make_user(session, role=role)).get("/dieu-hanh/quyen").text
        assert page.count('<th scope="row">') == len(Permission) + 1
        granted = sum(len(granting(one)) for one in Permission)
        assert page.count("#check") == granted


def test_everything_that_may_be_granted_has_words() -> None:
    assert set(words.PERMISSIONS) == set(Permission)
    assert set(words.ROLES) == set(Role)
