"""Compressed links, tags, and what the resolver says of itself."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.core.config import settings
from app.core.db import utc_now
from app.core.options import OptionValue
from app.traceability.models import Lot
from app.traceability.rules.digital_link import parse
from app.traceability.rules.digital_link.compression import compress
from tests.conftest import Client, Queries
from tests.factories import make_variant
from tests.traceability.resolver.conftest import (
    ITEM,
    LINKSET,
    LOT,
    ROOT,
    by_anchor,
    links,
)
from tests.traceability.resolver.schemas import valid_description


@pytest.mark.parametrize("optimised", [True, False])
@pytest.mark.parametrize("query", ["", "?17=271012&utm=1", "?linkType=gs1:epcis"])
def test_a_compressed_link_is_answered_as_what_it_stands_for(
    client: Client, lot: Lot, query: str, optimised: bool
) -> None:
    segment = compress(parse(LOT), optimised=optimised)
    plain, short = client.get(LOT + query), client.get(f"/{segment}{query}")
    assert (short.status_code, short.headers["location"]) == (307, plain.headers["location"])
    (_, first), (uncompressed, second) = links(short)
    assert (first, second) == ("linkset", "owl:sameAs")
    assert uncompressed.partition("?")[0] == ROOT + LOT


def test_its_attributes_go_along_and_its_linkset_is_of_what_it_stands_for(
    client: Client, lot: Lot
) -> None:
    segment = compress(parse(LOT, "17=271012"))
    answer = client.get(f"/{segment}?utm=1")
    assert answer.headers["location"] == f"{ROOT}/Q/{lot.code}?17=271012&utm=1"
    assert f"<{ROOT}{LOT}?17=271012>" in answer.headers["link"]
    levels = by_anchor(client.get(f"/{segment}", headers={"accept": LINKSET}))
    assert set(levels) == {ROOT + LOT, ROOT + ITEM}


@pytest.mark.parametrize("segment", ["FooBar", "AQnYUc1gmh", "eh311ba1b300ce0a6a83000000", "Q"])
def test_what_stands_for_nothing_here_is_404(client: Client, segment: str) -> None:
    assert client.get(f"/{segment}").status_code == 404


def test_a_tag_is_answered_too(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_variant(session, gtin="09528765123457")
    assert client.get("/eh30164596f40c0e5cbe991a83").status_code == 400  # GS1's own example
    monkeypatch.setattr(settings, "demo_gtins", True)
    answer = client.get("/exMBZFlvQMDly-mRqD?utm=1")
    assert answer.headers["location"].startswith(f"{settings.base_url}/san-pham/")
    same_as = f"{ROOT}/01/09528765123457/21/123456789123"
    assert (same_as, "owl:sameAs") in links(answer)
    assert client.get("/eh30164596f40c0e5cbe991a8").status_code == 400


def test_the_description_says_what_is_resolved_and_by_whom(
    client: Client, queries: Queries
) -> None:
    answer = client.get("/.well-known/gs1resolver")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    description = valid_description(answer.json())
    assert description["resolverRoot"] == ROOT
    assert description["supportedPrimaryKeys"] == ["01"]
    assert description["name"] == "Nguyên Gốc"
    assert client.head("/.well-known/gs1resolver").status_code == 200


def test_it_says_how_to_reach_the_operator_who_has_told_it(
    client: Client, session: Session
) -> None:
    since = utc_now() - timedelta(days=1)
    for name, value in (("address", "17 Hoàng Văn Thụ"), ("phone", "+842083855000")):
        session.add(OptionValue(name=f"operator.{name}", value=value, valid_from=since))
    contact = valid_description(client.get("/.well-known/gs1resolver").json())["contact"]
    assert contact["hasAddress"] == {"streetAddress": "17 Hoàng Văn Thụ"}
    assert contact["hasTelephone"] == "tel:+842083855000"
