"""Everything that is known of a lot, as RFC 9264, and to whom it is shown."""

from typing import Any

import pytest
from sqlmodel import Session

from app.sellers.models import Seller, SellerStatus
from app.traceability.models import Lot, LotStatus
from tests.conftest import Client, Queries
from tests.factories import make_lot, make_product, make_seller, make_variant
from tests.traceability.resolver.conftest import (
    ITEM,
    LINKSET,
    LOT,
    ROOT,
    TEA,
    VOC,
    by_anchor,
    links,
)
from tests.traceability.resolver.schemas import valid_linkset


@pytest.mark.parametrize(
    ("query", "accept", "form"),
    [
        ("", LINKSET, LINKSET),
        ("?linkType=gs1:pip", LINKSET, LINKSET),
        ("?linkType=linkset", "*/*", LINKSET),
        ("?linkType=linkset", "", LINKSET),
        ("?linkType=all", LINKSET, LINKSET),
        ("?linkType=all", "application/json", "application/json"),
        ("?linkType=linkset", "application/json, text/html;q=0.5", "application/json"),
        ("?linkType=linkset", "application/ld+json", "application/ld+json"),
    ],
)
@pytest.mark.usefixtures("lot")
def test_all_links_are_200_without_a_redirect(
    client: Client, query: str, accept: str, form: str, queries: Queries
) -> None:
    queries.clear()
    answer = client.get(LOT + query, headers={"accept": accept})
    assert (answer.headers["content-type"], len(queries)) == (form, 1)
    document = answer.json()
    if form == "application/ld+json":
        context = document.pop("@context")
        assert context == "https://ref.gs1.org/standards/resolver/linkset-context"
    assert {level["anchor"] for level in valid_linkset(document)} == {ROOT + LOT, ROOT + ITEM}


def test_every_level_up_to_the_key_is_there(client: Client, lot: Lot) -> None:
    lots, items = by_anchor(client.get(f"{LOT}/21/7?linkType=linkset")).values()
    assert lots["anchor"] == ROOT + LOT
    assert lots[f"{VOC}defaultLink"] == [
        {"href": f"{ROOT}/Q/{lot.code}", "title": "Nguồn gốc của lô"}
    ]
    assert [link["hreflang"] for link in lots[f"{VOC}pip"]] == [["vi"], ["en"]]
    assert items["anchor"] == ROOT + ITEM
    assert f"{VOC}hasRetailers" in items
    (only,) = by_anchor(client.get(f"{ITEM}?linkType=linkset"))
    assert only == ROOT + ITEM


def test_the_default_of_a_linkset_is_where_a_plain_scan_goes(client: Client, lot: Lot) -> None:
    for path in (LOT, ITEM):
        level = by_anchor(client.get(f"{path}?linkType=linkset"))[ROOT + path]
        (default,) = level[f"{VOC}defaultLink"]
        assert default["href"] == client.get(path).headers["location"]


def test_a_linkset_names_its_context_and_is_read_once(client: Client, lot: Lot) -> None:
    answer = client.get(LOT, headers={"accept": LINKSET})
    context = "https://ref.gs1.org/standards/resolver/linkset-context"
    assert (context, "http://www.w3.org/ns/json-ld#context") in links(answer)
    assert 'type="application/ld+json"' in answer.headers["link"]
    held = {"accept": LINKSET, "if-none-match": answer.headers["etag"]}
    again = client.get(LOT, headers=held)
    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["cache-control"] == "public, max-age=0, s-maxage=30"


def test_a_person_reads_all_links_on_a_page_that_machines_read_too(
    client: Client, lot: Lot
) -> None:
    answer = client.get(f"{LOT}?linkType=linkset", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert "Mọi liên kết của mã này" in answer.text
    assert '<script type="application/ld+json">' in answer.text
    assert f"{ROOT}/Q/{lot.code}#hanh-trinh" in answer.text


def test_what_a_lot_has_not_its_linkset_has_not(client: Client, session: Session) -> None:
    seller = make_seller(session, zalo="")
    variant = make_variant(session, make_product(session, seller, listed=False), gtin=TEA)
    make_lot(session, variant, gtin=TEA, lot_number="TC-2610-07")
    levels = by_anchor(client.get(LOT, headers={"accept": LINKSET}))
    assert set(levels) == {ROOT + LOT}
    assert f"{VOC}certificationInfo" not in levels[ROOT + LOT]
    assert len(levels[ROOT + LOT][f"{VOC}support"]) == 2
    assert client.get(f"{LOT}?linkType=gs1:certificationInfo").status_code == 404


def test_a_recall_is_said_by_the_status_of_the_lot(client: Client, lot: Lot) -> None:
    def said() -> dict[str, Any]:
        (level, _) = by_anchor(client.get(LOT, headers={"accept": LINKSET})).values()
        status: dict[str, Any] = level[f"{VOC}recallStatus"][0]
        return status

    assert said()["title"] == "Lô này không bị thu hồi"
    lot.status = LotStatus.RECALLED
    assert said()["title"] == "Lô này đã thu hồi"
    assert client.get(LOT).status_code == 307


@pytest.mark.parametrize("accept", ["text/html", "*/*", LINKSET, "application/json"])
@pytest.mark.parametrize("query", ["", "?linkType=linkset", "?linkType=all", "?linkType=gs1:pip"])
def test_a_draft_is_not_found_by_any_door(
    client: Client, lot: Lot, query: str, accept: str
) -> None:
    lot.status = LotStatus.DRAFT
    for path in (LOT, f"{LOT}/21/7", f"/en{LOT}", f"/Q/{lot.code}"):
        answer = client.get(path + query, headers={"accept": accept})
        assert answer.status_code == 404, path
        assert "location" not in answer.headers
        assert lot.code not in answer.text or path.startswith("/Q/")  # what was typed stays
    item = client.get(f"{ITEM}?linkType=linkset")
    assert lot.code not in item.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"approved_at": None, "status": SellerStatus.SUBMITTED}, 404),
        ({"status": SellerStatus.SUSPENDED}, 307),
    ],
)
def test_packets_of_a_suspended_seller_are_known_those_of_an_unapproved_are_not(
    client: Client, session: Session, lot: Lot, fields: dict[str, Any], status: int
) -> None:
    seller = session.get_one(Seller, lot.seller_id)
    for name, value in fields.items():
        setattr(seller, name, value)
    assert client.get(LOT).status_code == status
    accepted = client.get(LOT, headers={"accept": LINKSET}).status_code
    assert accepted == (200 if status == 307 else 404)
