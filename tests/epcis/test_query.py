"""Queries through the doors: every parameter, paging, formats, and who may see what."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.epcis import service
from app.epcis.api import answers
from app.epcis.rules.canon import canonical_event
from app.epcis.rules.schema import document_faults
from app.sellers.models import Seller
from app.tokens.rules import Scope
from tests.conftest import Queries
from tests.epcis import examples
from tests.epcis.conftest import Doors, Open, events_in, in_path
from tests.epcis.examples import (
    ALL,
    BULK,
    CONTEXT,
    LEAF,
    LOT,
    LOT_URN,
    PLACE,
    PLACE_URN,
    carton,
    packing,
    sale,
    shipping,
)
from tests.factories import make_seller

PREFIXES = {"tn": examples.TN}
HASH = {make.__name__: canonical_event(make(), PREFIXES).hash for make in ALL}
NAMES = {identity: name for name, identity in HASH.items()}
EVERY = set(HASH)
CORRECTIVE = "urn:uuid:da-sua"


def record(session: Session, seller: Seller, *events: dict[str, Any]) -> list[str]:
    rows = [
        service.record_event(session, seller.id, event | {"@context": CONTEXT})[0]
        for event in events
    ]
    return [row.event_hash for row in rows]


@pytest.fixture
def ours(doors: Open, seller: Seller, session: Session) -> Doors:
    """A system whose seller has one event of every kind, shipping declared wrong."""
    record(session, seller, *(make() for make in ALL))
    service.declare_error(session, seller.id, HASH["shipping"], "incorrect_data", [CORRECTIVE])
    return doors(seller)


ASKED = [
    ({}, EVERY),
    ({"eventType": "AggregationEvent|TransactionEvent"}, {"carton", "sale"}),
    ({"GE_eventTime": "2026-04-14T08:00:00Z"}, {"carton", "shipping", "sale"}),
    ({"GE_eventTime": "2026-04-15T08:00:00+07:00"}, {"shipping", "sale"}),
    ({"LT_eventTime": "2026-04-12T07:30:00+07:00"}, {"sensor_fixed"}),
    ({"GE_recordTime": "2020-01-01T00:00:00Z"}, EVERY),
    ({"LT_recordTime": "2020-01-01T00:00:00Z"}, set()),
    ({"EQ_action": "OBSERVE"}, {"shipping"}),
    ({"EQ_bizStep": "packing"}, {"packing", "carton"}),
    ({"EQ_bizStep": "https://ref.gs1.org/cbv/BizStep-shipping|other"}, {"shipping", "processing"}),
    ({"EQ_disposition": "in_transit"}, {"shipping"}),
    ({"EQ_persistentDisposition_set": "conformant"}, {"shipping"}),
    ({"EQ_persistentDisposition_unset": "conformant"}, set()),
    ({"EQ_readPoint": PLACE}, {"processing", "packing", "shipping"}),
    ({"EQ_readPoint": PLACE_URN}, {"processing", "packing", "shipping"}),
    ({"EQ_readPoint": "HTTPS://D.VN/414/8931234560003"}, {"processing", "packing", "shipping"}),
    ({"WD_readPoint": "https://nguyengoc.example/loc"}, {"harvest"}),
    ({"EQ_readPoint": "https://nguyengoc.example/loc"}, set()),
    ({"EQ_bizLocation": "https://nguyengoc.example/loc/kho-1"}, {"shipping"}),
    ({"WD_bizLocation": "https://nguyengoc.example/loc/kho"}, set()),
    ({"WD_bizLocation": "https://nguyengoc.example"}, {"shipping"}),
    ({"EQ_transformationID": "https://nguyengoc.example/b/pb26040012"}, {"processing"}),
    ({"MATCH_epc": "urn:epc:id:sgtin:893123456.0789.7"}, {"carton"}),
    ({"MATCH_epc": "urn:epc:idpat:sgtin:893123456.0789.*"}, {"carton", "sale"}),
    ({"MATCH_epc": LOT}, set()),
    ({"MATCH_parentID": PLACE}, {"sensor_fixed"}),
    ({"MATCH_anyEPC": "urn:epc:id:sscc:893123456.00000001"}, {"carton"}),
    ({"MATCH_inputEPC": LOT}, set()),
    ({"MATCH_outputEPC": LOT}, set()),
    ({"MATCH_epcClass": LOT}, {"shipping", "carton"}),
    ({"MATCH_inputEPCClass": BULK}, {"packing"}),
    ({"MATCH_outputEPCClass": BULK}, {"processing"}),
    ({"MATCH_anyEPCClass": LOT_URN}, {"packing", "shipping", "carton"}),
    ({"MATCH_anyEPCClass": f"{LEAF}|{BULK}"}, {"harvest", "processing", "packing"}),
    ({"MATCH_anyEPCClass": LOT_URN.replace("TC26A0412", "*")}, {"packing", "shipping", "carton"}),
    ({"EQ_quantity": "120"}, {"harvest", "processing"}),
    ({"GT_quantity": "120"}, {"packing"}),
    ({"GE_quantity": "120"}, {"harvest", "processing", "packing"}),
    ({"LT_quantity": "24"}, {"packing"}),
    ({"LE_quantity": "24"}, {"processing", "packing", "carton"}),
    ({"EQ_eventID": HASH["sale"]}, {"sale"}),
    ({"EXISTS_errorDeclaration": "true"}, {"shipping"}),
    ({"EXISTS_errorDeclaration": "false"}, EVERY),
    ({"EQ_errorReason": "incorrect_data"}, {"shipping"}),
    ({"EQ_errorReason": "did_not_occur"}, set()),
    ({"EQ_correctiveEventID": CORRECTIVE}, {"shipping"}),
    ({"EQ_correctiveEventID": "urn:uuid:khac"}, set()),
    ({"GE_errorDeclarationTime": "2020-01-01T00:00:00Z"}, {"shipping"}),
    ({"LT_errorDeclarationTime": "2020-01-01T00:00:00Z"}, set()),
    ({"EQ_bizTransaction_po": "https://nguyengoc.example/don/1"}, {"shipping"}),
    ({"EQ_source_owning_party": "https://id.gs1.org/417/8931234560003"}, {"shipping"}),
    ({"EQ_destination_location": "https://id.gs1.org/414/8931234560003/254/A1"}, {"shipping"}),
    ({"EQ_bizStep": "packing", "eventType": "AggregationEvent"}, {"carton"}),
]  # fmt: skip


def test_every_parameter_finds_what_it_names(ours: Doors) -> None:
    for query, expected in ASKED:
        assert {NAMES[identity] for identity in ours.ids(**query)} == expected, query


def test_an_error_is_a_second_copy_of_the_event(ours: Doors) -> None:
    found = ours.events(EQ_eventID=HASH["shipping"], orderDirection="ASC")
    assert [event.get("errorDeclaration", {}).get("reason") for event in found] == [
        None,
        "incorrect_data",
    ]
    assert found[1]["errorDeclaration"]["correctiveEventIDs"] == [CORRECTIVE]
    one = ours.events("/events/" + in_path(HASH["shipping"]))
    assert [event["eventID"] for event in one] == [HASH["shipping"]] * 2


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"EQ_colour": "green"}, "EQ_colour"),
        ({"eventType": "HarvestEvent"}, "eventType"),
        ({"EQ_action": "EDIT"}, "EQ_action"),
        ({"GE_eventTime": "hôm qua"}, "GE_eventTime"),
        ({"GE_eventTime": "2026-04-14T08:00:00"}, "GE_eventTime"),
        ({"GE_eventTime": "2026-04-14T08:00:00Z|2026-04-15T08:00:00Z"}, "GE_eventTime"),
        ({"EQ_quantity": "nhiều"}, "EQ_quantity"),
        ({"EQ_quantity": "NaN"}, "EQ_quantity"),
        ({"EQ_readPoint": "https://d.vn/414/8931234560004"}, "EQ_readPoint"),
        ({"MATCH_epc": "urn:epc:idpat:sgtin:1234567.1.*"}, "MATCH_epc"),
        ({"MATCH_epc": "|".join("x" * 101)}, "MATCH_epc"),
        ({"EXISTS_errorDeclaration": "perhaps"}, "EXISTS_errorDeclaration"),
        ({"orderBy": "colour"}, "orderBy"),
        ({"orderDirection": "UP"}, "orderDirection"),
        ({"perPage": "0"}, "perPage"),
        ({"eventCountLimit": "many"}, "eventCountLimit"),
        ({"eventCountLimit": "1", "maxEventCount": "1"}, "maxEventCount"),
        ({"nextPageToken": "invented"}, "nextPageToken"),
    ],
    ids=str,
)
def test_a_parameter_that_is_wrong_is_named(
    doors: Open, query: dict[str, str], parameter: str
) -> None:
    response = doors().get("/events", params=query)
    said = response.json()
    assert (response.status_code, said["type"]) == (400, "epcisException:QueryParameterException")
    assert said["parameter"] == parameter


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("order", ["eventTime", "recordTime"])
def test_pages_follow_one_another_in_order_without_gap_or_repetition(
    ours: Doors, order: str, direction: str
) -> None:
    whole = ours.events(orderBy=order, orderDirection=direction)
    times = [event[order] for event in whole]
    if order == "recordTime":
        assert times == sorted(times, reverse=direction == "DESC")
    paged: list[dict[str, Any]] = []
    response = ours.get(
        "/events", params={"orderBy": order, "orderDirection": direction, "perPage": "3"}
    )
    while True:
        paged += events_in(response)
        if "link" not in response.headers:
            break
        assert response.headers["gs1-next-page-token-expires"].endswith("Z")
        address, _, relation = response.headers["link"].partition("; ")
        assert relation == 'rel="next"'
        response = ours.get(address.strip("<>").partition("/epcis")[2])
    assert paged == whole
    assert len(whole) == len(ALL) + 1


def test_a_token_belongs_to_its_query_and_its_reader(ours: Doors, doors: Open) -> None:
    first = ours.get("/events", params={"perPage": "2"})
    token = first.headers["link"].partition("nextPageToken=")[2].partition(">")[0]
    for other, query in ((ours, {"eventType": "ObjectEvent"}), (doors(), {})):
        said = other.get("/events", params={"perPage": "2", "nextPageToken": token, **query})
        assert said.json()["parameter"] == "nextPageToken"


def test_an_answer_may_be_cut_short_or_refused_for_its_length(ours: Doors) -> None:
    first = ours.get("/events", params={"eventCountLimit": "3", "perPage": "2"})
    assert len(events_in(first)) == 2
    second = ours.get(first.headers["link"].partition("/epcis")[2].partition(">")[0])
    assert len(events_in(second)) == 1
    assert "link" not in second.headers
    assert len(ours.events(maxEventCount=str(len(ALL) + 1))) == len(ALL) + 1
    refused = ours.get("/events", params={"maxEventCount": str(len(ALL))})
    assert refused.status_code == 413
    assert refused.json()["type"] == "epcisException:QueryTooLargeException"


def test_identifiers_come_in_the_format_that_is_asked_for(ours: Doors) -> None:
    def first(wanted: str) -> dict[str, Any]:
        response = ours.get(
            "/events/" + in_path(HASH["carton"]), headers={"GS1-EPC-Format": wanted}
        )
        assert response.headers["gs1-epc-format"] == wanted.replace(
            "No_Preference", "Always_GS1_Digital_Link"
        )
        return events_in(response)[0]

    for wanted in ("No_Preference", "Always_GS1_Digital_Link"):
        assert first(wanted)["childQuantityList"][0]["epcClass"] == LOT
    for wanted in ("Always_EPC_URN", "Never_Translates"):
        assert first(wanted)["childQuantityList"][0]["epcClass"] == LOT_URN
        assert first(wanted)["parentID"] == carton()["parentID"]


def test_urns_are_made_where_the_company_prefix_is_known(ours: Doors) -> None:
    german = "https://id.gs1.org/01/04012345123456/21/5"
    ours.post("/events", sale(epcList=[german]) | {"@context": CONTEXT})
    [event] = ours.events(MATCH_epc=german)
    response = ours.get(
        "/events/" + in_path(event["eventID"]), headers={"GS1-EPC-Format": "Always_EPC_URN"}
    )
    assert events_in(response)[0]["epcList"] == ["urn:epc:id:sgtin:4012345.012345.5"]


def test_a_prefix_that_two_events_use_for_two_things_stays_apart(
    ours: Doors, session: Session, seller: Seller
) -> None:
    other = sale() | {"tn:a": 1, "@context": [CONTEXT[0], {"tn": "https://elsewhere.example/"}]}
    row, _ = service.record_event(session, seller.id, other)
    found = {event["eventID"]: event for event in ours.events()}
    # The newest comes first, so it is the three others that say again what theirs means.
    assert sum("@context" in event for event in found.values()) == 3
    document = ours.get("/events").json()
    again = ours.post("/capture", document).headers["location"].partition("/epcis")[2]
    assert ours.get(again).json()["errors"] == []
    assert row.event_hash in found


def test_answers_say_versions_and_may_be_read_from_other_pages(ours: Doors) -> None:
    response = ours.get("/events", headers={"accept": "application/ld+json"})
    assert response.headers["content-type"] == "application/ld+json"
    assert response.headers["gs1-epcis-version"] == "2.0"
    assert response.headers["gs1-cbv-version"] == "2.0"
    assert response.headers["access-control-allow-origin"] == "*"
    for path, method in (
        ("", "GET"),
        ("/capture", "POST"),
        ("/events", "POST"),
        ("/epcs/x", "GET"),
    ):
        said = ours.call("OPTIONS", path)
        assert said.status_code == 204
        assert method in said.headers["allow"]
        assert said.headers["gs1-epcis-max"] == "2.0"
    limits = ours.call("OPTIONS", "/capture").headers
    assert limits["gs1-epcis-capture-limit"] == "500"
    assert limits["gs1-epcis-capture-file-size-limit"] == str(4 * 1024 * 1024)
    assert ours.get("").json()[0] == "events"


# Who may see what.


@pytest.fixture
def hidden(doors: Open, ours: Doors, session: Session) -> dict[str, Doors]:
    """A stranger, and another seller's system; nothing of ours is published."""
    return {"stranger": doors(), "rival": doors(make_seller(session))}


ADDRESSES = [
    "/events/" + in_path(HASH["packing"]),
    "/eventTypes/ObjectEvent",
    "/epcs/" + in_path(LOT),
    f"/epcs/{in_path(LOT)}/journey",
    "/bizSteps/packing",
    "/bizLocations/" + in_path("https://nguyengoc.example/loc/kho-1"),
    "/readPoints/" + in_path(PLACE),
    "/dispositions/in_transit",
]
LISTS = {
    "/eventTypes": "eventType",
    "/bizSteps": "bizStep",
    "/bizLocations": "bizLocation",
    "/readPoints": "readPoint",
    "/dispositions": "disposition",
}


def test_what_is_not_published_is_invisible_through_every_address(
    ours: Doors, hidden: dict[str, Doors]
) -> None:
    for who in hidden.values():
        assert who.ids() == []
        assert who.ids(EQ_eventID=HASH["packing"]) == []
        assert who.ids(EXISTS_errorDeclaration="true") == []
        assert who.get("/events", params={"maxEventCount": "1"}).status_code == 200
        assert who.get("/epcs").json() == []
        for path, field in LISTS.items():
            assert who.get(path).json()[field] == []
            value = "ObjectEvent" if field == "eventType" else "x"
            assert who.ids(f"{path}/{value}/events") == []
        for path in ADDRESSES:
            steps = path.split("/")
            refused = who.get(path)
            absent = who.get("/".join([*steps[:2], "urn:x:none", *steps[3:]]))
            assert refused.status_code == 404, path
            assert refused.json()["type"] == "epcisException:NoSuchResourceException"
            assert refused.json()["detail"] == absent.json()["detail"]
    for path in ADDRESSES:
        assert ours.get(path).status_code == 200, path


def test_what_is_published_is_seen_by_everybody(
    ours: Doors, hidden: dict[str, Doors], session: Session, seller: Seller
) -> None:
    assert service.publish_events(session, seller.id, [HASH["packing"], "ni:///none"]) == 1
    assert service.publish_events(session, seller.id, [HASH["packing"]]) == 0
    for who in hidden.values():
        assert who.ids() == [HASH["packing"]]
        assert who.get("/bizSteps").json()["bizStep"] == ["packing"]
        assert who.get("/epcs").json() == sorted([LOT, BULK])
        assert who.get("/bizSteps/packing").json() == ["events"]
        assert who.ids("/bizSteps/packing/events") == [HASH["packing"]]
        assert who.ids(f"/epcs/{in_path(LOT)}/events") == [HASH["packing"]]
        assert who.get("/dispositions").json()["disposition"] == []
    assert len(ours.ids()) == len(ALL) + 1


def test_a_rival_publishes_nothing_of_ours(
    ours: Doors, hidden: dict[str, Doors], session: Session
) -> None:
    rival = make_seller(session)
    assert service.publish_events(session, rival.id, [HASH["packing"]]) == 0
    with pytest.raises(service.standing.NoSuchEvent):
        service.declare_error(session, rival.id, HASH["packing"], "did_not_occur")
    assert hidden["stranger"].ids() == []


def test_a_token_that_opens_nothing_is_refused_rather_than_a_stranger(
    ours: Doors, doors: Open, seller: Seller
) -> None:
    invented = Doors(ours.client, "ngt_" + "0" * 42)
    assert invented.get("/events").status_code == 401
    basic = ours.client.get("/epcis/events", headers={"authorization": "Basic eDp5"})
    assert (basic.status_code, basic.json()["type"]) == (401, "epcisException:SecurityException")
    assert doors(seller, Scope.ORDERS_READ).get("/events").status_code == 403


# Resources and journeys.


def test_resources_are_listed_a_page_at_a_time(ours: Doors) -> None:
    first = ours.get("/readPoints", params={"perPage": "1"})
    assert first.json()["type"] == "ReadPointItemList"
    second = ours.get(first.headers["link"].partition("/epcis")[2].partition(">")[0])
    assert first.json()["readPoint"] + second.json()["readPoint"] == [
        PLACE,
        "https://nguyengoc.example/loc/doi-son",
    ]
    assert "link" not in second.headers
    assert ours.get("/eventTypes").json()["eventType"] == sorted({make()["type"] for make in ALL})


def test_a_resource_is_named_in_any_of_its_forms(ours: Doors) -> None:
    expected = ours.ids(f"/readPoints/{in_path(PLACE)}/events")
    assert len(expected) == 4  # shipping has its declared copy
    for form in (PLACE_URN, in_path("https://d.vn/414/8931234560003"), PLACE.replace("//", "/", 1)):
        assert ours.ids(f"/readPoints/{form}/events") == expected
    assert ours.ids("/bizSteps/cbv:BizStep-packing/events") == ours.ids("/bizSteps/packing/events")
    assert ours.ids("/bizSteps/packing/events", eventType="AggregationEvent") == [HASH["carton"]]
    twice = ours.get("/bizSteps/packing/events", params={"EQ_bizStep": "packing"})
    assert twice.json()["parameter"] == "EQ_bizStep"
    assert ours.get("/readPoints/" + in_path("https://d.vn/414/8931234560004")).status_code == 400
    assert ours.get("/colours").status_code == 404
    assert (
        ours.get("/colours/green/events").json()["type"] == "epcisException:NoSuchResourceException"
    )
    unescaped = ours.get("/events/" + HASH["packing"].replace("/", "%2F"))
    assert [event["eventID"] for event in events_in(unescaped)] == [HASH["packing"]]
    assert ours.get("/eventTypes/HarvestEvent/events").status_code == 404


def test_a_journey_holds_what_a_lot_came_from_and_what_became_of_it(
    ours: Doors, session: Session, seller: Seller
) -> None:
    other_lot = LOT.replace("0412", "0413")
    [apart] = record(session, seller, packing(
        inputQuantityList=[{"epcClass": "urn:x:khac", "quantity": 1, "uom": "KGM"}],
        outputQuantityList=[{"epcClass": other_lot, "quantity": 10}],
    ))  # fmt: skip
    response = ours.get(f"/epcs/{in_path(LOT)}/journey")
    assert document_faults(response.json()) == []
    found = [event["eventID"] for event in response.json()["epcisBody"]["eventList"]]
    expected = ["harvest", "processing", "packing", "carton", "shipping", "shipping"]
    assert [NAMES[identity] for identity in found] == expected
    assert apart not in found
    leaf = ours.get(f"/epcs/{in_path(LEAF)}/journey").json()["epcisBody"]["eventList"]
    assert {event["eventID"] for event in leaf} == set(found)


def test_an_event_that_was_declared_wrong_leads_nowhere(
    ours: Doors, session: Session, seller: Seller
) -> None:
    service.declare_error(session, seller.id, HASH["packing"], "did_not_occur")
    found = ours.get(f"/epcs/{in_path(LOT)}/journey").json()["epcisBody"]["eventList"]
    assert HASH["harvest"] not in [event["eventID"] for event in found]


def test_parts_of_one_transformation_belong_together(
    ours: Doors, session: Session, seller: Seller
) -> None:
    both = {"transformationID": "urn:uuid:me-1"}
    into = packing(
        **both, inputQuantityList=[{"epcClass": "urn:x:la", "quantity": 1, "uom": "KGM"}]
    )
    out = packing(
        **both, outputQuantityList=[{"epcClass": "urn:x:che", "quantity": 1, "uom": "KGM"}]
    )
    del into["outputQuantityList"], out["inputQuantityList"]
    hashes = record(session, seller, into, out)
    found = ours.get("/epcs/urn:x:che/journey").json()["epcisBody"]["eventList"]
    assert {event["eventID"] for event in found} == set(hashes)


def test_a_page_of_events_asks_as_much_of_the_database_however_many_there_are(
    ours: Doors, session: Session, seller: Seller, queries: Queries
) -> None:
    def count() -> int:
        queries.clear()
        ours.events(MATCH_anyEPCClass=LOT)
        return len([each for each in queries if "epcis_" in each])

    before = count()
    record(
        session, seller, *(shipping(eventTime=f"2026-05-{n:02}T08:00:00Z") for n in range(1, 21))
    )
    assert count() == before == 2


# Named queries.


def test_a_named_query_is_kept_asked_and_forgotten(
    ours: Doors, doors: Open, session: Session
) -> None:
    body = {"name": "DongGoi", "query": {"EQ_bizStep": ["packing"], "GE_quantity": 20}}
    created = ours.post("/queries", body)
    assert created.status_code == 201
    assert created.headers["location"].endswith("/epcis/queries/DongGoi")
    assert ours.post("/queries", body).status_code == 201
    taken = ours.post("/queries", body | {"query": {}})
    assert (taken.status_code, taken.json()["type"]) == (
        409,
        "epcisException:DuplicateNameException",
    )
    assert ours.get("/queries").json() == [body]
    assert ours.get("/queries/DongGoi").json() == body
    response = ours.get("/queries/DongGoi/events", params={"perPage": "1"})
    assert response.json()["epcisBody"]["queryResults"]["queryName"] == "DongGoi"
    following = response.headers["link"].partition("/epcis")[2].partition(">")[0]
    found = [*events_in(response), *events_in(ours.get(following))]
    assert {NAMES[event["eventID"]] for event in found} == {"packing", "carton"}
    rival = doors(make_seller(session))
    for path in ("/queries/DongGoi", "/queries/DongGoi/events"):
        assert rival.get(path).json()["type"] == "epcisException:NoSuchNameException"
    assert rival.call("DELETE", "/queries/DongGoi").status_code == 404
    assert ours.call("DELETE", "/queries/DongGoi").status_code == 204
    assert ours.get("/queries/DongGoi").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"query": {}},
        {"name": "a b", "query": {}},
        {"name": "a"},
        {"name": "a", "query": {"EQ_x": 1}},
        {"name": "a", "query": {"EQ_bizStep": {}}},
        {"name": "a", "query": {"EQ_bizStep": []}},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_query_gets_no_name(ours: Doors, body: Any) -> None:
    assert ours.post("/queries", body).json()["type"] == "epcisException:QueryParameterException"


def test_subscriptions_are_refused_as_not_implemented(ours: Doors) -> None:
    ours.post("/queries", {"name": "Tat", "query": {}})
    for refused in (
        ours.get("/queries/Tat/subscriptions"),
        ours.post("/queries/Tat/subscriptions", {}),
    ):
        assert refused.status_code == 501
        assert refused.json()["type"] == "epcisException:ImplementationException"
    beside = ours.get("/queries/Tat/events", params={"EQ_bizStep": "packing"})
    assert beside.json()["parameter"] == "EQ_bizStep"


def test_an_address_has_its_limits(doors: Open) -> None:
    long = doors().get("/events", params={"EQ_eventID": "x" * 8001})
    assert (long.status_code, long.json()["type"]) == (414, "epcisException:URITooLongException")
    assert doors().get("/events?EQ_eventID=%00").status_code == 400


def test_a_query_that_the_database_gave_up_says_so(
    doors: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    giving_up = text(
        "DO $$ BEGIN RAISE 'canceling statement due to statement timeout'"
        " USING ERRCODE = 'query_canceled'; END $$"
    )
    monkeypatch.setattr(answers, "PATIENCE", giving_up)
    said = doors().get("/events")
    assert said.status_code == 413
    assert said.json()["type"] == "epcisException:QueryTooComplexException"
