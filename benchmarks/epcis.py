"""Events captured a second, and the events of one lot among a million."""

import hashlib
import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from psycopg import Connection
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app import wiring
from app.core import db
from app.core.ids import new_id
from app.epcis.queries.events import page
from app.epcis.queries.walk import about
from app.epcis.rules.asking import Asked
from app.epcis.rules.vocabulary import EPCIS_CONTEXT
from app.epcis.service import capture
from app.main import create_app
from app.sellers.models import Seller
from app.tokens import rules
from benchmarks.bench import Bench
from benchmarks.report import Row
from benchmarks.works import measured_inside

DOCUMENTS, EVENTS = 12, 500
MILLION, LOTS = 1_000_000, 20_000
"""Fifty events of a lot, as a busy one has."""
ASKED = 200
START = datetime(2025, 1, 1, tzinfo=UTC)
EVENT_COLUMNS = (
    "id seller_id event_hash event_id kind event_time recorded_at action biz_step disposition"
    " read_point body prefixes spelled"
)
STEPS = ("receiving", "storing", "inspecting", "shipping", "retail_selling")


def events(bench: Bench) -> None:
    url = bench.databases.copy_of(bench.sizes[0], "bench_epcis")
    rate = measured_inside("capture", url)["rate"]
    note = f"{EVENTS} a document, checked against the schema, hashed, told to whoever listens"
    bench.report.add(
        Row("EPCIS events captured", f"{rate:,.0f}/s", "≥ 1,000/s", rate >= 1_000, note)
    )
    found = measured_inside("lots", url)
    for name, said in (("by a seller's query", "query"), ("over HTTP by anybody", "http")):
        middle, late = found[said]
        figure = f"{middle:.1f} ms, p95 {late:.1f} ms"
        label = f"events of a lot among a million, {name}"
        bench.report.add(Row(label, figure, "p95 < 20 ms", late < 20))


def lot(number: int) -> str:
    return f"https://id.gs1.org/01/08931234567897/10/L{number:06}"


def measured_capture() -> dict[str, float]:
    """Events a second, a transaction for each document."""
    wiring.connect()
    with db.unit_of_work() as session:
        seller_id = session.exec(select(Seller.id)).first()
    assert seller_id is not None
    documents = [document(number) for number in range(DOCUMENTS + 1)]
    _capture(seller_id, documents[0])
    began = time.perf_counter()
    for each in documents[1:]:
        _capture(seller_id, each)
    return {"rate": DOCUMENTS * EVENTS / (time.perf_counter() - began)}


def _capture(seller_id: UUID, said: dict[str, Any]) -> None:
    with db.unit_of_work() as session:
        assert capture(session, seller_id, said).success


def document(number: int) -> dict[str, Any]:
    return {
        "@context": [EPCIS_CONTEXT, {"tn": "https://ns.nguyengoc.example/epcis/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-04-20T08:00:00+07:00",
        "epcisBody": {"eventList": [packing(number * EVENTS + i) for i in range(EVENTS)]},
    }


def packing(number: int) -> dict[str, Any]:
    at = (START + timedelta(seconds=number)).isoformat()
    return {
        "type": "TransformationEvent",
        "eventTime": at,
        "eventTimeZoneOffset": "+07:00",
        "inputQuantityList": [
            {
                "epcClass": f"https://nguyengoc.example/q/{number:010}",
                "quantity": 20.5,
                "uom": "KGM",
            }
        ],
        "outputQuantityList": [
            {"epcClass": f"urn:epc:class:lgtin:893123456.0789.N{number:06}", "quantity": 200}
        ],
        "bizStep": "packing",
        "disposition": "in_progress",
        "readPoint": {"id": "urn:epc:id:sgln:893123456.000.0"},
        "tn:stage": "pack",
        "ilmd": {"cbvmda:lotNumber": f"N{number:06}", "cbvmda:itemExpirationDate": "2027-04-13"},
    }


def measured_lots() -> dict[str, tuple[float, float]]:
    """Milliseconds of a page of fifty events: the middle one and the 95th of a hundred."""
    with db.engine.connect() as connection:
        seller_id = connection.scalars(select(Seller.id)).first()
        assert seller_id is not None
        driver: Any = connection.connection.driver_connection
        fill(driver, seller_id)
    rules.PER_ADDRESS = 10**9  # the visitor is one address here
    with Session(db.engine) as session:
        in_process = _times(partial(_page, session, seller_id))
    with TestClient(create_app()) as client:
        return {"query": in_process, "http": _times(partial(_get, client))}


def _page(session: Session, seller_id: UUID, epc: str) -> None:
    found = page(session, Asked((about(epc),), per_page=50), seller_id)
    assert len(found.events) == MILLION // LOTS


def _get(client: TestClient, epc: str) -> None:
    query = {"MATCH_anyEPCClass": epc, "perPage": "50"}
    client.get("/epcis/events", params=query).raise_for_status()


def _times(ask: Callable[[str], None]) -> tuple[float, float]:
    chance = random.Random(7)
    taken = []
    for number in chance.sample(range(LOTS), ASKED):
        began = time.perf_counter()
        ask(lot(number))
        taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def fill(driver: Connection[Any], seller_id: UUID) -> None:
    """A million events by COPY, all published."""
    ids = [new_id() for _ in range(MILLION)]
    columns = ", ".join(EVENT_COLUMNS.split())
    _copy(driver, f"epcis_event ({columns})", _event_rows(ids, seller_id))
    _copy(driver, "epcis_thing (event_id, place, role, epc, quantity)", _thing_rows(ids))
    _copy(driver, "epcis_publication (event_id, published_at)", ((one, START) for one in ids))
    driver.commit()
    driver.autocommit = True
    driver.execute("VACUUM ANALYZE epcis_event, epcis_thing, epcis_publication")
    driver.autocommit = False


def _copy(driver: Connection[Any], into: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with driver.cursor().copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _event_rows(ids: list[UUID], seller_id: UUID) -> Iterator[tuple[Any, ...]]:
    for number, event_id in enumerate(ids):
        at = START + timedelta(seconds=17 * number)
        step = STEPS[number // LOTS % len(STEPS)]
        place = f"https://nguyengoc.example/loc/{number % 300}"
        name = f"ni:///sha-256;{hashlib.sha256(str(number).encode()).hexdigest()}?ver=CBV2.0"
        body = {
            "type": "ObjectEvent",
            "eventTime": at.isoformat(),
            "eventTimeZoneOffset": "+07:00",
            "action": "OBSERVE",
            "bizStep": step,
            "disposition": "in_progress",
            "quantityList": [{"epcClass": lot(number % LOTS), "quantity": 10}],
            "readPoint": {"id": place},
        }
        yield (event_id, seller_id, name, name, "ObjectEvent", at, at, "OBSERVE", step,
               "in_progress", place, json.dumps(body), "{}", "{}")  # fmt: skip


def _thing_rows(ids: list[UUID]) -> Iterator[tuple[Any, ...]]:
    for number, event_id in enumerate(ids):
        yield event_id, 0, "class", lot(number % LOTS), 10
