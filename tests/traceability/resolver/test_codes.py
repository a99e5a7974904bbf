"""Packets without a GTIN, and those whose variant got one later."""

import pytest
from sqlmodel import Session

from app.traceability.models import Lot, LotStatus
from tests.conftest import Client, Queries
from tests.factories import make_lot, make_variant
from tests.traceability.conftest import make_told_lot
from tests.traceability.resolver.conftest import (
    LINKSET,
    LOT,
    ROOT,
    TEA,
    VOC,
    by_anchor,
    links,
)
from tests.traceability.test_scans import waiting


@pytest.mark.parametrize("how", ["accept", "query"])
def test_a_lot_without_a_gtin_has_its_links_at_our_own_address(
    client: Client, session: Session, how: str, queries: Queries
) -> None:
    lot = make_told_lot(session)
    session.flush()
    queries.clear()
    if how == "accept":
        answer = client.get(f"/Q/{lot.code}", headers={"accept": LINKSET})
    else:
        answer = client.get(f"/Q/{lot.code}?linkType=linkset&utm_source=zalo")
    assert (answer.headers["content-type"], len(queries)) == (LINKSET, 1)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"] == "accept"
    ((anchor, level),) = by_anchor(answer).items()
    assert anchor == f"{ROOT}/Q/{lot.code}"
    assert f"{ROOT}/q/{lot.code}".lower() in level[f"{VOC}epcis"][0]["href"].replace(
        "%3A", ":"
    ).replace("%2F", "/")
    assert "/01/" not in answer.text


def test_reading_the_links_of_a_lot_is_no_scan_of_its_code(
    client: Client, session: Session, lot: Lot
) -> None:
    client.get(f"/Q/{lot.code}", headers={"accept": LINKSET})
    client.get(f"/Q/{lot.code}?linkType=linkset")
    waiting(client).flush()
    session.refresh(lot)
    assert lot.scans == 0
    client.get(f"/Q/{lot.code}?linkType=gs1:pip")
    waiting(client).flush()
    session.refresh(lot)
    assert lot.scans == 1


def test_its_page_is_a_page_to_browsers_and_says_where_its_links_are(
    client: Client, lot: Lot
) -> None:
    page = client.get(f"/Q/{lot.code}", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["vary"] == "accept, accept-encoding"
    assert links(page) == [(f"{ROOT}/Q/{lot.code}?linkType=linkset", "linkset")]


def test_a_lot_packed_before_its_variant_had_a_gtin_is_found_under_it(
    client: Client, session: Session
) -> None:
    variant = make_variant(session, gtin=None)
    lot = make_lot(session, variant, gtin=None, lot_number="TC-2610-07")
    assert client.get(LOT).status_code == 404
    variant.gtin = TEA
    assert client.get(LOT).headers["location"] == f"{ROOT}/Q/{lot.code}"
    assert client.get(f"/Q/{lot.code}").status_code == 200


def test_a_printed_number_never_changes_its_meaning(client: Client, session: Session) -> None:
    variant = make_variant(session, gtin=TEA)
    lot = make_lot(session, variant, gtin=TEA, lot_number="TC-2610-07")
    variant.gtin = "08938505974019"
    assert client.get(LOT).headers["location"] == f"{ROOT}/Q/{lot.code}"
    # Its packets never said the new number, so under that one they are not found.
    assert client.get("/01/08938505974019/10/TC-2610-07").status_code == 404


@pytest.mark.parametrize("status", [LotStatus.PUBLISHED, LotStatus.DRAFT])
def test_packets_that_say_the_number_count_before_those_that_could_not(
    client: Client, session: Session, status: LotStatus
) -> None:
    first, second = make_variant(session), make_variant(session, gtin=TEA)
    said = make_lot(session, first, gtin=TEA, lot_number="TC-2610-07", status=status)
    make_lot(session, second, gtin=None, lot_number="TC-2610-07")
    answer = client.get(LOT)
    if status is LotStatus.DRAFT:  # it may say so tomorrow
        assert answer.status_code == 404
    else:
        assert answer.headers["location"] == f"{ROOT}/Q/{said.code}"
