"""Whoever was made an owner or staff without a question still has a shop of their own to open."""

from typing import Any

import pytest
from sqlmodel import Session

from app.identity.models import User
from app.sellers import queries, service
from app.sellers.models import (
    MemberRole,
    Seller,
    SellerStatus,
)
from app.sellers.service import MemberIn
from tests.conftest import Client
from tests.factories import make_member, make_seller
from tests.sellers.applicants import (
    OPENING,
    make_applicant,
)
from tests.sellers.test_application_pages import HERE, OPEN, send
from tests.sessions import signed_in


def called_in(session: Session, **fields: Any) -> tuple[User, Seller]:
    """Somebody with an account whom the owner of a draft made an owner too, without a question."""
    user, draft = make_applicant(session), make_seller(session, **fields)
    given = MemberIn(phone=user.phone, name=user.name, role=MemberRole.OWNER)
    service.add_member(session, make_member(session, draft), draft, given)
    return user, draft


def test_whoever_was_called_into_a_strangers_draft_opens_a_shop_of_their_own(
    client: Client, session: Session
) -> None:
    user, draft = called_in(session, status=SellerStatus.DRAFT, name="Xưởng người lạ")
    browser = signed_in(client, user)
    assert f'href="{OPEN}"' in browser.get("/tai-khoan").text
    assert browser.get(OPEN).status_code == 200
    assert send(browser, OPEN, **OPENING).headers["location"] == HERE
    own = queries.owned(session, user.id)
    assert own is not None
    assert own.id != draft.id
    browser.cookies.delete("ng-gian-hang")  # as in another browser, where nothing was chosen
    assert f'desk-owner">{OPENING["name"]}' in browser.get(HERE).text


@pytest.mark.parametrize("status", [SellerStatus.APPROVED, SellerStatus.SUSPENDED])
def test_an_owner_who_was_called_into_a_decided_shop_has_that_one(
    client: Client, session: Session, status: SellerStatus
) -> None:
    user, _ = called_in(session, status=status)
    assert signed_in(client, user).get(OPEN).headers["location"] == "/ban-hang"
