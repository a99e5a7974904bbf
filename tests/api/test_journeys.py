"""A seller's own system writes the book: the same rules, the same record twice is one."""

from typing import Any

from sqlmodel import Session, func, select

from app.core.ids import new_id
from app.traceability.models import JourneyEvent
from tests.api.conftest import Api, Open, World
from tests.factories import make_seller
from tests.traceability.journeys.workshop import Workshop, when

EVENTS = "/seller/journey-events"


def picked(world: World, **changed: Any) -> dict[str, Any]:
    said = {"kind": "harvest", "client_id": str(new_id()), "growing_area": world.area.name}
    return said | {"grams": 52_500, "picking_standard": "bup"} | when(0) | changed


def test_leaf_is_written_once_and_becomes_tea(api: Api, world: World, session: Session) -> None:
    body = picked(world)
    first = api.post(EVENTS, body)
    assert first.status_code == 201, first.text
    again = api.post(EVENTS, body)
    assert again.json() == first.json()
    assert session.exec(select(func.count()).select_from(JourneyEvent)).one() == 1
    (leaf,) = api.get("/seller/materials?kind=leaf").json()["items"]
    assert (leaf["grams"], leaf["used_grams"]) == (52_500, 0)
    batch = {
        "kind": "process",
        "client_id": str(new_id()),
        "inputs": [{"material": leaf["code"], "grams": 50_000}],
        "outputs": [{"grade": "Chè búp", "grams": 10_000}],
    }
    made = api.post(EVENTS, batch | when(0)).json()
    assert made["taken"] == [{"material": leaf["code"], "number": leaf["number"], "grams": 50_000}]
    listed = api.get(EVENTS).json()["items"]
    assert [item["kind"] for item in listed] == ["process", "harvest"]
    assert not {"growing_area_id", "variant_id"} & set(listed[1]["facts"])


def test_the_same_id_with_other_words_and_a_doubt_are_conflicts(api: Api, world: World) -> None:
    body = picked(world)
    api.post(EVENTS, body)
    assert api.post(EVENTS, body | {"grams": 60_000}).status_code == 409
    much = api.post(EVENTS, picked(world, grams=90_000_000))
    assert much.status_code == 409
    assert "vượt xa sức của vườn" in much.text


def test_fields_of_another_kind_and_other_sellers_leaf_are_refused(
    api: Api, system: Open, world: World, session: Session
) -> None:
    assert api.post(EVENTS, picked(world, packs=3)).status_code == 422
    assert api.post(EVENTS, picked(world, kind="declare")).status_code == 422
    assert api.post(EVENTS, picked(world, grams=-5)).status_code == 422
    rival = make_seller(session)
    leaf = Workshop(session, rival).pick()
    receipt = {"kind": "receipt", "client_id": str(new_id()), "material": leaf.code}
    wrong = api.post(EVENTS, receipt | {"came_grams": 1_000} | when(0))
    assert wrong.status_code == 422
    assert system(rival).get(EVENTS).json()["items"][0]["kind"] == "harvest"
    assert api.get(EVENTS).json()["items"] == []
