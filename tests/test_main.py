"""The application as a whole."""

from sqlmodel import Session

from tests.conftest import Client
from tests.factories import make_lot


def test_the_process_says_that_it_is_alive(client: Client) -> None:
    assert client.get("/healthz").text == "ok"


def test_the_process_says_that_its_database_is_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


def test_an_unknown_address_is_a_page_that_says_so(client: Client) -> None:
    answer = client.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text


def test_every_response_forbids_foreign_scripts(client: Client) -> None:
    assert "default-src 'self'" in client.get("/healthz").headers["content-security-policy"]


def test_a_write_from_another_site_is_refused(client: Client) -> None:
    assert client.post("/healthz", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_factories_make_a_lot_with_everything_it_needs(session: Session) -> None:
    assert make_lot(session).packs == 62
