"""`/ban-hang/ket-noi`: an owner makes and takes back keys."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from app.core.ids import new_id
from app.identity.models import AuditEntry
from app.sellers.models import MemberRole, Seller
from app.tokens import rules
from app.tokens.models import AccessToken
from app.tokens.service.issuing import hash_of
from tests.conftest import Client, Queries
from tests.factories import make_member, make_seller, make_token
from tests.sessions import form_token, signed_in

PLACE = "/ban-hang/ket-noi"
Visit = Callable[[], Client]


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session)


@pytest.fixture
def owner(client: Client, session: Session, seller: Seller) -> Client:
    return signed_in(client, make_member(session, seller))


def typed(client: Client, **changes: object) -> dict[str, object]:
    said: dict[str, object] = {
        "token_id": str(new_id()),
        "name": "Phần mềm kho",
        "days": "90",
        "scopes": ["products:read", "stock:write"],
    }
    return said | form_token(client) | changes


def shown(page: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)', page)
    assert found
    return found[1]


def test_a_token_is_shown_once_and_only_its_hash_is_kept(owner: Client, session: Session) -> None:
    assert "Chưa có mã nào" in owner.get(PLACE).text
    answer = owner.post(PLACE, data=typed(owner))
    token = shown(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    row = session.exec(select(AccessToken)).one()
    assert rules.is_token(token)
    assert row.token_hash == hash_of(token)
    assert token not in str(row.model_dump())
    assert row.scopes == ["products:read", "stock:write"]
    page = owner.get(PLACE).text
    assert token not in page
    assert "Phần mềm kho" in page


def test_the_form_sent_twice_makes_one_token(owner: Client, session: Session) -> None:
    said = typed(owner)
    answers = [owner.post(PLACE, data=said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert "Mã chỉ hiện một lần" in answers[1].text
    assert len(session.exec(select(AccessToken)).all()) == 1


def test_a_form_with_the_id_of_another_sellers_token_finds_nothing(
    owner: Client, session: Session
) -> None:
    theirs, _ = make_token(session)
    answer = owner.post(PLACE, data=typed(owner, token_id=str(theirs.id)))
    assert answer.status_code == 404
    assert len(session.exec(select(AccessToken)).all()) == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("name", ""), ("scopes", []), ("scopes", ["all"]), ("days", "36500"), ("token_id", "x")],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_made(
    owner: Client, session: Session, field: str, wrong: object
) -> None:
    answer = owner.post(PLACE, data=typed(owner, **{"name": "Tên đã gõ", field: wrong}))
    assert answer.status_code == 422
    assert session.exec(select(AccessToken)).all() == []
    if field != "name":
        assert 'value="Tên đã gõ"' in answer.text


def test_twenty_tokens_are_enough(owner: Client, session: Session, seller: Seller) -> None:
    for _ in range(rules.MOST_TOKENS):
        make_token(session, seller)
    answer = owner.post(PLACE, data=typed(owner))
    assert answer.status_code == 422
    assert "Đã có 20 mã" in answer.text


def test_a_token_taken_back_stays_so_and_both_acts_are_on_record(
    owner: Client, session: Session
) -> None:
    owner.post(PLACE, data=typed(owner))
    row = session.exec(select(AccessToken)).one()
    for _ in range(2):
        answer = owner.post(f"{PLACE}/{row.code}/thu-hoi", data=form_token(owner))
        assert answer.headers["location"] == f"{PLACE}?xong=thu-hoi"
    assert session.get_one(AccessToken, row.id).revoked_at is not None
    acts = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == row.id)).all()
    assert sorted(acts) == ["token.create", "token.revoke"]
    assert "Mã đã thu hồi" in owner.get(PLACE).text


def test_nobody_but_the_owner_opens_the_page(
    visit: Visit, session: Session, seller: Seller
) -> None:
    row, _ = make_token(session, seller)
    staff = signed_in(visit(), make_member(session, seller, role=MemberRole.STAFF))
    rival = signed_in(visit(), make_member(session))
    assert staff.get(PLACE).status_code == 403
    assert "/ban-hang/ket-noi" not in staff.get("/ban-hang").text
    assert staff.post(PLACE, data=typed(staff)).status_code == 403
    path = f"{PLACE}/{row.code}/thu-hoi"
    assert staff.post(path, data=form_token(staff)).status_code == 403
    assert rival.post(path, data=form_token(rival)).status_code == 404
    assert row.hint not in rival.get(PLACE).text
    assert session.get_one(AccessToken, row.id).revoked_at is None


def test_a_name_is_text_and_nothing_else(owner: Client) -> None:
    page = owner.post(PLACE, data=typed(owner, name="<script>alert(1)</script>")).text
    assert "<script>alert" not in page


def test_the_lists_statements_do_not_grow_with_tokens(
    owner: Client, session: Session, seller: Seller, queries: Queries
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_token(session, seller)
        session.flush()
        queries.clear()
        owner.get(PLACE)
        counts.append(len(queries))
    assert counts == [3, 3]  # session, member, tokens
