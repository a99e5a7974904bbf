"""Who is at which desk."""

from fastapi import APIRouter, FastAPI
from sqlmodel import Session

from app.identity.deps import Recaller
from app.sellers.deps import CurrentMember, CurrentSeller
from app.sellers.models import MemberRole, SellerStatus
from tests.conftest import Client
from tests.factories import make_member, make_operator, make_seller, make_user
from tests.sessions import signed_in

router = APIRouter(prefix="/thu")


@router.get("/nguoi-ban")
def seller_name(seller: CurrentSeller, member: CurrentMember) -> list[str]:
    return [seller.name, member.role]


@router.get("/dieu-hanh")
def operator_name(operator: Recaller) -> str:
    return operator.name


def open_desk(client: Client) -> Client:
    app = client.app
    assert isinstance(app, FastAPI)
    app.include_router(router)
    return client


def test_a_member_works_for_their_seller(client: Client, session: Session) -> None:
    seller = make_seller(session)
    signed_in(open_desk(client), make_member(session, seller, role=MemberRole.STAFF))
    assert client.get("/thu/nguoi-ban").json() == [seller.name, "staff"]


def test_a_visitor_is_asked_to_sign_in_and_led_back(client: Client) -> None:
    answer = open_desk(client).get("/thu/nguoi-ban")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/dang-nhap?tiep=/thu/nguoi-ban"


def test_a_shopper_has_no_desk(client: Client, session: Session) -> None:
    signed_in(open_desk(client), make_user(session))
    assert client.get("/thu/nguoi-ban").status_code == 404


def test_a_closed_seller_has_no_desk(client: Client, session: Session) -> None:
    seller = make_seller(session, status=SellerStatus.CLOSED)
    signed_in(open_desk(client), make_member(session, seller))
    assert client.get("/thu/nguoi-ban").status_code == 404


def test_only_operators_open_the_operators_desk(client: Client, session: Session) -> None:
    signed_in(open_desk(client), make_member(session))
    assert client.get("/thu/dieu-hanh").status_code == 403
    operator = make_operator(session)
    assert signed_in(client, operator).get("/thu/dieu-hanh").json() == operator.name


def test_a_made_up_token_signs_nobody_in(client: Client) -> None:
    client.cookies.set("ng", "x" * 43)
    assert open_desk(client).get("/thu/dieu-hanh").status_code == 303
