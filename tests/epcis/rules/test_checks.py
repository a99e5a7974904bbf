"""Each refusal names the JSON path of the fault."""

from typing import Any

import pytest

from app.epcis.rules.checks import faults_of
from app.epcis.rules.documents import read_document
from app.epcis.rules.faults import Fault, InvalidEvent, json_path, pointer
from tests.epcis.examples import (
    ALL,
    CONTEXT,
    LOT,
    TN,
    Event,
    carton,
    document,
    harvest,
    packing,
    processing,
    sale,
    shipping,
)


def pointers(event: Any) -> list[str]:
    return [fault.pointer for fault in faults_of(event, {"tn": TN})]


def without(event: Event, *names: str) -> Event:
    return {name: said for name, said in event.items() if name not in names}


def amount(**fields: Any) -> Event:
    return packing(inputQuantityList=[{"epcClass": LOT, "uom": "KGM"} | fields])


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_valid_events_have_no_fault(make: Any) -> None:
    assert faults_of(make(), {"tn": TN}) == []


QUANTITY = "/inputQuantityList/0/quantity"
SENSOR = "/sensorElementList/0"


def sensed(**report: Any) -> Event:
    report = {"type": "Temperature", "value": 240, "uom": "CEL"} | report
    return processing(sensorElementList=[{"sensorReport": [report]}])


@pytest.mark.parametrize(
    ("event", "place"),
    [
        # What §2 of the schema probes lists.
        (without(packing(), "eventTimeZoneOffset"), "/eventTimeZoneOffset"),
        (packing(eventTimeZoneOffset="7"), "/eventTimeZoneOffset"),
        (packing(eventTime="2026-04-13T09:00:00"), "/eventTime"),
        (amount(quantity=20, uom="kg"), "/inputQuantityList/0/uom"),
        (packing(bizStep="harvesting"), "/bizStep"),
        (packing(stage="pack"), "/stage"),
        (shipping(ilmd={"tn:a": 1}), "/ilmd"),
        (
            packing(errorDeclaration={"declarationTime": "2026-04-14T00:00:00Z", "reason": "sai"}),
            "/errorDeclaration/reason",
        ),
        (amount(quantity=-1), QUANTITY),
        # Amounts.
        (amount(quantity=-0.001), QUANTITY),
        (amount(quantity=float("inf")), QUANTITY),
        (amount(quantity=1e300), QUANTITY),
        (amount(quantity="20"), QUANTITY),
        (amount(quantity=None), QUANTITY),
        (
            packing(outputQuantityList=[{"epcClass": LOT, "quantity": 1.5}]),
            "/outputQuantityList/0/quantity",
        ),
        (amount(quantity=1, foo=2), "/inputQuantityList/0/foo"),
        # Times.
        (packing(eventTime="2026-02-30T09:00:00Z"), "/eventTime"),
        (packing(eventTime="1026-02-03T09:00:00Z"), "/eventTime"),
        (packing(eventTime="hôm qua"), "/eventTime"),
        (packing(recordTime="2026-04-13"), "/recordTime"),
        (
            packing(errorDeclaration={"declarationTime": "2026-04-14T00:00:00"}),
            "/errorDeclaration/declarationTime",
        ),
        (sensed(time="2026-04-13T09:00:00"), SENSOR + "/sensorReport/0/time"),
        # Words.
        (packing(bizStep="cbv:BizStep-harvesting"), "/bizStep"),
        (packing(bizStep="https://ref.gs1.org/cbv/BizStep-harvesting"), "/bizStep"),
        (packing(disposition="packing"), "/disposition"),
        (packing(persistentDisposition={"set": ["good"]}), "/persistentDisposition/set/0"),
        (
            shipping(bizTransactionList=[{"type": "bill", "bizTransaction": "urn:x:y"}]),
            "/bizTransactionList/0/type",
        ),
        (shipping(sourceList=[{"type": "farmer", "source": "urn:x:y"}]), "/sourceList/0/type"),
        (sensed(type="Heat"), SENSOR + "/sensorReport/0/type"),
        (sensed(component="left"), SENSOR + "/sensorReport/0/component"),
        (sensed(exception="HOT"), SENSOR + "/sensorReport/0/exception"),
        (packing(type="HarvestEvent"), "/type"),
        (packing(type="tn:HarvestEvent"), "/type"),
        (harvest(action="EDIT"), "/action"),
        # Terms of other vocabularies.
        (packing(**{"no:stage": "pack"}), "/no:stage"),
        (packing(**{"tn:a": {"b": 1}}), "/tn:a/b"),
        (packing(**{"tn:a": [{"no:b": 1}]}), "/tn:a/0/no:b"),
        (packing(**{"tn:a": None}), "/tn:a"),
        (packing(**{"tn:a": "x" * 2001}), "/tn:a"),
        (packing(ilmd={"lot": "1"}), "/ilmd/lot"),
        (packing(readPoint={"id": "urn:x:y", "name": "kho"}), "/readPoint/name"),
        (sensed(colour="green"), SENSOR + "/sensorReport/0/colour"),
        (packing(**{"@context": {"zz": "not a uri"}}), "/@context/zz"),
        (packing(**{"@context": {"cbv": "https://elsewhere.example/"}}), "/@context/cbv"),
        # Identifiers.
        (packing(readPoint={"id": "kho một"}), "/readPoint/id"),
        (packing(readPoint={"id": "https://d.vn/414/8931234560004"}), "/readPoint/id"),
        (amount(epcClass="urn:epc:class:lgtin:893.1.L"), "/inputQuantityList/0/epcClass"),
        (carton(parentID="urn:epc:id:sscc:1.2"), "/parentID"),
        (sale(epcList=["TN-1"]), "/epcList/0"),
        (sale(epcList=["https://d.vn/" + "x" * 500]), "/epcList/0"),
        # What an event has to be about.
        (without(harvest(), "quantityList"), "/epcList"),
        (packing(inputQuantityList=[]), "/inputQuantityList"),
        (without(packing(), "outputQuantityList"), "/outputQuantityList"),
        (without(carton(), "childEPCs", "childQuantityList"), "/childEPCs"),
        (without(harvest(), "action"), "/action"),
        (sale(epcList=[f"urn:x:{n}" for n in range(1001)]), ""),
        # Shapes.
        (packing(readPoint="kho"), "/readPoint"),
        (packing(sensorElementList=[1]), "/sensorElementList/0"),
        (packing(inputEPCList="urn:x:y"), "/inputEPCList"),
        ([], ""),
        (None, ""),
    ],
    ids=lambda said: said if isinstance(said, str) else "",
)  # fmt: skip
def test_a_refusal_names_its_place_in_both_languages(event: Any, place: str) -> None:
    faults = [fault for fault in faults_of(event, {"tn": TN}) if fault.pointer == place]
    assert faults, pointers(event)
    for fault in faults:
        assert fault.sentence("vi") != fault.sentence("en")


def test_what_one_place_explains_is_not_said_of_the_whole_event() -> None:
    assert pointers(shipping(ilmd={"tn:a": 1})) == ["/ilmd"]
    assert pointers(packing(inputQuantityList=[])) == ["/inputQuantityList"]


def test_a_measurement_ends_after_it_began() -> None:
    said = {"startTime": "2026-04-12T18:10:00Z", "endTime": "2026-04-12T18:00:00Z"}
    element = {"sensorMetadata": said, "sensorReport": [{"type": "Temperature", "value": 1}]}
    assert pointers(processing(sensorElementList=[element])) == [
        "/sensorElementList/0/sensorMetadata/endTime"
    ]


def test_a_place_is_written_as_a_pointer_and_as_a_path() -> None:
    assert pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"
    assert json_path(("a", 0, "tn:b")) == "$['a'][0]['tn:b']"
    assert Fault(("b",), "x").under("a", 0).pointer == "/a/0/b"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"type": "Invoice"}, "/type"),
        ({"type": ["EPCISDocument"]}, "/type"),
        ({"@context": [{"tn": TN}]}, "/@context"),
        ({"@context": ["https://elsewhere.example/context.jsonld"]}, "/@context/0"),
        ({"@context": [*CONTEXT, {"https": "https://x.example/"}]}, "/@context/2/https"),
        ({"@context": [*CONTEXT, {"a": {"@id": "x"}}]}, "/@context/2/a"),
        ({"@context": [CONTEXT[0], {f"p{n}": TN for n in range(21)}]}, "/@context"),
        ({"@context": 7}, "/@context"),
        ({"schemaVersion": "1.2"}, "/schemaVersion"),
        ({"schemaVersion": 2.0}, "/schemaVersion"),
        ({"creationDate": "2026-04-20"}, "/creationDate"),
        ({"epcisBody": {}}, "/epcisBody/eventList"),
        ({"epcisBody": {"eventList": {}}}, "/epcisBody/eventList"),
        ({"epcisBody": []}, "/epcisBody"),
        ({"epcisHeader": {"a": 1}}, "/epcisHeader/a"),
        ({"note": 1}, "/note"),
    ],
)
def test_a_wrong_frame_is_refused_by_its_place(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        read_document(document(packing()) | wrong)
    assert place in [fault.pointer for fault in refused.value.faults]


def test_a_document_without_anything_is_refused() -> None:
    nothing: tuple[Any, ...] = ({}, [], "x", None, 1)
    for said in nothing:
        with pytest.raises(InvalidEvent):
            read_document(said)


def test_prefixes_of_the_document_and_of_the_event_count() -> None:
    read = read_document(
        document(packing(**{"tn:a": 1}), packing(**{"zz:a": 1, "@context": {"zz": TN}}))
    )
    assert read.canonical(0).prefixes == {"tn": TN}
    assert read.canonical(1).prefixes == {"zz": TN}
    assert read.canonical(0).hash == read.canonical(1).hash  # what a prefix stands for counts
