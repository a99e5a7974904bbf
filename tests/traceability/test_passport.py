"""A lot as a UNTP passport for machines, and when a page may speak of one."""

from datetime import datetime

import pytest
from sqlmodel import Session

from app.catalog.models import Product
from app.core.config import settings
from app.sellers.models import Seller, SellerKind
from app.traceability.models import Lot
from tests.conftest import Client
from tests.traceability.conftest import make_told_lot
from tests.traceability.test_origin_page import text_of

GTIN = "08931234567897"
CALLED = "Hộ chiếu số"


def passport(client: Client, lot: Lot) -> dict[str, object]:
    answer = client.get(f"/Q/{lot.code}/passport.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vc"
    found: dict[str, object] = answer.json()
    return found


def test_it_is_a_credential_about_the_batch_that_nobody_signed(client: Client, lot: Lot) -> None:
    found: dict = passport(client, lot)  # type: ignore[type-arg]
    assert found["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://test.uncefact.org/vocabulary/untp/dpp/0.6.0/",
    ]
    assert found["type"] == ["DigitalProductPassport", "VerifiableCredential"]
    assert found["issuer"]["id"].startswith("did:web:")
    assert "proof" not in found
    for moment in (found["validFrom"], found["validUntil"]):
        assert datetime.fromisoformat(moment).tzinfo is not None
    subject = found["credentialSubject"]
    assert subject["granularityLevel"] == "batch"
    product = subject["product"]
    assert product["batchNumber"] == "TC-2610-07"
    assert product["countryOfProduction"] == "VN"
    assert product["productionDate"] == lot.packed_on.isoformat()
    assert product["dimensions"]["weight"]["value"] == 100
    (claim,) = subject["conformityClaim"]
    assert claim["description"].startswith("VietGAP trồng trọt")


@pytest.mark.parametrize(
    ("gtin", "product_id"),
    [(GTIN, f"https://id.gs1.org/01/{GTIN}/10/TC-2610-07"), (None, "http://")],
)
def test_a_lot_without_a_gtin_is_given_nobodys_number(
    client: Client, session: Session, gtin: str | None, product_id: str
) -> None:
    lot = make_told_lot(session, gtin=gtin)
    found: dict = passport(client, lot)  # type: ignore[type-arg]
    product = found["credentialSubject"]["product"]
    assert product["id"].startswith(product_id)
    assert ("idScheme" in product) is bool(gtin)


def test_it_shows_no_row_ids_no_position_and_no_households_number(
    client: Client, session: Session, lot: Lot
) -> None:
    seller = session.get_one(Seller, lot.seller_id)
    seller.kind, seller.tax_code = SellerKind.FARM_HOUSEHOLD, "019090001234"
    body = client.get(f"/Q/{lot.code}/passport.json").text
    for secret in ("019090001234", str(lot.id), str(lot.seller_id), "21.53", "105.77"):
        assert secret not in body, secret


@pytest.fixture
def complete(session: Session, monkeypatch: pytest.MonkeyPatch) -> Lot:
    """All that Decree 37/2026, art. 32 asks for."""
    monkeypatch.setattr(settings, "national_portal", True)
    lot = make_told_lot(session, gtin=GTIN)
    session.get_one(Seller, lot.seller_id).tax_code = "4601234567"
    product = session.get_one(Product, lot.product_id)
    product.label = product.label | {"warnings": "Để nơi khô."}
    return lot


def test_a_page_is_called_a_passport_once_it_has_all_the_law_asks_for(
    client: Client, complete: Lot
) -> None:
    assert CALLED in text_of(client.get(f"/Q/{complete.code}").text)


@pytest.mark.parametrize("lacks", ["gtin", "producer id", "warnings", "portal"])
def test_without_any_of_it_the_page_never_says_passport(
    client: Client, session: Session, complete: Lot, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    if lacks == "gtin":
        complete.gtin = None
    elif lacks == "producer id":
        session.get_one(Seller, complete.seller_id).tax_code = None
    elif lacks == "warnings":
        session.get_one(Product, complete.product_id).label = {}
    else:
        monkeypatch.setattr(settings, "national_portal", False)
    said = text_of(client.get(f"/Q/{complete.code}").text)
    assert CALLED.lower() not in said.lower()
    assert "Bản UNTP cho máy đọc, chưa ký" in said
