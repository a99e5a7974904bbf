"""GS1 Digital Links and the code box lead to the same pages."""

import pytest
from sqlmodel import Session

from app.core.config import settings
from app.core.ids import print_code
from app.traceability.models import Lot, LotStatus
from tests.conftest import Client, Queries
from tests.factories import make_lot, make_variant

TEA = "08931234567897"


@pytest.fixture
def lot(session: Session) -> Lot:
    variant = make_variant(session, gtin=TEA)
    return make_lot(session, variant, gtin=TEA, lot_number="TC-2610-07")


@pytest.mark.parametrize(
    "path",
    [
        f"/01/{TEA}/10/TC-2610-07",
        f"/01/{TEA}/10/tc-2610-07",
        f"/01/{TEA}/10/TC-2610-07/",
        f"/01/{TEA}/22/2A/10/TC-2610-07/21/0014",
    ],
)
def test_a_lots_link_leads_to_its_page(client: Client, lot: Lot, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{settings.code_url}/Q/{lot.code}"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert client.head(path).status_code == 307


def test_the_query_is_forwarded_whole(client: Client, lot: Lot) -> None:
    query = "17=281012&utm_source=zalo&x=a%20b&x=c"
    answer = client.get(f"/01/{TEA}/10/TC-2610-07?{query}")
    assert answer.headers["location"] == f"{settings.code_url}/Q/{lot.code}?{query}"


@pytest.mark.parametrize(
    ("path", "accepted", "prefix"),
    [
        ("", "en-US,en;q=0.9", "/en"),
        ("", "vi,en;q=0.9", ""),
        ("/en", "vi", "/en"),
        ("/EN", "vi", "/en"),
        ("", "zh", ""),
    ],
)
def test_the_redirect_speaks_the_path_then_the_browser(
    client: Client, lot: Lot, path: str, accepted: str, prefix: str
) -> None:
    headers = {"accept-language": accepted}
    answer = client.get(f"{path}/01/{TEA}/10/TC-2610-07", headers=headers)
    assert answer.headers["location"] == f"{settings.code_url}{prefix}/Q/{lot.code}"
    assert answer.headers["vary"] == "Accept, Accept-Language"


def test_a_gtin_alone_leads_to_the_product(client: Client, lot: Lot, session: Session) -> None:
    location = client.get(f"/01/{TEA}").headers["location"]
    assert location.startswith(f"{settings.base_url}/san-pham/che-dinh")


@pytest.mark.parametrize(
    "path", [f"/01/{TEA}/10/OTHER", "/01/09506000134352", "/01/09506000134352/10/TC-2610-07"]
)
def test_what_we_do_not_know_is_404_with_what_to_do(client: Client, lot: Lot, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'data-verdict="unknown"' in answer.text


@pytest.mark.parametrize(
    "path", ["/01/08931234567890", f"/01/{TEA}/21/1/10/A", "/01/123", f"/01/{TEA}?10=A"]
)
def test_what_is_no_digital_link_is_400(
    client: Client, lot: Lot, path: str, queries: Queries
) -> None:
    queries.clear()
    assert client.get(path).status_code == 400
    assert list(queries) == []


@pytest.mark.parametrize(
    ("link_type", "status"),
    [("gs1:pip", 307), ("gs1:traceability", 307), ("gs1:recipeInfo", 404), ("pip", 404)],
)
def test_a_link_type_that_we_do_not_hold_falls_back_to_nothing(
    client: Client, lot: Lot, link_type: str, status: int
) -> None:
    answer = client.get(f"/01/{TEA}/10/TC-2610-07", params={"linkType": link_type})
    assert answer.status_code == status


def test_a_drafts_link_is_not_found(client: Client, lot: Lot) -> None:
    lot.status = LotStatus.DRAFT
    assert client.get(f"/01/{TEA}/10/TC-2610-07").status_code == 404


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_code_box_leads_to_the_page_however_the_code_was_typed(
    client: Client, lot: Lot, lang: str
) -> None:
    typed = print_code(lot.code).lower().replace("0", "o")
    answer = client.get(f"{lang}/ma", params={"code": f" {typed} "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{lang}/Q/{lot.code}")


@pytest.mark.parametrize("path", ["/Q/{}", "/q/{}?x=1"])
def test_an_address_pasted_into_the_code_box_works_too(client: Client, lot: Lot, path: str) -> None:
    pasted = "https://tn.example" + path.format(lot.code)
    location = client.get("/ma", params={"code": pasted}).headers["location"]
    assert client.get(location, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("typed", ["abc", "0000000001", "chè đinh", "//evil.example/q/x", "<b>"])
def test_a_code_that_cannot_be_keeps_what_was_typed_and_says_so(client: Client, typed: str) -> None:
    answer = client.get("/ma", params={"code": typed})
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/q/")
        return
    assert answer.status_code == 422
    assert "Mã gõ chưa đúng" in answer.text
    assert "<b>" not in answer.text.split("<main")[1].split('value="')[1].split('"')[0]


def test_the_empty_code_box_is_a_page(client: Client) -> None:
    assert client.get("/ma").status_code == 200
    assert client.get("/en/ma").status_code == 200
