"""A cooperative's member households: each with a code, counted on the shop's page."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.core.days import today
from app.identity.queries import audit_trail
from app.sellers import service
from app.sellers.models import MemberHousehold, Seller, SellerKind
from app.sellers.service import SellerIn
from tests.conftest import Client, Queries
from tests.factories import make_household, make_seller
from tests.sellers.shop_desk import Desk, desk_of

LIST = "/ban-hang/ho-thanh-vien"


@pytest.fixture
def coop(client: Client, session: Session) -> tuple[Desk, Seller]:
    return desk_of(client, session, make_seller(session, households=42))


def given(**typed: str) -> dict[str, str]:
    said = {"name": "Hoàng Thị Lành", "phone": "0912 345 678", "ward_code": "05503"}
    return {"household_id": str(uuid4())} | said | typed


def households(session: Session, seller: Seller) -> list[MemberHousehold]:
    session.expire_all()
    mine = select(MemberHousehold).where(MemberHousehold.seller_id == seller.id)
    return list(session.exec(mine.order_by(MemberHousehold.code)).all())


def test_households_get_the_next_code_and_a_second_click_adds_nothing(
    coop: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = coop
    first = given()
    for typed in (first, first, given(code=" to 9 "), given(name="Lý Văn Tài", phone="")):
        assert desk.post(LIST, **typed).status_code == 303
    assert [one.code for one in households(session, seller)] == ["H001", "H002", "TO9"]
    page = desk.get(LIST).text
    assert "Lý Văn Tài" in page
    assert 'href="tel:+84912345678"' in page


def test_the_public_number_is_that_of_rows_as_soon_as_there_are_any(
    coop: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = coop
    assert "42 hộ" in desk.get(f"/nha-ban/{seller.slug}").text
    for name in ("Hộ Một", "Hộ Hai"):
        desk.post(LIST, **given(name=name))
    assert "2 hộ" in desk.get(f"/nha-ban/{seller.slug}").text
    desk.post(f"{LIST}/H001/roi", left_on=str(today()))
    assert session.get_one(Seller, seller.id).households == 1
    session.expire_all()
    said = SellerIn.model_validate(session.get_one(Seller, seller.id))
    service.save_seller(session, said.model_copy(update={"households": 42}))
    assert session.get_one(Seller, seller.id).households == 1  # whatever a workbook says


def test_a_household_is_changed_leaves_and_comes_back(
    coop: tuple[Desk, Seller], session: Session
) -> None:
    desk, seller = coop
    desk.post(LIST, **given(joined_on="1/3/2020"))
    typed = given(name="Hoàng Thị Lành, xóm 2", plot="3 sào LDP1", joined_on="1/3/2020")
    for _ in range(2):
        assert desk.post(f"{LIST}/H001", **typed).status_code == 303
    for _ in range(2):
        assert desk.post(f"{LIST}/H001/roi", left_on=str(today())).status_code == 303
    assert "Hoàng Thị Lành" not in desk.get(LIST).text
    assert "3 sào LDP1" in desk.get(f"{LIST}?muc=da-roi").text
    for _ in range(2):
        assert desk.post(f"{LIST}/H001/tro-lai").status_code == 303
    (household,) = households(session, seller)
    assert (household.code, household.left_on) == ("H001", None)
    actions = [entry.action for entry in audit_trail(session, household.id)]
    assert actions == [
        "household.come_back",
        "household.leave",
        "household.change",
        "household.add",
    ]
    assert "+84912345678" not in str([entry.after for entry in audit_trail(session, household.id)])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "123"}, "phone"),
        ({"ward_code": "00004"}, "ward_code"),
        ({"code": "mã có dấu"}, "code"),
        ({"code": "H001"}, "code"),
        ({"joined_on": "32/1/2020"}, "joined_on"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field(
    coop: tuple[Desk, Seller], session: Session, typed: dict[str, str], field: str
) -> None:
    desk, seller = coop
    desk.post(LIST, **given())
    answer = desk.post(LIST, **given(plot="vừa gõ") | typed)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert "vừa gõ" in answer.text
    assert len(households(session, seller)) == 1


@pytest.mark.parametrize("days", [1, -400], ids=["after today", "before joining"])
def test_a_day_of_leaving_that_cannot_be_is_refused(
    coop: tuple[Desk, Seller], session: Session, days: int
) -> None:
    desk, seller = coop
    desk.post(LIST, **given(joined_on=str(today() - timedelta(30))))
    answer = desk.post(f"{LIST}/H001/roi", left_on=str(today() + timedelta(days)))
    assert answer.status_code == 422
    assert 'id="e-left_on"' in answer.text
    assert households(session, seller)[0].left_on is None


def test_a_code_of_one_cooperative_is_free_in_another_and_leads_to_its_own(
    coop: tuple[Desk, Seller], session: Session, visit: Callable[[], Client]
) -> None:
    desk, _ = coop
    other, theirs = desk_of(visit(), session, make_seller(session))
    other.post(LIST, **given(name="Hộ bên kia", code="H777"))
    desk.post(LIST, **given(name="Hộ bên này", code="H777"))
    assert "Hộ bên này" in desk.get(f"{LIST}/H777").text
    other.post(LIST, **given(code="H888"))
    routes = [("GET", ""), ("POST", ""), ("POST", "/roi"), ("POST", "/tro-lai")]
    for method, part in routes:
        typed = desk.token | given(left_on=str(today()))
        answer = desk.browser.request(method, f"{LIST}/H888{part}", data=typed)
        assert answer.status_code == 404, (method, part)
    stolen = households(session, theirs)[0]
    assert desk.post(LIST, **given(household_id=str(stolen.id))).status_code == 404
    assert [one.name for one in households(session, theirs)] == ["Hộ bên kia", "Hoàng Thị Lành"]


def test_only_cooperatives_have_households(client: Client, session: Session) -> None:
    seller = make_seller(session, kind=SellerKind.FARM_HOUSEHOLD)
    desk, _ = desk_of(client, session, seller)
    for path in (LIST, f"{LIST}/moi", f"{LIST}/H001"):
        assert desk.get(path).status_code == 404
    assert desk.post(LIST, **given()).status_code == 404
    assert LIST not in desk.get("/ban-hang/gian-hang").text


@pytest.mark.parametrize("wanted", ["lanh", "Lành", "H001", "0912345678"])
def test_a_household_is_found_by_name_code_and_phone(
    coop: tuple[Desk, Seller], wanted: str
) -> None:
    desk, _ = coop
    desk.post(LIST, **given())
    desk.post(LIST, **given(name="Đỗ Văn Sĩ", phone="0977 111 222"))
    page = desk.browser.get(LIST, params={"q": wanted}).text
    assert "Hoàng Thị Lành" in page
    assert "Đỗ Văn Sĩ" not in page


def test_the_lists_queries_do_not_grow_with_households(
    coop: tuple[Desk, Seller], session: Session, queries: Queries
) -> None:
    desk, seller = coop
    counts: list[int] = []
    for first, last in ((0, 1), (1, 60)):
        for n in range(first, last):
            make_household(session, seller, code=f"H{n:03}")
        queries.clear()
        page = desk.get(LIST).text
        assert page.count('class="household"') == min(last, 50)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "trang=2" in page
    assert desk.get(f"{LIST}?trang=2").text.count('class="household"') == 10
