"""Which part of the seller's desk each consent opens, on every route and method of it."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app.core.csrf import FIELD
from app.sellers.models import Seller
from app.sellers.rules.assistance import Scope
from tests.access.test_matrix import routes
from tests.access.world import PLACEHOLDER
from tests.conftest import Client
from tests.factories import make_consent, make_officer, make_seller
from tests.sessions import form_token, signed_in

OPENS = {
    "/ban-hang": {"profile", "papers", "products", "lots", "orders"},
    "/ban-hang/san-pham": {"products"},
    "/ban-hang/giay-tem": {"lots"},
    "/ban-hang/lo": {"lots"},
    "/ban-hang/vung-trong": {"lots"},
    "/ban-hang/don-hang": {"orders"},
    "/ban-hang/gian-hang": {"profile"},
    "/ban-hang/ho-so": {"profile"},
    "/ban-hang/nhap": {"products", "lots"},
    "/ban-hang/giay-to": {"papers"},
}
"""By hand; whatever is not here opens to no officer."""
CLOSED = tuple(
    f"/ban-hang/ho-so/{part}" for part in ("dien-thoai", "gui-duyet", "bo", "thay-doi/rut")
)
"""The owner's own word: where codes go, what is declared, and what is taken back."""
NO_DESK = {"/ban-hang/doi-gian-hang", "/ban-hang/nhan-su/roi"}
"""Which of one's own shops, and leaving one: an officer has none."""


def desk_routes() -> Iterator[tuple[str, str]]:
    for row in sorted(routes()):
        method, route = row.split()
        if route == "/ban-hang" or (route.startswith("/ban-hang/") and route not in NO_DESK):
            yield method, route


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_consent_opens_its_part_of_the_desk_and_no_other(
    client: Client, session: Session, seller: Seller, scope: Scope
) -> None:
    officer = make_officer(session)
    make_consent(session, seller, officer, scopes=[scope])
    desk = signed_in(client, officer)
    token = form_token(desk)
    desk.post(f"/can-bo/don-vi/{seller.slug}/bat-dau", data=token)
    wrong = []
    for method, route in desk_routes():
        path = PLACEHOLDER.sub("1", route)  # of no row: the door comes before the room
        undone = session.connection().begin_nested()
        form = token if method == "POST" else None
        status = desk.request(method, path, data=form).status_code
        undone.rollback()
        part = "/".join(route.split("/")[:3])
        is_open = scope in OPENS.get(part, set()) and not route.startswith(CLOSED)
        if (status == 403) == is_open:
            wrong.append(f"{method} {path}: {status}")
    assert wrong == []
    assert token[FIELD]
