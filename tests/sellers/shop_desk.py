"""A member at the desk of their own shop, for the tests of its pages."""

from typing import Any

from httpx2 import Response
from sqlmodel import Session

from app.identity.models import User
from app.sellers.models import MemberRole, Seller
from tests.conftest import Client
from tests.factories import make_member, make_seller
from tests.sessions import form_token, signed_in


class Desk:
    """`desk.post("/ban-hang/…", field="typed")` sends the form with its token."""

    def __init__(self, browser: Client, user: User) -> None:
        self.browser, self.user = signed_in(browser, user), user
        self.token = form_token(browser)

    def get(self, path: str) -> Response:
        return self.browser.get(path)

    def post(self, path: str, *, files: Any = None, **typed: object) -> Response:
        return self.browser.post(path, data={**self.token, **typed}, files=files)


def desk_of(
    browser: Client, session: Session, seller: Seller | None = None, *, staff: bool = False
) -> tuple[Desk, Seller]:
    """An owner's desk, or that of somebody who works there; of a new seller unless one is given."""
    seller = seller or make_seller(session)
    role = MemberRole.STAFF if staff else MemberRole.OWNER
    return Desk(browser, make_member(session, seller, role=role)), seller
