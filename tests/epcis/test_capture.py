"""Capture through the doors: jobs, both behaviours, single events, limits."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from app.core import events as news
from app.core.db import utc_now
from app.core.errors import Conflict
from app.epcis import deps, service
from app.epcis.models import EpcisCapture, EpcisEvent
from app.epcis.rules.canon import canonical_event
from app.epcis.service import EventCaptured, EventRecorded
from app.sellers.models import Seller
from app.tokens.rules import Scope
from tests.epcis import examples
from tests.epcis.conftest import Doors, Open, events_in, in_path
from tests.epcis.examples import ALL, LOT, LOT_URN, document, harvest, packing, shipping
from tests.factories import make_seller

PROCEED = {"GS1-Capture-Error-Behaviour": "proceed"}
NEGATIVE = packing(inputQuantityList=[{"epcClass": LOT, "quantity": -1, "uom": "KGM"}])
PLACE = "/epcisBody/eventList/1/inputQuantityList/0/quantity"


def job_of(doors: Doors, response: Any) -> dict[str, Any]:
    assert response.status_code == 202, response.text
    found: dict[str, Any] = doors.get(response.headers["location"].partition("/epcis")[2]).json()
    return found


@pytest.fixture
def ours(doors: Open, seller: Seller) -> Doors:
    return doors(seller)


@pytest.fixture
def listen() -> Any:
    """Subscribes a handler for the length of a test."""
    added = []

    def subscribe(event: type, handler: Callable[[Session, Any], None]) -> None:
        news._handlers[event].append(handler)
        added.append((event, handler))

    yield subscribe
    for event, handler in added:
        news._handlers[event].remove(handler)


def test_every_kind_of_event_is_captured_and_read_back_valid(ours: Doors) -> None:
    job = job_of(ours, ours.post("/capture", document(*[make() for make in ALL])))
    assert job["success"]
    assert not job["running"]
    assert job["errors"] == []
    assert job["captureErrorBehaviour"] == "rollback"
    expected = {canonical_event(make(), {"tn": examples.TN}).hash for make in ALL}
    assert set(ours.ids()) == expected
    assert [one["captureID"] for one in ours.get("/capture").json()] == [job["captureID"]]


def test_a_document_of_query_results_is_captured_too(ours: Doors, doors: Open) -> None:
    ours.post("/capture", document(packing()))
    results = ours.get("/events").json()
    assert job_of(ours, ours.post("/capture", results))["success"]
    other = doors(make_seller(ours.client.session))
    assert job_of(other, other.post("/capture", results))["success"]
    assert len(other.ids()) == 1


def test_the_same_document_twice_is_captured_once(ours: Doors, session: Session) -> None:
    for _ in range(2):
        assert job_of(ours, ours.post("/capture", document(packing(), packing())))["success"]
    assert len(session.exec(select(EpcisEvent)).all()) == 1
    assert [job.captured for job in session.exec(select(EpcisCapture))] == [1, 0]


def test_rollback_refuses_a_document_for_one_wrong_event_and_names_its_place(
    ours: Doors, session: Session
) -> None:
    response = ours.post("/capture", document(packing(), NEGATIVE))
    assert response.status_code == 400
    said = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert said["type"] == "epcisException:ValidationException"
    assert [fault["pointer"] for fault in said["errors"]] == [PLACE]
    assert said["errors"][0]["jsonPath"].startswith("$['epcisBody']['eventList'][1]")
    assert said["errors"][0]["detail"] != said["errors"][0]["detail_en"]
    assert session.exec(select(EpcisEvent)).all() == []


def test_proceed_captures_what_is_right_and_reports_the_rest(ours: Doors) -> None:
    said = document(packing(), NEGATIVE, shipping(eventTime="2026-04-15T08:00:00"))
    job = job_of(ours, ours.post("/capture", said, headers=PROCEED))
    assert not job["success"]
    assert job["captureErrorBehaviour"] == "proceed"
    places = [fault["pointer"] for error in job["errors"] for fault in error["errors"]]
    assert places == [PLACE, "/epcisBody/eventList/2/eventTime"]
    assert len(ours.ids()) == 1


def refuse_ships(session: Session, captured: EventCaptured) -> None:
    if captured.event["bizStep"] == "shipping":
        raise Conflict("Xuất quá số còn lại.")


def test_a_listener_refuses_one_event_and_the_others_proceed(
    ours: Doors, listen: Any, session: Session
) -> None:
    recorded: list[str] = []
    listen(EventRecorded, lambda _, event: recorded.append(event.event_hash))
    listen(EventCaptured, refuse_ships)
    said = document(packing(), shipping(), harvest())
    job = job_of(ours, ours.post("/capture", said, headers=PROCEED))
    assert [(one["pointer"], one["detail"]) for one in job["errors"]] == [
        ("/epcisBody/eventList/1", "Xuất quá số còn lại.")
    ]
    kept = {event.event_hash for event in session.exec(select(EpcisEvent))}
    assert len(kept) == 2
    assert kept < set(recorded)


def test_by_rollback_a_refusal_takes_everything_back_and_the_job_says_so(
    ours: Doors, listen: Any, session: Session
) -> None:
    listen(EventCaptured, refuse_ships)
    job = job_of(ours, ours.post("/capture", document(packing(), shipping(), harvest())))
    assert not job["success"]
    assert [one["pointer"] for one in job["errors"]] == ["/epcisBody/eventList/1"]
    assert session.exec(select(EpcisEvent)).all() == []


def test_a_single_event_is_created_once(ours: Doors) -> None:
    said = packing() | {"@context": examples.CONTEXT}
    first = ours.post("/events", said)
    assert first.status_code == 201
    assert first.json()["outputQuantityList"][0]["epcClass"] == LOT
    path = first.headers["location"].partition("/epcis")[2]
    assert events_in(ours.get(path))[0]["eventID"] == first.json()["eventID"]
    again = ours.post("/events", said)
    assert (again.status_code, again.json()["type"]) == (409, "epcisException:ValidationException")


def test_a_single_event_brings_its_own_context(ours: Doors) -> None:
    said = ours.post("/events", packing()).json()
    assert [fault["pointer"] for fault in said["errors"]] == ["/@context"]
    wrong = ours.post("/events", NEGATIVE | {"@context": examples.CONTEXT}).json()
    assert wrong["errors"][0]["pointer"] == "/inputQuantityList/0/quantity"


def test_an_id_names_one_event_only(ours: Doors) -> None:
    ours.post("/capture", document(packing(eventID="urn:uuid:1")))
    second = packing(eventID="urn:uuid:1", disposition="in_progress")
    job = job_of(ours, ours.post("/capture", document(second)))
    assert job["errors"][0]["status"] == 409
    assert ours.ids() == ["urn:uuid:1"]


def test_the_same_event_by_urn_and_by_an_own_domain_is_one(ours: Doors) -> None:
    by_urn = packing(outputQuantityList=[{"epcClass": LOT_URN, "quantity": 200.0}])
    by_domain = packing(
        outputQuantityList=[
            {"epcClass": "HTTPS://TN.EXAMPLE/01/08931234567897/10/TC26A0412", "quantity": 200}
        ]
    )
    for said in (packing(), by_urn, by_domain):
        assert job_of(ours, ours.post("/capture", document(said)))["success"]
    assert len(ours.ids()) == 1


def test_only_the_seller_of_a_job_reads_it(ours: Doors, doors: Open, session: Session) -> None:
    response = ours.post("/capture", document(packing()))
    path = response.headers["location"].partition("/epcis")[2]
    rival = doors(make_seller(session))
    assert rival.get(path).status_code == 404
    assert rival.get("/capture").json() == []
    assert doors().get(path).status_code == 401
    assert ours.get("/capture/nothing").status_code == 404


def test_capturing_needs_the_right_to_write(doors: Open, seller: Seller) -> None:
    assert doors().post("/capture", document(packing())).status_code == 401
    reading = doors(seller, Scope.LOTS_READ)
    refused = reading.post("/capture", document(packing()))
    assert (refused.status_code, refused.json()["type"]) == (
        403,
        "epcisException:SecurityException",
    )


def test_a_document_has_its_limits(ours: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    many = document(
        *[packing(eventTime=f"2026-04-13T09:{n // 60:02}:{n % 60:02}Z") for n in range(501)]
    )
    refused = ours.post("/capture", many)
    assert refused.status_code == 413
    assert refused.json()["type"] == "epcisException:CaptureLimitExceededException"
    assert refused.headers["gs1-epcis-capture-limit"] == "500"
    monkeypatch.setattr(deps, "FILE_SIZE_LIMIT", 300)
    body = json.dumps(document(packing())).encode()
    for content in (body, iter([body[:200], body[200:]])):
        said = ours.call(
            "POST", "/capture", content=content, headers={"content-type": "application/json"}
        )
        assert said.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[NaN]",
        b'{"a": 1, "a": 2}',
        b'"\\u0000"',
        b'"\\ud800"',
        b"[" * 2000,
        b"[" * 30 + b"]" * 30,
    ],
)
def test_what_is_no_clean_json_is_refused(ours: Doors, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    said = ours.call("POST", "/capture", content=body, headers=headers)
    assert (said.status_code, said.json()["type"]) == (400, "epcisException:ValidationException")


def test_media_types_versions_and_behaviours_that_are_not_ours(ours: Doors) -> None:
    xml = ours.call(
        "POST", "/capture", content=b"<a/>", headers={"content-type": "application/xml"}
    )
    assert (xml.status_code, xml.json()["type"]) == (415, "epcisException:ImplementationException")
    for headers, status in (
        ({"accept": "application/xml"}, 406),
        ({"GS1-EPCIS-Max": "1.2"}, 406),
        ({"GS1-EPCIS-Version": "1.2"}, 406),
        ({"GS1-CBV-Min": "2.1"}, 406),
        ({"GS1-EPCIS-Version": "x"}, 406),
        ({"GS1-EPC-Format": "Sometimes"}, 400),
    ):
        assert ours.get("/events", headers=headers).status_code == status
    wrong = ours.post(
        "/capture", document(packing()), headers={"GS1-Capture-Error-Behaviour": "no"}
    )
    assert wrong.status_code == 400
    assert ours.get("/events", headers={"GS1-EPCIS-Version": "2.0.0"}).status_code == 200


def test_an_error_is_declared_by_capturing_the_event_again(ours: Doors) -> None:
    ours.post("/capture", document(packing()))
    [identity] = ours.ids()
    declared = {
        "declarationTime": "2026-04-14T08:00:00+07:00",
        "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:uuid:new"],
    }
    for _ in range(2):
        job = job_of(ours, ours.post("/capture", document(packing(errorDeclaration=declared))))
        assert job["success"]
    found = ours.events("/events/" + in_path(identity))
    assert [event.get("errorDeclaration", {}).get("reason") for event in found] == [
        None,
        "incorrect_data",
    ]


def test_a_listener_hears_of_an_error(
    ours: Doors, listen: Any, seller: Seller, session: Session
) -> None:
    heard: list[Any] = []
    listen(service.ErrorDeclared, lambda _, event: heard.append((event.event_hash, event.reason)))
    row, _ = service.record_event(session, seller.id, packing())
    for _ in range(2):
        service.declare_error(session, seller.id, row.event_hash, "did_not_occur")
    assert heard == [(row.event_hash, "did_not_occur")]


def test_what_a_refused_request_did_is_taken_back(
    ours: Doors, listen: Any, session: Session
) -> None:
    """Also what a listener wrote before it refused."""

    def write_and_refuse(at: Session, captured: EventCaptured) -> None:
        at.add(
            EpcisCapture(
                seller_id=captured.seller_id, behaviour="proceed", events=0, captured=0,
                success=True, created_at=utc_now(), finished_at=utc_now(),
            )
        )  # fmt: skip
        at.flush()
        raise Conflict("Không được.")

    listen(EventCaptured, write_and_refuse)
    refused = ours.post("/events", packing() | {"@context": examples.CONTEXT})
    assert (refused.status_code, refused.json()["detail"]) == (409, "Không được.")
    assert session.exec(select(EpcisEvent)).all() == []
    assert session.exec(select(EpcisCapture)).all() == []
