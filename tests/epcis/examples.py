"""Events and documents for tests: every kind, in tea's own words."""

from typing import Any

from app.epcis.rules.vocabulary import EPCIS_CONTEXT

TN = "https://ns.nguyengoc.example/epcis/"
CONTEXT: list[Any] = [EPCIS_CONTEXT, {"tn": TN}]
LOT = "https://id.gs1.org/01/08931234567897/10/TC26A0412"
LOT_URN = "urn:epc:class:lgtin:893123456.0789.TC26A0412"
BULK = "https://nguyengoc.example/q/k7q4m9mxdt"
LEAF = "https://nguyengoc.example/q/7k3m9qzx2a"
PLACE = "https://id.gs1.org/414/8931234560003"
PLACE_URN = "urn:epc:id:sgln:893123456.000.0"

Event = dict[str, Any]


def harvest(**fields: Any) -> Event:
    """120 kg of fresh leaf."""
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-04-12T07:30:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "quantityList": [{"epcClass": LEAF, "quantity": 120, "uom": "KGM"}],
        "readPoint": {"id": "https://nguyengoc.example/loc/doi-son"},
        "tn:stage": "harvest",
        "ilmd": {"tn:pluckingStandard": "bup", "cbvmda:countryOfOrigin": "VN"},
    } | fields


def processing(**fields: Any) -> Event:
    """Fresh leaf becomes bulk tea, with what the thermometer said."""
    return {
        "type": "TransformationEvent",
        "eventTime": "2026-04-12T20:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "inputQuantityList": [{"epcClass": LEAF, "quantity": 120.0, "uom": "KGM"}],
        "outputQuantityList": [{"epcClass": BULK, "quantity": 24, "uom": "KGM"}],
        "transformationID": "https://nguyengoc.example/b/pb26040012",
        "bizStep": "other",
        "readPoint": {"id": PLACE},
        "sensorElementList": [
            {
                "sensorMetadata": {
                    "startTime": "2026-04-12T18:00:00+07:00",
                    "endTime": "2026-04-12T18:10:00.5+07:00",
                    "deviceID": "urn:epc:id:giai:893123456.NHIETKE.1",
                    "tn:pan": "so 2",
                },
                "sensorReport": [
                    {"type": "Temperature", "value": 240.50, "uom": "CEL", "maxValue": 251},
                    {"type": "Time", "meanValue": 8, "uom": "MIN", "component": "height"},
                ],
            }
        ],
    } | fields


def packing(**fields: Any) -> Event:
    return {
        "type": "TransformationEvent",
        "eventTime": "2026-04-13T09:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "inputQuantityList": [{"epcClass": BULK, "quantity": 20.0, "uom": "KGM"}],
        "outputQuantityList": [{"epcClass": LOT, "quantity": 200}],
        "bizStep": "packing",
        "readPoint": {"id": PLACE},
        "ilmd": {"cbvmda:lotNumber": "TC26A0412", "cbvmda:itemExpirationDate": "2027-04-13"},
    } | fields


def shipping(**fields: Any) -> Event:
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-04-15T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "quantityList": [{"epcClass": LOT, "quantity": 48}],
        "readPoint": {"id": PLACE},
        "bizLocation": {"id": "https://nguyengoc.example/loc/kho-1"},
        "bizTransactionList": [
            {"type": "po", "bizTransaction": "https://nguyengoc.example/don/1"},
            {"type": "inv", "bizTransaction": "urn:epcglobal:cbv:bt:8931234560003:RE10"},
        ],
        "sourceList": [{"type": "owning_party", "source": "urn:epc:id:pgln:893123456.000"}],
        "destinationList": [
            {"type": "possessing_party", "destination": "urn:epc:id:pgln:4012345.00000"},
            {"type": "location", "destination": "https://tn.example/414/8931234560003/254/A1"},
        ],
        "persistentDisposition": {"set": ["conformant"], "unset": ["unknown"]},
        "certificationInfo": [
            "https://nguyengoc.example/giay/2",
            "https://nguyengoc.example/giay/1",
        ],
    } | fields


def carton(**fields: Any) -> Event:
    return {
        "type": "AggregationEvent",
        "eventTime": "2026-04-14T08:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "parentID": "urn:epc:id:sscc:893123456.00000001",
        "childEPCs": [f"urn:epc:id:sgtin:893123456.0789.{n}" for n in (12, 7, 100)],
        "childQuantityList": [{"epcClass": LOT_URN, "quantity": 24}],
        "bizStep": "packing",
    } | fields


def sale(**fields: Any) -> Event:
    return {
        "type": "TransactionEvent",
        "eventTime": "2026-04-16T08:00:00.123456+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizTransactionList": [
            {"type": "po", "bizTransaction": "urn:epc:id:gdti:893123456.000.99"}
        ],
        "epcList": ["https://tn.example/01/08931234567897/10/TC26A0412/21/9?17=270413"],
        "bizStep": "retail_selling",
        "disposition": "retail_sold",
    } | fields


def sensor_fixed(**fields: Any) -> Event:
    return {
        "type": "AssociationEvent",
        "eventTime": "2026-04-01T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "parentID": PLACE_URN,
        "childEPCs": ["urn:epc:id:giai:893123456.NHIETKE.1"],
        "bizStep": "installing",
        "tn:note": {"tn:who": "Hoàng Thị Lành", "tn:tags": ["chảo", "2", "10.0"], "tn:ok": True},
    } | fields


ALL = (harvest, processing, packing, shipping, carton, sale, sensor_fixed)


def document(*events: Event, context: Any = None, **fields: Any) -> dict[str, Any]:
    return {
        "@context": context or CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-04-20T08:00:00+07:00",
        "epcisBody": {"eventList": list(events)},
    } | fields


PUBLISHED: Event = {
    "type": "ObjectEvent",
    "eventTime": "2020-03-04T11:00:30.000+01:00",
    "eventTimeZoneOffset": "+01:00",
    "recordTime": "2020-03-04T11:00:30.999+01:00",
    "epcList": [
        "urn:epc:id:sscc:4012345.0000000333",
        "urn:epc:id:sscc:4012345.0000000111",
        "urn:epc:id:sscc:4012345.0000000222",
    ],
    "action": "OBSERVE",
    "bizStep": "departing",
    "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.987"},
    "example:myField1": {"example:mySubField1": "2", "example:mySubField2": "5"},
    "example:myField2": "0",
    "example:myField3": {"example:mySubField3": ["3", "1"]},
}
"""ReferenceEventHashAlgorithm of github.com/RalphTro/epcis-event-hash-generator (MIT)."""
PUBLISHED_PREFIXES = {"example": "https://ns.example.com/epcis/"}

ALL_KEYS: Event = {
    "type": "ObjectEvent",
    "eventTime": "2026-04-01T11:30:00.0Z",
    "eventTimeZoneOffset": "+07:00",
    "epcList": [
        "urn:epc:id:sgtin:893123456.0789.a%2Fb!c",
        "urn:epc:id:sscc:893123456.00000001",
        "https://id.gs1.org/00/089312345600000027",
        "urn:epc:id:grai:893123456.000.87",
        "urn:epc:id:giai:893123456.AAbb",
        "urn:epc:id:gsrn:893123456.00000001",
        "urn:epc:id:gsrnp:893123456.00000001",
        "urn:epc:id:gdti:893123456.000.98",
        "urn:epc:id:cpi:893123456.ABC.123",
        "urn:epc:id:sgcn:893123456.000.44",
        "urn:epc:id:ginc:893123456.333",
        "urn:epc:id:gsin:893123456.0000001",
        "urn:epc:id:itip:893123456.0789.01.02.999",
        "urn:epc:id:upui:893123456.0789.AB12",
        "https://tn.example/shop/gtin/8931234567897/ser/5",
        "https://tn.example/01/08931234567897/22/2A",
        "https://tn.example/01/08931234567897/235/X9",
    ],
    "quantityList": [
        {"epcClass": "urn:epc:idpat:sgtin:893123456.0789.*"},
        {"epcClass": "urn:epc:idpat:grai:893123456.000.*"},
        {"epcClass": "urn:epc:idpat:gdti:893123456.000.*"},
        {"epcClass": "urn:epc:idpat:sgcn:893123456.000.*"},
        {"epcClass": "urn:epc:idpat:cpi:893123456.ABC.*"},
        {"epcClass": "urn:epc:idpat:itip:893123456.0789.01.02.*"},
        {"epcClass": "urn:epc:class:lgtin:893123456.0789.1E5"},
    ],
    "action": "OBSERVE",
    "bizStep": "https://tn.example/buoc/sao-che",
    "readPoint": {"id": "urn:epc:id:sgln:893123456.000.987", "tn:x": "1.50"},
    "tn:List": ["b", {"tn:innerList": [{"tn:a": 1}, "packing", 2.50]}],
    "tn:same": "packing",
}
