"""The rows of the resolver's table: what each request is answered (Conformant Resolver 1.2.0)."""

import pytest

from app.core.config import settings
from app.traceability.models import Lot
from tests.conftest import Client, Queries
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


@pytest.mark.parametrize("path", [LOT, ITEM, f"{LOT}?linkType=linkset", "/01/1", f"{ITEM}/10/NO"])
def test_any_page_of_the_world_may_ask(client: Client, lot: Lot, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "Link" in answer.headers["access-control-expose-headers"]
    assert answer.headers["vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize("path", [LOT, f"{LOT}?linkType=linkset", f"{ITEM}/10/NO", "/01/1"])
@pytest.mark.parametrize("accept", ["text/html", LINKSET])
def test_head_is_get_without_a_body(client: Client, lot: Lot, path: str, accept: str) -> None:
    headers = {"accept": accept}
    got, head = (client.request(method, path, headers=headers) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (got.status_code, b"")
    drifting = {"x-request-id"}
    assert {name: value for name, value in head.headers.items() if name not in drifting} == {
        name: value for name, value in got.headers.items() if name not in drifting
    }


@pytest.mark.parametrize("path", [LOT, "/00/1", "/AQnYUc1gmg"])
def test_options_say_what_may_be_asked(client: Client, path: str) -> None:
    asked = {"origin": "https://shop.example", "access-control-request-method": "GET"}
    answer = client.options(path, headers=asked)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_written_here(client: Client, lot: Lot, method: str) -> None:
    assert client.request(method, LOT).status_code == 405


@pytest.mark.parametrize("accept", ["text/html", "application/json", LINKSET])
@pytest.mark.parametrize(
    "path", [f"{ITEM}/foo", f"{LOT}/foo", f"{ITEM}/21/1/10/A", "/01/123", f"{ITEM}?17=x"]
)
def test_a_malformed_link_is_400_in_the_form_that_is_liked(
    client: Client, lot: Lot, path: str, accept: str, queries: Queries
) -> None:
    queries.clear()
    answer = client.get(path, headers={"accept": accept})
    assert answer.status_code == 400
    expected = "text/html" if accept == "text/html" else "application/problem+json"
    assert answer.headers["content-type"].startswith(expected)
    assert list(queries) == []


def test_gtins_for_examples_are_refused_unless_they_are_let_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/01/09521141123454").status_code == 400
    monkeypatch.setattr(settings, "demo_gtins", True)
    assert client.get("/01/09521141123454").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/00/095201234567891235", "/414/8931234560003/254/A", "/8006/089312345678970102", ITEM],
)
def test_well_formed_keys_that_we_know_nothing_of_are_404(
    client: Client, path: str, queries: Queries
) -> None:
    queries.clear()
    assert client.get(path).status_code == 404
    assert client.get(path + "?linkType=linkset", headers={"accept": LINKSET}).status_code == 404
    assert len(queries) == (2 if path == ITEM else 0)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        (LOT, "/Q/{}"),
        (f"{LOT}/", "/Q/{}"),
        (f"{ITEM}/10/tc-2610-07", "/Q/{}"),
        (f"{ITEM}/22/2A/10/TC-2610-07/21/0014", "/Q/{}"),
        (f"{LOT}?17=271012&utm_source=z&x=a%20b&x=c", "/Q/{}?17=271012&utm_source=z&x=a%20b&x=c"),
        (f"{LOT}?17=271012;3103=000100", "/Q/{}?17=271012;3103=000100"),
        (f"{LOT}?linkType=gs1:defaultLink", "/Q/{}?linkType=gs1:defaultLink"),
        (f"{LOT}?linkType=", "/Q/{}?linkType="),
        (f"/en{LOT}", "/en/Q/{}"),
    ],
)
def test_a_plain_scan_goes_to_the_default_link_with_its_query(
    client: Client, lot: Lot, path: str, target: str, queries: Queries
) -> None:
    queries.clear()
    answer = client.get(path)
    assert (answer.status_code, len(queries)) == (307, 1)
    assert answer.headers["location"] == ROOT + target.format(lot.code)


def test_redirects_say_where_all_links_are(client: Client, lot: Lot) -> None:
    for path in (LOT, f"{LOT}?linkType=gs1:pip", f"{LOT}/21/7"):
        answer = client.get(path)
        address = ROOT + path.partition("?")[0]
        assert links(answer) == [(f"{address}?linkType=linkset", "linkset")]
        assert f'type="{LINKSET}"' in answer.headers["link"]


@pytest.mark.parametrize("path", [f"{ITEM}/21/0014", f"{ITEM}/22/2A", f"{ITEM}/235/X", ITEM])
def test_what_is_kept_nowhere_of_its_own_inherits_from_the_trade_item(
    client: Client, lot: Lot, path: str, queries: Queries
) -> None:
    queries.clear()
    answer = client.get(path)
    assert (answer.status_code, len(queries)) == (307, 1)
    assert answer.headers["location"].startswith(f"{settings.base_url}/san-pham/")


@pytest.mark.parametrize("form", ["gs1:{}", VOC + "{}", "https://gs1.org/voc/{}"])
@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("pip", "/Q/{}"),
        ("traceability", "/Q/{}#hanh-trinh"),
        ("recallStatus", "/Q/{}"),
        ("certificationInfo", "/Q/{}#h-papers"),
    ],
)
def test_a_link_type_that_there_is_is_gone_to(
    client: Client, lot: Lot, form: str, kind: str, target: str
) -> None:
    answer = client.get(LOT, params={"linkType": form.format(kind)})
    address, _, fragment = target.format(lot.code).partition("#")
    assert answer.status_code == 307
    location, _, after = answer.headers["location"].partition("?linkType=")
    assert (location, after.partition("#")[2]) == (ROOT + address, fragment)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("asked", ["gs1:nosuchlt", "gs1:recipeInfo", "https://x.example/pip", "X"])
def test_a_link_type_that_there_is_not_is_404_without_another(
    client: Client, lot: Lot, asked: str, accept: str
) -> None:
    answer = client.get(LOT, params={"linkType": asked}, headers={"accept": accept})
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_events_are_asked_for_by_the_lots_class(client: Client, lot: Lot) -> None:
    (link,) = by_anchor(client.get(LOT, headers={"accept": LINKSET}))[ROOT + LOT][f"{VOC}epcis"]
    assert link["href"] == (
        f"{settings.base_url}/epcis/events?MATCH_anyEPCClass="
        f"https%3A%2F%2Fid.gs1.org%2F01%2F{TEA}%2F10%2FTC-2610-07"
    )
    location = client.get(f"{LOT}?linkType=gs1:epcis").headers["location"]
    assert location == f"{link['href']}&linkType=gs1:epcis"


def test_several_equal_links_are_300_with_their_list(client: Client, lot: Lot) -> None:
    answer = client.get(f"{LOT}?linkType=gs1:support", headers={"accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (300, "application/json")
    (level,) = answer.json()["linkset"]
    ours, theirs = level[f"{VOC}support"]
    assert ours["href"] == f"{settings.base_url}/huong-dan/lien-he"
    assert theirs["href"] == "https://zalo.me/84912345678"
    assert set(level) == {"anchor", "itemDescription", f"{VOC}support"}


@pytest.mark.parametrize(("lang", "shown"), [("", "Mời chọn một liên kết"), ("/en", None)])
def test_a_person_chooses_on_a_page(client: Client, lot: Lot, lang: str, shown: str | None) -> None:
    answer = client.get(f"{lang}{LOT}?linkType=gs1:support", headers={"accept": "text/html"})
    if shown is None:  # in English there is but one
        assert answer.status_code == 307
        assert answer.headers["location"].startswith(f"{settings.base_url}/en/huong-dan/lien-he")
        return
    assert answer.status_code == 300
    assert shown in answer.text
    assert "https://zalo.me/84912345678" in answer.text


@pytest.mark.parametrize(
    ("accepted", "prefix"),
    [
        ("en-US,en;q=0.9", "/en"),
        ("vi;q=0.2,en;q=0.9", "/en"),
        ("en;q=0.1,vi;q=0.9", ""),
        ("fr,de;q=0.5", ""),
        ("zh;q=1,en-GB;q=0.3,vi;q=0.2", "/en"),
    ],
)
@pytest.mark.parametrize("link_type", ["", "?linkType=gs1:traceability"])
def test_the_language_is_that_of_highest_weight_then_vietnamese(
    client: Client, lot: Lot, accepted: str, prefix: str, link_type: str
) -> None:
    answer = client.get(LOT + link_type, headers={"accept-language": accepted})
    assert answer.headers["location"].startswith(f"{ROOT}{prefix}/Q/{lot.code}")


@pytest.mark.parametrize(
    ("accept", "json"),
    [
        ("application/json", True),
        ("text/html;q=0.3, application/json;q=0.9", True),
        ("application/json;q=0.3, text/html", False),
        ("*/*", False),
        ("image/png", False),
    ],
)
def test_then_the_media_type_decides(client: Client, lot: Lot, accept: str, json: bool) -> None:
    answer = client.get(f"{LOT}?linkType=gs1:traceability", headers={"accept": accept})
    assert (f"/Q/{lot.code}.json" in answer.headers["location"]) is json


def test_a_context_that_no_link_is_made_for_changes_nothing(client: Client, lot: Lot) -> None:
    answer = client.get(f"{LOT}?linkType=gs1:pip&context=JP")
    assert answer.headers["location"] == f"{ROOT}/Q/{lot.code}?linkType=gs1:pip&context=JP"
